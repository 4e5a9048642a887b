//! The cases of objects that are no longer in the files.
use crate::Target;
use crate::transitions::testing::findings;
use crate::transitions::{TRANSITION_REMOVED, TRANSITION_RENAMED, check, removed};

/// A Gateway with a listener for each host, and an HTTPRoute for `host`.
fn gateway(listeners: &[&str], host: &str) -> String {
    let listeners: Vec<String> =
        listeners.iter().map(|it| format!("{{name: '{it}', port: 443, protocol: HTTPS, hostname: '{it}'}}")).collect();
    format!(
        "apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: edge, namespace: shop}}
spec: {{gatewayClassName: envoy, listeners: [{{name: http, port: 80, protocol: HTTP}}, {}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: {host}, namespace: shop}}
spec: {{parentRefs: [{{name: edge, port: 443}}], hostnames: [{host}], rules: [{{backendRefs: [{{name: web, port: 80}}]}}]}}
",
        listeners.join(", ")
    )
}

#[test]
fn a_route_whose_listener_goes_fails_when_the_files_are_applied() {
    let before = gateway(&["a.dev"], "a.dev");
    let found = |after: &str| {
        let found = findings(&TRANSITION_REMOVED, &format!("{before}--- # after\n{after}"));
        assert_eq!(found.len(), 1, "{found:#?}");
        (found[0].message().to_owned(), found[0].help_text().to_owned())
    };
    let (message, help) = found(&gateway(&["b.dev"], "b.dev"));
    assert_eq!(
        message,
        "the HTTPRoute `a.dev` is no longer in the files, and neither is a listener for its host: requests to `a.dev` fail when the new files are applied"
    );
    assert_eq!(
        help,
        "keep the listener for `a.dev` until no client uses it: `.was(\"a.dev\")` of the host with the new name does it; then delete the route with the command of `cargo xtask removed`"
    );
    for kept in ["a.dev", "*.dev"] {
        let (message, _) = found(&gateway(&[kept, "b.dev"], "b.dev"));
        assert!(message.ends_with("but stays in the cluster"), "{kept}: {message}");
    }
}

/// A Job of a version. Without `ttlSecondsAfterFinished`, it stays.
fn job(version: u32) -> String {
    format!(
        "apiVersion: batch/v1
kind: Job
metadata: {{name: migrate-{version}, namespace: shop, labels: {{app.kubernetes.io/name: migrate}}}}
spec: {{template: {{spec: {{containers: [{{name: migrate, image: 'ghcr.io/acme/migrate:{version}'}}]}}}}}}
"
    )
}
#[test]
fn an_earlier_run_of_a_job_is_only_in_the_list() {
    let (before, after) = crate::transitions::testing::versions(&format!("{}--- # after\n{}", job(1), job(2)));
    assert_eq!(check(&before, &after, &Target::default()), []);
    assert_eq!(removed(&before, &after).len(), 1);
    let gone = findings(&TRANSITION_REMOVED, &format!("{}--- # after\n", job(1)));
    assert_eq!(gone.len(), 1, "a Job without a new run");
    let other = job(2).replace("name: migrate", "name: reindex");
    assert_eq!(
        findings(&TRANSITION_REMOVED, &format!("{}--- # after\n{other}", job(1))).len(),
        1,
        "a different Job of the same image"
    );
}
#[test]
fn a_cron_job_with_a_new_name_does_not_run_two_times() {
    let cron = |name: &str| {
        format!(
            "apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{schedule: '0 * * * *', jobTemplate: {{spec: {{template: \
             {{spec: {{containers: [{{name: a, image: 'a:1'}}]}}}}}}}}}}\n"
        )
    };
    let found = findings(&TRANSITION_RENAMED, &format!("{}--- # after\n{}", cron("report"), cron("summary")));
    assert_eq!(
        found[0].message(),
        "the CronJob `report` is now `summary`: both run at their times until the old one is deleted"
    );
    let expected = "1. suspend the old one, whose running Jobs go on: `kubectl patch cronjob/report -n shop -p '{\"spec\":{\"suspend\":true}}'`
2. apply the new files: `kubectl apply --server-side -k .`
3. when none of its Jobs runs any more, delete it and its Jobs: `kubectl delete cronjob/report -n shop`";
    assert_eq!(found[0].help_text(), expected);
}
#[test]
fn the_volume_claims_of_a_removed_stateful_set_stay() {
    let set = |policy: &str| {
        format!(
            "apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db, namespace: shop}}
spec:
  serviceName: db
  {policy}
  selector: {{matchLabels: {{app: db}}}}
  template: {{metadata: {{labels: {{app: db}}}}, spec: {{containers: [{{name: db, image: db}}]}}}}
  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{resources: {{requests: {{storage: 1Gi}}}}}}}}]
--- # after
"
        )
    };
    let help = |policy: &str| findings(&TRANSITION_REMOVED, &set(policy))[0].help_text().to_owned();
    let list = "`cargo xtask removed` lists it with the command that deletes it";
    assert_eq!(
        help(""),
        format!("{list}; its volume claims stay: `kubectl get persistentvolumeclaim -n shop -l app=db`")
    );
    assert_eq!(help("persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}"), list);
}

/// A namespace with a workload and its Service, and the policy of a namespace that admits it.
fn namespace(name: &str) -> String {
    format!(
        "apiVersion: v1
kind: Namespace
metadata: {{name: {name}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: db, namespace: data}}
spec: {{podSelector: {{}}, ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {name}}}}}, podSelector: {{}}}}]}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: {name}, labels: {{app.kubernetes.io/name: web}}}}
spec:
  selector: {{matchLabels: {{app: web}}}}
  template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: web, image: 'web:1'}}]}}}}
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: {name}, labels: {{app.kubernetes.io/name: web}}}}
spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}
"
    )
}
#[test]
fn a_namespace_with_a_new_name_is_one_finding_with_its_order() {
    let text = format!("{}--- # after\n{}", namespace("shop"), namespace("store"));
    let (before, after) = crate::transitions::testing::versions(&text);
    let target = Target::new("kubernetes")
        .file("namespaces.yaml", [0])
        .file("network-policies.yaml", [1])
        .file("deployments.yaml", [2, 3]);
    let found = check(&before, &after, &target);
    let messages: Vec<_> = found.iter().map(|it| it.message()).collect();
    assert_eq!(
        messages,
        ["the Namespace `shop` is now `store`: all objects in it are created again, and its volume claims are empty"]
    );
    let expected = "keep the old name. Else:
1. keep the old pods connected, because the new NetworkPolicy `db` selects only the new pods: \
`kubectl get networkpolicy/db -n data -o yaml | sed -e '/^  resourceVersion:/d' -e 's/^  name: .*/  name: db-old-peers/' | kubectl create -f -`
2. apply what the new pods need: `kubectl apply --server-side -f kubernetes/namespaces.yaml -f kubernetes/network-policies.yaml`
3. create in `store` each Secret that the pods read, and copy the data of their volume claims
4. start the new pods, before any traffic moves: `kubectl apply --server-side -f kubernetes/deployments.yaml -l app.kubernetes.io/name=web`
5. start as many pods as the old Deployment has: `kubectl scale deployment/web -n store --replicas=$(kubectl get deployment/web -n shop -o jsonpath='{.spec.replicas}')`
6. wait until they are ready: `kubectl rollout status deployment/web -n store`
7. apply all new files, which moves the traffic: `kubectl apply --server-side -k kubernetes`
8. when no caller uses a Service of `shop` any more, delete the old objects: `kubectl delete namespace/shop`, `kubectl delete networkpolicy/db-old-peers -n data`";
    assert_eq!(found[0].help_text(), expected);
}
