//! A ValidatingAdmissionPolicy for rules that Pod Security does not have.
use crate::lower::cx::Cx;
use crate::lower::meta::{PART_OF, TIER, cluster_meta, pairs};
use crate::lower::output::Output;
use crate::model::PodSecurity;
use crate::resolve::workload::Workload;
use k8s_openapi::api::admissionregistration::v1::{
    MatchCondition, MatchResources, NamedRuleWithOperations, ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBindingSpec, ValidatingAdmissionPolicySpec, Validation,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use std::collections::BTreeSet;

const NAME: &str = "pod-hardening";
const NO_TOKEN: &str = "object.spec.?automountServiceAccountToken.orValue(true) == false";
const RULES: [(&str, &str); 6] = [
    (
        "object.spec.containers.all(c, c.?securityContext.readOnlyRootFilesystem.orValue(false))",
        "readOnlyRootFilesystem must be true",
    ),
    (
        "object.spec.?initContainers.orValue([]).all(c, c.?securityContext.readOnlyRootFilesystem.orValue(false))",
        "readOnlyRootFilesystem must be true for init containers",
    ),
    (NO_TOKEN, "automountServiceAccountToken must be false"),
    (
        // The tag is in the last part of the name: an earlier part may have a port.
        "object.spec.containers.all(c, c.image.contains('@') || (c.image.substring(c.image.lastIndexOf('/') + 1).contains(':') && !c.image.endsWith(':latest')))",
        "images must be pinned",
    ),
    (
        "object.spec.?initContainers.orValue([]).all(c, c.image.contains('@') || (c.image.substring(c.image.lastIndexOf('/') + 1).contains(':') && !c.image.endsWith(':latest')))",
        "images of init containers must be pinned",
    ),
    (
        "object.spec.containers.all(c, has(c.resources) && has(c.resources.requests) && 'cpu' in c.resources.requests && 'memory' in c.resources.requests)",
        "cpu and memory requests are required",
    ),
];

/// The policy and its binding, for every tier whose Pod Security is `restricted`. `None` without such a tier.
pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    if let Some((policy, binding)) = policy(cx) {
        out.put(policy, cx.platform.at, "");
        out.put(binding, cx.platform.at, "");
    }
}

fn policy(cx: &Cx<'_>) -> Option<(ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding)> {
    let platform = cx.platform;
    let hardened = platform
        .namespaces
        .iter()
        .filter(|namespace| namespace.spec.is_hardened && namespace.spec.pod_security == PodSecurity::Restricted);
    let tiers: BTreeSet<String> = hardened.map(|namespace| namespace.spec.name.clone()).collect();
    if tiers.is_empty() {
        return None;
    }
    let rules = RULES.map(|(expression, message)| match expression {
        NO_TOKEN => (tokens(&tiers, &cx.workloads), message),
        _ => (expression.to_owned(), message),
    });
    let texts = |list: &[&str]| Some(list.iter().map(|text| (*text).to_owned()).collect());
    let rule = NamedRuleWithOperations {
        api_groups: texts(&[""]),
        api_versions: texts(&["v1"]),
        operations: texts(&["CREATE", "UPDATE"]),
        resources: texts(&["pods"]),
        ..Default::default()
    };
    // The solver pods for an Ingress run in the namespaces of its hosts. The solver pods for a Gateway run in a
    // namespace that the policy does not select.
    let is_challenged =
        platform.namespaces.iter().any(|it| it.spec.is_hardened && cx.acme_http01_edges(&it.name).next().is_some());
    let condition = MatchCondition {
        name: "not-acme-solver".into(),
        expression: "!('acme.cert-manager.io/http01-solver' in object.metadata.?labels.orValue({}))".into(),
    };
    let validation = |expression: &str, message: &str| Validation {
        expression: expression.into(),
        message: Some(message.into()),
        ..Default::default()
    };
    let spec = ValidatingAdmissionPolicySpec {
        failure_policy: Some("Fail".into()),
        match_constraints: Some(MatchResources { resource_rules: Some(vec![rule]), ..Default::default() }),
        match_conditions: is_challenged.then(|| vec![condition]),
        validations: Some(rules.iter().map(|(expression, message)| validation(expression, message)).collect()),
        ..Default::default()
    };
    let tier_in =
        LabelSelectorRequirement { key: TIER.into(), operator: "In".into(), values: Some(tiers.into_iter().collect()) };
    // Another program on the cluster may have tiers of the same names.
    let selector = LabelSelector {
        match_expressions: Some(vec![tier_in]),
        match_labels: Some(pairs([(PART_OF, platform.part_of_label())])),
    };
    let name = platform.cluster_name(NAME);
    let binding = ValidatingAdmissionPolicyBindingSpec {
        policy_name: name.clone().into(),
        validation_actions: vec!["Deny".to_owned(), "Audit".to_owned()].into(),
        match_resources: Some(MatchResources { namespace_selector: Some(selector), ..Default::default() }),
        ..Default::default()
    };
    Some((
        ValidatingAdmissionPolicy { metadata: cluster_meta(platform, &name), spec: spec.into(), ..Default::default() },
        ValidatingAdmissionPolicyBinding { metadata: cluster_meta(platform, &name), spec: binding.into() },
    ))
}

/// Only the pods of workloads with a role have a token, since a role is useless without a token.
fn tokens(tiers: &BTreeSet<String>, workloads: &[Workload<'_>]) -> String {
    let entitled =
        workloads.iter().filter(|it| it.has_role() && it.spec().is_hardened && tiers.contains(&it.spec().name));
    let accounts: BTreeSet<_> = entitled.map(|it| format!("'{}/{}'", it.namespace.name, it.account())).collect();
    if accounts.is_empty() {
        return NO_TOKEN.into();
    }
    let accounts = accounts.into_iter().collect::<Vec<_>>().join(", ");
    format!(
        "{NO_TOKEN} || (request.namespace + '/' + object.spec.?serviceAccountName.orValue('default')) in [{accounts}]"
    )
}
