//! `malformed-resource`
use super::unknown_kind::is_of_kubernetes;
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::Inventory;
use coderev_objects::fields::{self, FieldProblem, KubernetesVersion};

/// The rule.
pub static MALFORMED_RESOURCE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-resource", Phase::Objects)
    .summary("custom resources without a required field, with a field that their definition does not have, or with a value of the wrong type")
    .why("The API server validates a custom resource against its CustomResourceDefinition.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").dns01(json!({"webhook": {"groupName": "acme.dev"}}))))
  //                          ^^^^^^^^^^^^^^^^^ error[malformed-resource]: the ClusterIssuer has no value for the required field `/spec/acme/solvers/0/dns01/webhook/solverName`
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").dns01(json!({"webhook": {"groupName": "acme.dev", "solverName": "acme"}}))))
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    )
    .yaml(
        r"apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop}
spec:
#<^^^^ error[malformed-resource]: the Certificate has no value for the required field `/spec/issuerRef`
  secretName: shop-tls
  dnsNames: [shop.acme.dev]
",
        r"apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop}
spec:
  secretName: shop-tls
  issuerRef: {name: corp-ca}
  dnsNames: [shop.acme.dev]
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for entry in inventory.entries().filter(|entry| !is_of_kubernetes(entry.api_version())) {
        let source = entry.document().source();
        let Some(tree) = fields::tree(source.api_version(), source.kind()) else { continue };
        let Ok(value) = serde_json::to_value(source) else { continue };
        for problem in tree.problems(&value, KubernetesVersion::of_build()) {
            if matches!(problem, FieldProblem::NotInVersion { .. }) {
                continue;
            }
            let message = format!("the {} {problem}", entry.kind());
            let origin = entry.origin_of(&problem.path().pointer());
            report.push(report.finding(entry.subject(), message).at(origin).help(problem.help()));
        }
    }
}
