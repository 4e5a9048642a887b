//! Changes of the tier.
use crate::transitions::testing::findings;
use crate::transitions::{TRANSITION_REMOVED, TRANSITION_TIER_CHANGED};

/// A Deployment and a Service of a tier, with a class and a policy.
pub(super) fn tiered(namespace: &str, tier: &str, egress: &str, priority: i32) -> String {
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
        "the tier of `shop` changes from `exp` to `stable`: all pods of `web` are replaced, and the new pods have different network isolation, nodes, priority"
    );
    let help = "1. check that nodes with the new labels and taints have room for the pods: `kubectl get nodes -l pool=stable`
2. check that the nodes have room: the priority rises from 1000 to 100000, and the new pods preempt pods of a lower priority
3. declare each destination of the pods, because all other connections end when the new NetworkPolicy is applied; compare with `cargo xtask reach`
4. apply the new files: `kubectl apply --server-side -k .`
5. wait: `kubectl rollout status deployment/web -n shop`";
    assert_eq!((found.len(), found[0].help_text()), (1, help));
    let back = findings(&TRANSITION_TIER_CHANGED, &format!("{stable}--- # after\n{exp}"));
    assert!(
        back[0].message().ends_with("are replaced, and the new pods have different nodes, priority"),
        "{}",
        back[0].message()
    );
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
