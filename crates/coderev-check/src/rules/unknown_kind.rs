//! `unknown-kind`
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Inventory, fields, nearest};
use std::collections::BTreeSet;

/// The rule.
pub static UNKNOWN_KIND: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("unknown-kind", Phase::Objects)
    .summary("objects whose kind does not exist in their Kubernetes apiVersion, such as `apps/v1 Deploymnt` or `policy/v1beta1 PodSecurityPolicy`")
    .why("The API server rejects the object. Other rules cannot check an object of an unknown kind.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: Servise\nmetadata: {name: web}\n"))
  // ^^^ error[unknown-kind]: Kubernetes has no kind `Servise` in `v1`"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web"))
    .raw(Raw::yaml("apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {selector: {app: other}, ports: [{port: 80}]}\n"))"#,
    )
    .yaml(
        r"apiVersion: batch/v1beta1
kind: CronTab
#<^^^^ error[unknown-kind]: Kubernetes has no kind `CronTab` in `batch/v1beta1`
metadata: {name: rollup}
",
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: rollup}
",
    );

/// The API groups of Kubernetes itself. Other groups belong to definitions that a cluster may have.
/// <https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/>
const GROUPS: [&str; 21] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];
/// Whether Kubernetes itself has the API group.
pub(super) fn is_of_kubernetes(api_version: &str) -> bool {
    GROUPS.contains(&api_version.split_once('/').map_or("", |(group, _)| group))
}

fn check(inventory: &Inventory, report: &mut Report) {
    let mut known: Option<BTreeSet<(&str, &str)>> = None;
    for entry in inventory.entries() {
        let source = entry.document().source();
        let (version, kind) = (source.api_version(), source.kind());
        if source.known_kind().is_some() || !is_of_kubernetes(version) {
            continue;
        }
        let known = known.get_or_insert_with(|| fields::kinds().collect());
        if known.contains(&(version, kind)) {
            continue;
        }
        let elsewhere: Vec<&str> = known.iter().filter(|(_, it)| *it == kind).map(|(version, _)| *version).collect();
        let similar = || nearest(kind, known.iter().filter(|(it, _)| *it == version).map(|(_, kind)| *kind));
        let help = match (elsewhere.last(), similar()) {
            (Some(version), _) => format!("write `apiVersion: {version}`"),
            (None, Some(kind)) => format!("did you mean `{kind}`?"),
            (None, None) => "`kubectl api-resources` lists the kinds of a cluster".to_owned(),
        };
        let message = format!("Kubernetes has no kind `{kind}` in `{version}`");
        report.push(report.finding(entry.subject(), message).at(entry.origin_of("/kind")).help(help));
    }
}
