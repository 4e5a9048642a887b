//! Permissions on the Kubernetes API, for the ServiceAccount of a workload.
use crate::lower::cx::WorkloadCx;
use crate::lower::output::Output;
use crate::model;
use crate::resolve::workload::Workload;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let Some((role, binding)) = role(cx) {
        out.put(role, cx.at(), &cx.subject);
        out.put(binding, cx.at(), &cx.subject);
    }
    if let Some((role, binding)) = cluster_role(cx) {
        out.put(role, cx.at(), &cx.subject);
        out.put(binding, cx.at(), &cx.subject);
    }
}

/// The permissions in its own namespace.
fn role(cx: &WorkloadCx<'_>) -> Option<(Role, RoleBinding)> {
    let workload = cx.workload;
    let rules = rules(workload, Reach::Namespace)?;
    let metadata = || cx.meta(workload.name());
    let binding = RoleBinding {
        metadata: metadata(),
        role_ref: reference("Role", workload.name()),
        subjects: Some(vec![subject(workload)]),
    };
    Some((Role { metadata: metadata(), rules: Some(rules) }, binding))
}

/// The permissions in every namespace. The name is `<part-of>-<namespace>-<workload>`, since the objects are cluster-scoped.
fn cluster_role(cx: &WorkloadCx<'_>) -> Option<(ClusterRole, ClusterRoleBinding)> {
    let workload = cx.workload;
    let rules = rules(workload, Reach::Cluster)?;
    let name = workload.platform.cluster_name(&format!("{}-{}", workload.namespace.name, workload.name()));
    let metadata = || ObjectMeta { namespace: None, ..cx.meta(&name) };
    let binding = ClusterRoleBinding {
        metadata: metadata(),
        role_ref: reference("ClusterRole", &name),
        subjects: Some(vec![subject(workload)]),
    };
    Some((ClusterRole { metadata: metadata(), rules: Some(rules), ..Default::default() }, binding))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Namespace,
    Cluster,
}
fn rules(workload: &Workload<'_>, reach: Reach) -> Option<Vec<PolicyRule>> {
    let roles = workload.pod.roles.iter().map(|declared| &declared.value);
    let rules: Vec<_> = roles.filter(|rule| rule.cluster_wide == (reach == Reach::Cluster)).map(rule).collect();
    (!rules.is_empty()).then_some(rules)
}
fn rule(declared: &model::PolicyRule) -> PolicyRule {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let groups = if declared.api_groups.is_empty() { vec![String::new()] } else { declared.api_groups.clone() };
    PolicyRule {
        api_groups: Some(groups),
        resources: Some(texts(&declared.resources)),
        verbs: texts(&declared.verbs),
        ..Default::default()
    }
}
fn reference(kind: &str, name: &str) -> RoleRef {
    RoleRef { api_group: "rbac.authorization.k8s.io".to_owned().into(), kind: kind.into(), name: name.into() }
}
fn subject(workload: &Workload<'_>) -> Subject {
    Subject {
        kind: "ServiceAccount".into(),
        name: workload.account().into(),
        namespace: Some(workload.namespace.name.clone()),
        ..Default::default()
    }
}
