//! The examples of all rules about a change, and the cases of the table of immutable fields.
mod fields;
mod gone;
mod order;
mod ports;

use super::table::TABLE;
use super::testing::{check as check_rule, findings, findings_for, versions};
use super::{
    TRANSITION_AUTOSCALER_HANDOVER, TRANSITION_IMMUTABLE_FIELD, TRANSITION_REMOVED, TRANSITION_RENAMED,
    TRANSITION_REPLICAS_DIP, TRANSITION_TIER_CHANGED, all, check, removed,
};
use crate::Target;
use crate::testing::annotation;
use fixture::{Fixture, Language};

#[test]
fn wrong_and_right() {
    for rule in all() {
        let mut examples = rule.rule.examples();
        let example = examples.next().unwrap_or_else(|| panic!("{} has no example", rule.rule));
        for text in [example.wrong, example.right] {
            let fixture = Fixture::read(Language::Yaml, text);
            let (before, after) = versions(&fixture.text);
            fixture.assert(check(&before, &after, &Target::default()).iter().map(annotation).collect());
        }
    }
}
#[test]
fn an_unchanged_version_has_no_findings() {
    for rule in all() {
        let text = Fixture::read(Language::Yaml, rule.rule.examples().next().expect("an example").wrong).text;
        let (before, after) = versions(&text);
        assert_eq!(check(&before, &before, &Target::default()), []);
        assert_eq!(check(&after, &after, &Target::default()), []);
    }
}

/// Each file has two versions of one object. `.ci/transitions` applies both to a real API server, which refuses the second one.
#[test]
fn each_case_that_a_server_refuses_is_found() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transitions");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the cases are here") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let found = findings(&TRANSITION_IMMUTABLE_FIELD, &text);
        assert_eq!(found.len(), 1, "{}: {found:#?}", path.display());
        assert!(found[0].origin().is_some() && found[0].origin_before().is_some(), "{}", path.display());
        cases.push((text, found[0].message().to_owned()));
    }
    for line in TABLE {
        let kind = format!("kind: {}\n", line.kind);
        assert!(cases.iter().any(|(text, _)| text.contains(&kind)), "no case for {}", line.kind);
    }
}

/// The help of the findings about one object that changed: its beginning, and the end of both versions.
fn helps(object: &str, before: &str, after: &str) -> Vec<String> {
    let found = findings(&TRANSITION_IMMUTABLE_FIELD, &format!("{object}{before}\n--- # after\n{object}{after}\n"));
    found.iter().map(|it| it.help_text().to_owned()).collect()
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
#[test]
fn values_that_the_server_reads_as_equal_do_not_change() {
    let set = "kind: StatefulSet
apiVersion: apps/v1
metadata: {name: db, namespace: shop}
spec:
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}}
";
    let claims = |spec: &str| format!("  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{{spec}}}}}]");
    let one = claims("resources: {requests: {storage: 1Gi}}");
    assert!(helps(set, &one, &claims("resources: {requests: {storage: 1024Mi}}, volumeMode: Filesystem")).is_empty());
    assert_eq!(helps(set, &one, &claims("resources: {requests: {storage: 1025Mi}}")).len(), 1);
    let service = "kind: Service
apiVersion: v1
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
";
    let headless = "  clusterIP: None\n  selector: {app: db}";
    assert!(helps(service, "  type: ExternalName\n  externalName: db.acme.dev", headless).is_empty());
    assert_eq!(helps(service, "  clusterIP: 10.0.0.9", headless).len(), 1);
}
#[test]
fn an_indexed_job_is_elastic() {
    let job = "kind: Job
apiVersion: batch/v1
metadata: {name: train}
spec:
  completionMode: Indexed
";
    assert_eq!(helps(job, "  completions: 5\n  parallelism: 5", "  completions: 8\n  parallelism: 8"), [""; 0]);
    assert_eq!(helps(job, "  completions: 5\n  parallelism: 5", "  completions: 8\n  parallelism: 5").len(), 1);
    let other = job.replace("Indexed", "NonIndexed");
    assert_eq!(helps(&other, "  completions: 5\n  parallelism: 5", "  completions: 8\n  parallelism: 8").len(), 1);
}

#[test]
fn the_steps_of_a_stateful_set_depend_on_its_claims() {
    let set = "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db}]}}
  volumeClaimTemplates:
";
    let claim = |name: &str, size: &str| {
        format!("  - {{metadata: {{name: {name}}}, spec: {{resources: {{requests: {{storage: {size}}}}}}}}}\n")
    };
    let help = |after: &str| helps(set, &claim("data", "5Gi"), after).join("");
    let restarts = "adopts the pods and restarts them one by one";
    let delete = "kubectl delete pod db-0 -n shop";
    let keep = "existing volume claims keep their size";
    let grow = "kubectl patch pvc data-db-0";
    for (after, expected) in [
        (claim("data", "8Gi"), [true, false, false, true]),
        (claim("data", "2Gi"), [true, false, true, false]),
        (claim("data", "5Gi") + &claim("logs", "1Gi"), [false, true, false, false]),
        (claim("logs", "5Gi"), [false, true, false, false]),
    ] {
        let help = help(&after);
        assert_eq!([restarts, delete, keep, grow].map(|text| help.contains(text)), expected, "{after}{help}");
    }
}

/// A service in its usual objects: Deployment, Service, ServiceAccount and PodDisruptionBudget.
fn service(name: &str, image: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop}}
spec:
  replicas: 3
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      serviceAccountName: {name}
      containers: [{{name: {name}, image: '{image}'}}]
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: shop}}
spec: {{selector: {{app: {name}}}, ports: [{{port: 80}}]}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {{name: {name}, namespace: shop}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: {name}-pdb, namespace: shop}}
spec: {{maxUnavailable: 1, selector: {{matchLabels: {{app: {name}}}}}}}
"
    )
}
fn all_messages(before: &str, after: &str) -> Vec<String> {
    let (before, after) = versions(&format!("{before}--- # after\n{after}"));
    check(&before, &after, &Target::default()).iter().map(|it| format!("{}: {}", it.rule(), it.message())).collect()
}

#[test]
fn a_removed_workload_is_one_finding_with_its_objects() {
    let two = format!("{}---\n{}", service("web", "web:1"), service("api", "api:1"));
    let expected = "transition-removed: the Deployment `web` is no longer in the files, but stays in the cluster with 3 objects that belong to it";
    assert_eq!(all_messages(&two, &service("api", "api:1")), [expected]);
    let (before, after) = versions(&format!("{two}--- # after\n{}", service("api", "api:1")));
    let ids: Vec<String> = removed(&before, &after).iter().map(ToString::to_string).collect();
    assert_eq!(
        ids,
        ["Deployment/shop/web", "PodDisruptionBudget/shop/web-pdb", "Service/shop/web", "ServiceAccount/shop/web"]
    );
}
#[test]
fn a_removed_namespace_is_one_finding() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n";
    let found = all_messages(&format!("{namespace}{}", service("web", "web:1")), "");
    let expected = "transition-removed: the Namespace `shop` is no longer in the files, but stays in the cluster with 4 objects \
                    that belong to it; its deletion deletes everything in it, also volume claims";
    assert_eq!(found, [expected]);
}
#[test]
fn a_renamed_workload_is_one_finding_with_the_safe_order() {
    let (old, new) = (service("web", "ghcr.io/acme/web:v1"), service("shop-web", "ghcr.io/acme/web:v2"));
    let text = format!("{old}--- # after\n{new}");
    let found = findings(&TRANSITION_RENAMED, &text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message(), "the Deployment `web` is now `shop-web`: both run until the old one is deleted");
    let expected = "1. apply what the new pods need: network policies, ConfigMaps, service accounts
2. start the new pods, before any traffic moves: apply only the Deployment `shop-web` and its service account
3. wait until they are ready: `kubectl rollout status deployment/shop-web -n shop`
4. apply all new files, which moves the traffic: `kubectl apply --server-side -k .`
5. when no caller uses the Service `web` any more, delete the old objects: `kubectl delete deployment/web -n shop`, `kubectl delete service/web -n shop`, \
                    `kubectl delete serviceaccount/web -n shop`, `kubectl delete poddisruptionbudget/web-pdb -n shop`
`.was(\"web\")` keeps the old Service for callers that still use its name";
    assert_eq!(found[0].help_text(), expected);
    assert_eq!(findings(&TRANSITION_REMOVED, &text), []);
}
#[test]
fn a_renamed_workload_under_a_quota_starts_only_without_the_quota() {
    let quota = |hard: &str| {
        format!(
            "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: quota, namespace: shop}}\nspec: {{hard: {{{hard}}}}}\n"
        )
    };
    let steps = |hard: &str| {
        let [old, new] = ["web", "site"].map(|name| service(name, "ghcr.io/acme/web:v1") + &quota(hard));
        let found = findings(&TRANSITION_RENAMED, &format!("{old}--- # after\n{new}"));
        found[0].help_text().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = steps("pods: 5");
    let delete = "2. delete the ResourceQuota, which has no room for the old and the new pods: `kubectl delete resourcequota/quota -n shop`";
    assert_eq!(all[1], delete);
    assert!(all[2].starts_with("3. start the new pods, before any traffic moves: "), "{all:#?}");
    assert_eq!(steps("services: 1")[1], delete, "the old and the new Service");
    for room in ["pods: 6", "services: 2", "requests.cpu: 1, secrets: 1"] {
        assert!(steps(room)[1].starts_with("2. start the new pods"), "{room}");
    }
}
#[test]
fn was_pairs_workloads_with_other_images() {
    let (old, new) = (service("web", "ghcr.io/acme/web:v1"), service("site", "ghcr.io/acme/site:v1"));
    let is_renamed = |new: &str| all_messages(&old, new)[0].starts_with("transition-renamed");
    assert!(!is_renamed(&new));
    let told = new.replacen(
        "{name: site, namespace: shop}",
        "{name: site, namespace: shop, annotations: {coderev.dev/was: web}}",
        1,
    );
    assert!(is_renamed(&told));
}
#[test]
fn two_candidates_are_no_new_name() {
    let old = service("web", "ghcr.io/acme/web:v1");
    let new = format!("{}---\n{}", service("a", "ghcr.io/acme/web:v1"), service("b", "ghcr.io/acme/web:v1"));
    assert!(all_messages(&old, &new).iter().all(|it| it.starts_with("transition-removed")));
}
#[test]
fn a_new_name_of_a_stateful_set_means_empty_volumes() {
    let set = |name: &str| {
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: {name}}}\nspec:\n  serviceName: {name}\n  \
selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: db, image: db}}]}}\n"
        )
    };
    let expected = "transition-renamed: the StatefulSet `db` is now `main`: its pods start with new, empty volumes, and the old volume claims stay";
    assert_eq!(all_messages(&set("db"), &set("main")), [expected]);
}

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
/// A Deployment and a Service of a tier, with a class and a policy.
fn tiered(namespace: &str, tier: &str, egress: &str, priority: i32) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: {namespace}, labels: {{coderev.dev/tier: {tier}}}}}
spec:
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec: {{priorityClassName: {tier}, nodeSelector: {{pool: {tier}}}, containers: [{{name: web, image: 'web:1'}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: {namespace}}}
spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {{name: {tier}}}
value: {priority}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: web, namespace: {namespace}}}
spec: {{podSelector: {{matchLabels: {{app: web}}}}, policyTypes: [Egress], egress: [{egress}]}}
"
    )
}
#[test]
fn another_tier_is_one_finding_with_its_effects_in_the_safe_order() {
    let (exp, stable) = (tiered("shop", "exp", "{}", 1000), tiered("shop", "stable", "", 100_000));
    let found = findings(&TRANSITION_TIER_CHANGED, &format!("{exp}--- # after\n{stable}"));
    assert_eq!(
        found[0].message(),
        "the tier of `shop` changes from `exp` to `stable`: all pods of `web` are replaced, with different network isolation, nodes, priority"
    );
    let help = "1. check that nodes with the new labels and taints have room for the pods: `kubectl get nodes -l pool=stable`
2. check that the nodes have room: the priority rises from 1000 to 100000, and the new pods preempt pods of a lower priority
3. declare each destination of the pods, because all other connections end when the new NetworkPolicy is applied; compare with `cargo xtask reach`
4. apply the new files: `kubectl apply --server-side -k .`
5. wait: `kubectl rollout status deployment/web -n shop`";
    assert_eq!((found.len(), found[0].help_text()), (1, help));
    let back = findings(&TRANSITION_TIER_CHANGED, &format!("{stable}--- # after\n{exp}"));
    assert!(back[0].message().ends_with("are replaced, with different nodes, priority"), "{}", back[0].message());
    assert!(back[0].help_text().contains("the priority falls from 100000 to 1000, and pods of a higher priority"));
}
#[test]
fn a_workload_that_moves_to_a_namespace_of_another_tier_is_one_finding() {
    let ingress = "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: lab}\nspec: {rules: [{host: a.dev, http: {paths: \
                   [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}\n";
    let text =
        format!("{}{ingress}--- # after\n{}", tiered("lab", "exp", "{}", 1000), tiered("shop", "stable", "{}", 2000));
    let found = findings(&TRANSITION_TIER_CHANGED, &text);
    assert_eq!(
        found[0].message(),
        "the Deployment `web` moves from the namespace `lab` of the tier `exp` to `shop` of the tier `stable`: it has another address, without its \
         Secrets and volume claims"
    );
    let help = found[0].help_text().to_owned();
    let order = [
        "3. create the namespace: `kubectl create namespace shop`",
        "5. create in `shop` each Secret",
        "6. start the new pods, ",
        "9. delete the old Ingress, ",
        "10. apply all new files, ",
    ];
    let at: Vec<_> = order.iter().map(|step| help.find(step)).collect();
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{help}");
    let last = "11. when no caller uses `web.lab` any more, delete the old objects: `kubectl delete deployment/web -n lab`, `kubectl delete service/web -n lab`, \
                `kubectl delete networkpolicy/web -n lab`";
    assert!(help.ends_with(last), "{help}");
    let removed: Vec<_> = findings(&TRANSITION_REMOVED, &text).iter().map(|it| it.message().to_owned()).collect();
    assert_eq!(removed, ["the PriorityClass `exp` is no longer in the files, but stays in the cluster"]);
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
fn a_finished_job_deletes_itself() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {ttlSecondsAfterFinished: 60, template: {spec: {containers: [{name: a, image: a}]}}}\n";
    assert_eq!(all_messages(job, ""), [] as [&str; 0]);
}
#[test]
fn each_command_has_the_context_and_the_folder_of_the_files() {
    let target = Target::new("out/prod").context("acme-prod");
    let rename = |one: &str, two: &str| format!("{one}--- # after\n{two}");
    let (exp, stable) = (tiered("shop", "exp", "{}", 1000), tiered("shop", "stable", "", 100_000));
    let mut texts: Vec<String> =
        all().iter().map(|it| it.rule.examples().next().expect("an example").wrong.into()).collect();
    texts.extend([rename(&service("web", "web:1"), &service("site", "web:1")), rename(&exp, &stable)]);
    texts.push(rename(&tiered("lab", "exp", "{}", 1000), &stable));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transitions");
    for entry in std::fs::read_dir(folder).expect("the cases are here") {
        texts.push(std::fs::read_to_string(entry.expect("a file").path()).expect("text"));
    }
    let mut commands = 0;
    for text in texts {
        let found = all().iter().flat_map(|rule| findings_for(rule, &text, &target));
        for help in found.map(|it| it.help_text().to_owned()) {
            for (at, _) in help.match_indices("kubectl ") {
                let command = &help[at..];
                assert!(command.starts_with("kubectl --context acme-prod "), "{command}");
                assert!(!command.contains("-k ."), "{command}");
                commands += 1;
            }
            for step in help.lines().filter(|step| step.contains(". apply the new files")) {
                assert!(step.contains("apply --server-side -k out/prod`"), "{step}");
            }
        }
    }
    assert!(commands > 40, "{commands} commands");
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
