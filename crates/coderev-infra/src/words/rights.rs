//! Who a workload is, and what it may do with the Kubernetes API.
use crate::words::{keyed, say};

/// `ServiceAccount`.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::ServiceAccount;
///
/// let role = ServiceAccount::new().annotation("eks.amazonaws.com/role-arn", "arn:aws:iam::123456789012:role/ingest");
/// let ingest = Worker::<Exp>::new("ingest", "ghcr.io/acme/ingest:1.0.0").service_account(role);
/// # let _ = ingest;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a ServiceAccount counts only where a workload has it: `.service_account(..)`"]
pub struct ServiceAccount {
    pub(crate) existing: Option<String>,
    pub(crate) annotations: Vec<(String, String)>,
}
impl ServiceAccount {
    /// The workload's own, named after it.
    pub fn new() -> Self {
        Self::default()
    }
    /// One that is there already, by name.
    pub fn existing(name: impl Into<String>) -> Self {
        Self { existing: Some(name.into()), annotations: Vec::new() }
    }
}
say!(impl [] ServiceAccount {
    /// `metadata.annotations`: `eks.amazonaws.com/role-arn`, `iam.gke.io/gcp-service-account`.
    annotation(key: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
});

/// One of `rules` of a Role.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::PolicyRule;
///
/// let operator = Worker::<Shared>::new("operator", "ghcr.io/acme/operator:1.0.0")
///     .role(PolicyRule::new(["get", "list", "watch"], ["configmaps"]))
///     .role(PolicyRule::new(["patch"], ["deployments"]).api_group("apps").cluster_wide());
/// # let _ = operator;
/// ```
#[derive(Clone, Debug)]
#[must_use = "rights are given only where a workload asks for them: `.role(..)`"]
pub struct PolicyRule {
    pub(crate) verbs: Vec<&'static str>,
    pub(crate) resources: Vec<&'static str>,
    pub(crate) api_groups: Vec<String>,
    pub(crate) cluster_wide: bool,
}
impl PolicyRule {
    /// `verbs` and `resources`, in the workload's namespace.
    pub fn new(
        verbs: impl IntoIterator<Item = &'static str>,
        resources: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let (verbs, resources) = (verbs.into_iter().collect(), resources.into_iter().collect());
        Self { verbs, resources, api_groups: Vec::new(), cluster_wide: false }
    }
}
say!(impl [] PolicyRule {
    /// One of `apiGroups`: the core group when none is said.
    api_group(name: impl Into<String>) |it| it.api_groups.push(name.into());
    /// `ClusterRole` and `ClusterRoleBinding` instead: in every namespace.
    cluster_wide() |it| it.cluster_wide = true;
});
