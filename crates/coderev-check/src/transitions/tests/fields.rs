//! The steps for a field that cannot be changed.
use crate::Target;
use crate::transitions::TRANSITION_IMMUTABLE_FIELD;
use crate::transitions::testing::findings_for;

/// The steps of the only finding.
fn steps(before: &str, after: &str, target: &Target) -> String {
    let found = findings_for(&TRANSITION_IMMUTABLE_FIELD, &format!("{before}--- # after\n{after}"), target);
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].help_text().to_owned()
}
/// A Deployment with this selector and these labels of its pods, and a Service with the same selector.
fn selected(selector: &str, labels: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  selector: {{matchLabels: {{{selector}}}}}
  template: {{metadata: {{labels: {{{labels}}}}}, spec: {{containers: [{{name: web, image: web}}]}}}}
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: shop}}
spec: {{selector: {{{selector}}}, ports: [{{port: 80}}]}}
"
    )
}

#[test]
fn old_pods_get_the_labels_that_the_new_service_selects() {
    let old = selected("name: web", "name: web, tier: a");
    let help = |selector: &str, labels: &str| steps(&old, &selected(selector, labels), &Target::default());
    let label = "1. let the Service select the old pods until the new ones are ready: `kubectl label pods -n shop -l name=web app=web`\n\
                 2. store the number of pods: `replicas=$(kubectl get deployment/web -n shop -o jsonpath='{.spec.replicas}')`\n\
                 3. `kubectl delete deployment/web -n shop --cascade=orphan`: its pods keep running\n";
    let all = help("app: web", "app: web, name: web");
    assert!(all.starts_with(label), "{all}");
    let all = help("tier: b", "name: web, tier: b");
    assert!(all.contains("`kubectl label pods -n shop -l name=web tier=b --overwrite`"), "{all}");
    let all = help("name: web, tier: a", "name: web, tier: a");
    assert!(
        all.starts_with("1. store the number of pods: ")
            && all.contains("2. `kubectl delete deployment/web -n shop --cascade=orphan`"),
        "the Service selects the old pods: {all}"
    );
    let all = help("name: site", "name: site");
    let expected = "give the Deployment a new name too: the Service would select no pod until the new ones are ready, and with the label `name=site` the old \
                    pods would leave their controller";
    assert_eq!(all, expected);
}

#[test]
fn a_new_selector_needs_room_and_the_number_of_pods_that_an_autoscaler_set() {
    let quota = |pods: u32| {
        format!(
            "apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: quota, namespace: shop}}\nspec: {{hard: {{pods: {pods}}}}}\n---\n"
        )
    };
    let scaled = |selector: &str| {
        let autoscaler = "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: \
                          {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 6, maxReplicas: 20}\n";
        selected(selector, "name: web, app: web") + autoscaler
    };
    let help = |pods: u32| {
        let version = |selector: &str| quota(pods) + &scaled(selector);
        steps(&version("name: web"), &version("app: web"), &Target::default())
    };
    let expected = "1. delete the ResourceQuota, which has no room for the old and the new pods: `kubectl delete resourcequota/quota -n shop`
2. store the number of pods: `replicas=$(kubectl get deployment/web -n shop -o jsonpath='{.spec.replicas}')`
3. `kubectl delete deployment/web -n shop --cascade=orphan`: its pods keep running
4. apply only the Deployment `web` and its service account
5. start as many pods as before: `kubectl scale deployment/web -n shop --replicas=$replicas`
6. wait: `kubectl rollout status deployment/web -n shop`
";
    let all = help(39);
    assert!(all.starts_with(expected), "{all}");
    assert!(
        all.ends_with(
            "\n8. apply all new files, which create the ResourceQuota again: `kubectl apply --server-side -k .`"
        ),
        "{all}"
    );
    let with_room = help(40);
    assert!(!with_room.contains("ResourceQuota") && with_room.contains("--replicas=$replicas"), "{with_room}");
}

/// A StatefulSet of three pods with a claim of this size, under a quota.
fn set(size: &str, quota: &str) -> String {
    format!(
        "apiVersion: v1
kind: ResourceQuota
metadata: {{name: quota, namespace: shop}}
spec: {{hard: {{requests.storage: {quota}}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db, namespace: shop}}
spec:
  replicas: 3
  serviceName: db
  selector: {{matchLabels: {{app: db}}}}
  template: {{metadata: {{labels: {{app: db}}}}, spec: {{containers: [{{name: db}}]}}}}
  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{resources: {{requests: {{storage: {size}}}}}}}}}]
"
    )
}
#[test]
fn each_claim_grows_and_the_quota_grows_before_it() {
    let target = Target::new("kubernetes").file("namespaces.yaml", [0]).file("deployments.yaml", [1]);
    let help = steps(&set("5Gi", "15Gi"), &set("8Gi", "24Gi"), &target);
    let patch = |at| {
        format!(
            "`kubectl patch pvc data-db-{at} -n shop -p '{{\"spec\":{{\"resources\":{{\"requests\":{{\"storage\":\"8Gi\"}}}}}}}}'`"
        )
    };
    let expected = format!(
        "1. apply the new ResourceQuota, which has room for the larger claims: `kubectl apply --server-side -f kubernetes/namespaces.yaml`
2. `kubectl delete statefulset/db -n shop --cascade=orphan`: its pods keep running
3. grow the claim of each pod, as far as its StorageClass allows it: {}, {}, {}
4. apply the new files, `kubectl apply --server-side -k kubernetes`: the new StatefulSet adopts the pods and restarts them one by one",
        patch(0), patch(1), patch(2)
    );
    assert_eq!(help, expected);
    let same = steps(&set("5Gi", "50Gi"), &set("8Gi", "50Gi"), &target);
    assert!(!same.contains("ResourceQuota"), "{same}");
}
#[test]
fn the_numbers_of_the_pods_may_start_at_another_number() {
    let from_five =
        |size: &str| set(size, "50Gi").replace("serviceName: db", "serviceName: db\n  ordinals: {start: 5}");
    let help = steps(&from_five("5Gi"), &from_five("8Gi"), &Target::default());
    assert!(help.contains("data-db-5 ") && help.contains("data-db-7 ") && !help.contains("data-db-0"), "{help}");
}
#[test]
fn a_job_runs_again_with_the_setter_run() {
    use crate::{Change, Report};
    use coderev_objects::{Document, Inventory};
    let job = |image: &str| {
        let object = serde_json::json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a"},
            "spec": {"template": {"spec": {"containers": [{"name": "a", "image": image}]}}}});
        Inventory::new(vec![Document::from_value(object, std::panic::Location::caller())])
    };
    let (before, after) = (job("a:1"), job("a:2"));
    let mut report = Report::new(TRANSITION_IMMUTABLE_FIELD.rule);
    (TRANSITION_IMMUTABLE_FIELD.check)(&Change::new(&before, &after, &Target::default()), &mut report);
    let found = report.into_findings();
    let expected = "give the Job a new name with `.run(\"again\")`, or delete the old one before you apply the new files: `kubectl delete job/a` \
                    (its pods are deleted, and it runs again)";
    assert_eq!(found[0].help_text(), expected);
}
