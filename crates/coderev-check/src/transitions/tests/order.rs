//! The order of a workload with a new name.
use crate::Target;
use crate::transitions::testing::{findings_for, versions};
use crate::transitions::{TRANSITION_RENAMED, check};

/// A workload with the labels of the library, and its Service. `more` are fields of the spec.
fn workload(kind: &str, name: &str, more: &str) -> String {
    format!(
        "---
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}, namespace: shop, labels: {{app.kubernetes.io/name: {name}}}}}
spec:
  {more}
  selector: {{matchLabels: {{app.kubernetes.io/name: {name}}}}}
  template:
    metadata: {{labels: {{app.kubernetes.io/name: {name}}}}}
    spec: {{containers: [{{name: {name}, image: 'ghcr.io/acme/web:v1'}}]}}
"
    )
}
fn service(name: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: shop, labels: {{app.kubernetes.io/name: {name}}}}}\n\
         spec: {{selector: {{app.kubernetes.io/name: {name}}}, ports: [{{port: 80}}]}}\n"
    )
}
/// The policy of the database, which admits `caller`.
fn policy(caller: &str) -> String {
    format!(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: db, namespace: data}}\n\
         spec: {{podSelector: {{}}, ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: shop}}}}, \
         podSelector: {{matchLabels: {{app.kubernetes.io/name: {caller}}}}}}}]}}]}}\n"
    )
}
fn quota(pods: u32) -> String {
    format!(
        "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: quota, namespace: shop}}\nspec: {{hard: {{pods: '{pods}'}}}}\n"
    )
}
fn job(name: &str, before: &str) -> String {
    format!(
        "---\napiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}-1, namespace: shop, labels: {{app.kubernetes.io/name: {name}}}, \
         annotations: {{coderev.dev/before: '{before}'}}}}\n\
         spec: {{template: {{spec: {{containers: [{{name: {name}, image: 'ghcr.io/acme/migrate:v1'}}]}}}}}}\n"
    )
}
fn scaler(target: &str) -> String {
    format!(
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {target}-hpa, namespace: shop}}\n\
         spec: {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {target}}}, minReplicas: 3, maxReplicas: 9}}\n"
    )
}
/// The steps of the finding about a new name. Each text of `after` is the only content of a file.
fn steps(before: &[String], after: &[(&str, String)]) -> Vec<String> {
    let (mut target, mut at) = (Target::new("kubernetes").context("prod"), 0);
    for (file, text) in after {
        let count = text.matches("kind: ").count() - text.matches("kind: Deployment, ").count();
        target = target.file(*file, at..at + count);
        at += count;
    }
    let after: String = after.iter().map(|(_, text)| &**text).collect();
    let text = format!("{}--- # after\n{after}", before.concat());
    let found = findings_for(&TRANSITION_RENAMED, &text, &target);
    let (before, after) = versions(&text);
    assert_eq!((found.len(), after.entries().len()), (1, at), "{:#?}", check(&before, &after, &target));
    found[0].help_text().lines().map(str::to_owned).collect()
}

#[test]
fn all_that_the_new_pods_need_comes_first_and_they_start_at_the_old_number() {
    let before =
        [policy("web"), workload("Deployment", "web", ""), service("web"), scaler("web"), job("migrate", "web")];
    let deployments = [job("migrate", "site"), workload("Deployment", "site", ""), service("site")].concat();
    let found = steps(
        &before,
        &[
            ("network-policies.yaml", policy("site")),
            ("deployments.yaml", deployments),
            ("hpa-ingress.yaml", scaler("site")),
        ],
    );
    let expected = "1. keep the old pods connected, because the new NetworkPolicy `db` selects only the new pods: \
`kubectl --context prod get networkpolicy/db -n data -o yaml | sed -e '/^  resourceVersion:/d' -e 's/^  name: .*/  name: db-old-peers/' \
| kubectl --context prod create -f -`
2. apply what the new pods need: `kubectl --context prod apply --server-side -f kubernetes/network-policies.yaml`
3. run the Job `migrate-1`: `kubectl --context prod apply --server-side -f kubernetes/deployments.yaml -l app.kubernetes.io/name=migrate`, and wait: \
`kubectl --context prod wait --for=condition=complete job/migrate-1 -n shop --timeout=1h`
4. start the new pods, before any traffic moves: `kubectl --context prod apply --server-side -f kubernetes/deployments.yaml -l app.kubernetes.io/name=site`
5. start as many pods as the old Deployment has: `kubectl --context prod scale deployment/site -n shop \
--replicas=$(kubectl --context prod get deployment/web -n shop -o jsonpath='{.spec.replicas}')`
6. wait until they are ready: `kubectl --context prod rollout status deployment/site -n shop`
7. apply all new files, which moves the traffic: `kubectl --context prod apply --server-side -k kubernetes`
8. when no caller uses the Service `web` any more, delete the old objects: `kubectl --context prod delete deployment/web -n shop`, \
`kubectl --context prod delete service/web -n shop`, `kubectl --context prod delete horizontalpodautoscaler/web-hpa -n shop`, \
`kubectl --context prod delete networkpolicy/db-old-peers -n data`
`.was(\"web\")` keeps the old Service for callers that still use its name";
    assert_eq!(found.join("\n"), expected);
}
#[test]
fn a_policy_that_still_has_the_old_peer_needs_no_copy_and_a_fixed_number_no_scaling() {
    let both = policy("site").replace(
        "ingress: [",
        "ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app.kubernetes.io/name: web}}}]}, ",
    );
    let before = [policy("web"), workload("Deployment", "web", "replicas: 3")];
    let found = steps(
        &before,
        &[("network-policies.yaml", both), ("deployments.yaml", workload("Deployment", "site", "replicas: 3"))],
    );
    let all = found.join("\n");
    assert!(found[0].starts_with("1. apply what the new pods need") && !all.contains("scale"), "{all}");
}
#[test]
fn the_quota_is_deleted_after_the_files_that_have_it_and_comes_back_last() {
    let before = [quota(5), workload("Deployment", "web", "replicas: 3")];
    let after = |pods| {
        steps(
            &before,
            &[("namespaces.yaml", quota(pods)), ("deployments.yaml", workload("Deployment", "site", "replicas: 3"))],
        )
    };
    let found = after(5);
    assert!(found[0].starts_with("1. apply what the new pods need: "), "{found:#?}");
    assert!(found[1].starts_with("2. delete the ResourceQuota, which has no room"), "{found:#?}");
    let traffic = "5. apply the Services and routes, which moves the traffic: `kubectl --context prod apply --server-side -f kubernetes/deployments.yaml`";
    assert_eq!(found[4], traffic);
    let last = "7. apply all new files, which create the ResourceQuota again: `kubectl --context prod apply --server-side -k kubernetes`";
    assert_eq!(found[6], last, "the old pods are gone");
    assert!(!after(6).join("").contains("delete the ResourceQuota"), "the new quota has room");
}
#[test]
fn the_old_service_of_a_stateful_set_stays_on_the_old_pods_until_the_data_is_copied() {
    let set = |name: &str| {
        workload(
            "StatefulSet",
            name,
            "volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]",
        )
    };
    let old_service =
        service("db").replace("selector: {app.kubernetes.io/name: db}", "selector: {app.kubernetes.io/name: main}");
    let found = steps(
        &[set("db"), service("db")],
        &[("deployments.yaml", [set("main"), service("main"), old_service].concat())],
    );
    let order = [
        "start the new pods",
        "wait until they are ready",
        "copy the data to the new volumes, after the last write to the old ones",
        "apply all new files, which moves the traffic",
        "delete the old objects: `kubectl --context prod delete statefulset/db -n shop`",
        "delete the old volume claims, when their data is not needed any more: `kubectl --context prod delete persistentvolumeclaim -n shop -l app.kubernetes.io/name=db`",
    ];
    let all = found.join("\n");
    let at: Vec<_> = order.iter().map(|step| all.find(step)).collect();
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{all}");
}
#[test]
fn the_quota_of_a_stateful_set_needs_room_for_the_claims_of_both_names() {
    let claims = "replicas: 2\n  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 5Gi}}}}]";
    let set = |name: &str| workload("StatefulSet", name, claims);
    let is_deleted = |storage: &str| {
        let quota = || quota(9).replace("pods: '9'", &format!("requests.storage: {storage}"));
        let found = steps(&[quota(), set("db")], &[("namespaces.yaml", quota()), ("deployments.yaml", set("main"))]);
        found.iter().any(|step| step.contains("delete the ResourceQuota"))
    };
    assert!(is_deleted("19Gi"));
    assert!(!is_deleted("20Gi"));
}
