//! Changes of the number of pods, and of its setter or autoscaler.
use crate::Target;
use crate::transitions::testing::{check as check_rule, findings, findings_for, versions};
use crate::transitions::{TRANSITION_AUTOSCALER_HANDOVER, TRANSITION_REMOVED, TRANSITION_REPLICAS_DIP, check, removed};

/// A Deployment, with or without `replicas`, and the objects that scale it.
fn scaled(replicas: &str, scalers: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: shop}}\nspec: {{{replicas} selector: {{matchLabels: {{app: web}}}}, template: \
{{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: web, image: 'web:1'}}]}}}}}}\n{scalers}"
    )
}
fn hpa(name: &str) -> String {
    format!(
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{scaleTargetRef: {{apiVersion: \
apps/v1, kind: Deployment, name: web}}, minReplicas: 3, maxReplicas: 9}}\n"
    )
}
const SCALED_OBJECT: &str = "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web, namespace: shop}\n\
spec: {scaleTargetRef: {name: web}, minReplicaCount: 3, maxReplicaCount: 9, triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]}\n";

#[test]
fn an_autoscaler_that_stays_in_the_cluster_is_found() {
    let apply = |name: &str| {
        format!(
            "1. `kubectl delete {name} -n shop`: the number of pods stays as it is\n2. apply the new files: `kubectl apply --server-side -k .`"
        )
    };
    for (before, after, message, help) in [
        (
            scaled("", &hpa("web")),
            scaled("", &hpa("web-hpa")),
            "the HorizontalPodAutoscaler `web` still scales `web`, next to the HorizontalPodAutoscaler `web-hpa`",
            "horizontalpodautoscaler/web",
        ),
        (
            scaled("", SCALED_OBJECT),
            scaled("", &hpa("web")),
            "the ScaledObject `web` still scales `web`, next to the HorizontalPodAutoscaler `web`",
            "scaledobject.keda.sh/web",
        ),
        (
            scaled("", &hpa("web")),
            scaled("replicas: 3,", ""),
            "the HorizontalPodAutoscaler `web` still scales `web`, and undoes its number of pods",
            "horizontalpodautoscaler/web",
        ),
    ] {
        let text = format!("{before}--- # after\n{after}");
        let found = findings(&TRANSITION_AUTOSCALER_HANDOVER, &text);
        let texts: Vec<_> = found.iter().map(|it| (it.message(), it.help_text().to_owned())).collect();
        let takes = "2. take the number of pods from the controller of the autoscaler: apply only the Deployment `web` and its service account, with \
                     `--force-conflicts`\n3.";
        let expected = if after.contains("replicas: 3,") { apply(help).replace("2.", takes) } else { apply(help) };
        assert_eq!(texts, [(message, expected)]);
        assert_eq!(findings(&TRANSITION_REMOVED, &text), [], "only one rule reports it");
    }
}
#[test]
fn an_hpa_that_keda_takes_over_is_not_removed() {
    let example = TRANSITION_AUTOSCALER_HANDOVER.rule.examples().next().expect("an example");
    let (before, after) = versions(example.right);
    assert_eq!(removed(&before, &after), []);
    let without = example.right.replace("{scaledobject.keda.sh/transfer-hpa-ownership: \"true\"}", "{}");
    let (before, after) = versions(&without);
    assert_eq!(removed(&before, &after).len(), 1);
}
#[test]
fn the_steps_of_a_dip_keep_the_number_of_pods() {
    let found =
        findings(&TRANSITION_REPLICAS_DIP, TRANSITION_REPLICAS_DIP.rule.examples().next().expect("an example").wrong);
    let first = "1. let another field manager keep the number of pods: `echo '{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\",\
                 \"namespace\":\"shop\"},\"spec\":{\"replicas\":6}}' | kubectl apply --server-side --field-manager=replicas-handover --validate=false -f -`\n";
    assert!(found[0].help_text().starts_with(first), "{}", found[0].help_text());
    let one = format!("{}--- # after\n{}", scaled("replicas: 1,", ""), scaled("", &hpa("web")));
    check_rule(&TRANSITION_REPLICAS_DIP, &one);
}
/// The budget is judged in the new version only: `pdb-blocks-drain` is an error there, and refuses the write. A smaller
/// number of pods does not use the budget, so the change itself hurts nothing.
#[test]
fn a_scale_down_below_the_budget_is_an_error_about_the_new_version() {
    let budget = "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: shop}\nspec: {minAvailable: 2, selector: {matchLabels: {app: web}}}\n";
    let text = format!("{}--- # after\n{}", scaled("replicas: 3,", budget), scaled("replicas: 2,", budget));
    let (before, after) = versions(&text);
    let found = |inventory: &_| {
        let all = crate::check(inventory).into_iter();
        all.filter(|it| it.rule().name() == "pdb-blocks-drain").map(|it| it.message().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&before), [""; 0]);
    assert_eq!(found(&after), ["the PodDisruptionBudget `web` allows no eviction at the minimum of 2 pods"]);
    assert_eq!(check(&before, &after, &Target::default()), []);
}
#[test]
fn a_fixed_number_of_pods_after_an_autoscaler_is_a_conflict_that_the_steps_force() {
    let labelled =
        |text: String| text.replacen("namespace: shop}", "namespace: shop, labels: {app.kubernetes.io/name: web}}", 1);
    let text = format!("{}--- # after\n{}", labelled(scaled("", &hpa("web"))), labelled(scaled("replicas: 3,", "")));
    let target = Target::new("kubernetes").context("prod").file("deployments.yaml", [0]);
    let found = findings_for(&TRANSITION_AUTOSCALER_HANDOVER, &text, &target);
    let step = "2. take the number of pods from the controller of the autoscaler: `kubectl --context prod apply --server-side -f kubernetes/deployments.yaml \
                -l app.kubernetes.io/name=web --force-conflicts`\n3. apply the new files";
    assert!(found[0].help_text().contains(step), "{}", found[0].help_text());
}
#[test]
fn a_workload_without_an_autoscaler_needs_its_number_of_pods() {
    let web = |replicas: &str| {
        format!(
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {{name: web, namespace: shop}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n  template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: web, image: web}}]}}}}\n{replicas}"
        )
    };
    let found = findings(&TRANSITION_REPLICAS_DIP, &format!("{}\n--- # after\n{}", web("  replicas: 6"), web("")));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].help_text(), "set the number of pods, `replicas`, or add an autoscaler");
}
