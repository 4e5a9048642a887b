//! Who a workload is, and what it may do with the Kubernetes API.
use crate::model::{External, Port, Text, keyed};

/// `ServiceAccount`.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::ServiceAccount;
///
/// let role = ServiceAccount::named("training").aws_role("arn:aws:iam::123456789012:role/training", "eu-central-1");
/// let train = Job::<Exp>::new("train", "ghcr.io/acme/train:1.0.0").service_account(role.clone());
/// let tune = Job::<Exp>::new("tune", "ghcr.io/acme/tune:1.0.0").service_account(role);
/// let google = ServiceAccount::new().google_account("ingest@acme.iam.gserviceaccount.com").annotation("acme.dev/owner", "data");
/// let azure = ServiceAccount::new().azure_client("00000000-1111-2222-3333-444444444444");
/// # let _ = (train, tune, google, azure);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a ServiceAccount counts only where a workload has it: `.service_account(..)`"]
pub struct ServiceAccount {
    /// The workload's own where none is said.
    pub(crate) name: Option<String>,
    /// Whether it is there already.
    pub(crate) existing: bool,
    pub(crate) annotations: Vec<(String, String)>,
    /// Labels of the pods that act as it.
    pub(crate) pod_labels: Vec<(&'static str, &'static str)>,
    /// Where its pods fetch their tokens.
    pub(crate) token_sources: Vec<External>,
}
impl ServiceAccount {
    /// The workload's own, named after it.
    pub fn new() -> Self {
        Self::default()
    }
    /// One for several workloads of a namespace, by name: it is rendered once there.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }
    /// One that is there already, by name.
    pub fn existing(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), existing: true, ..Self::default() }
    }
}
impl ServiceAccount {
    /// `metadata.annotations`: what another identity needs than those below.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// The annotation `eks.amazonaws.com/role-arn`: a role of AWS, and the way to where its tokens come from, `sts.<region>.amazonaws.com`; closed
    /// walls have to know names for that, see [`Cluster::egress_by_name`](crate::Cluster::egress_by_name).
    #[doc(alias = "eks.amazonaws.com/role-arn")]
    #[track_caller]
    pub fn aws_role(mut self, arn: impl Text, region: impl std::fmt::Display) -> Self {
        keyed(&mut self.annotations, ("eks.amazonaws.com/role-arn".into(), arn.into()), |a, b| a.0 == b.0);
        self.token_sources.push(External::new("").name(format!("sts.{region}.amazonaws.com")));
        self
    }
    /// The annotation `iam.gke.io/gcp-service-account`: an account of Google, and the way to the node's metadata server, which has its tokens.
    #[doc(alias = "iam.gke.io/gcp-service-account")]
    #[track_caller]
    pub fn google_account(mut self, email: impl Text) -> Self {
        keyed(&mut self.annotations, ("iam.gke.io/gcp-service-account".into(), email.into()), |a, b| a.0 == b.0);
        self.token_sources.push(METADATA);
        self.token_sources.push(METADATA_OF_NODE);
        self
    }
    /// The annotation `azure.workload.identity/client-id`: an identity of Azure, the label that its pods need, and the way to `login.microsoftonline.com`;
    /// closed walls have to know names for that, see [`Cluster::egress_by_name`](crate::Cluster::egress_by_name).
    #[doc(alias = "azure.workload.identity/client-id")]
    #[track_caller]
    pub fn azure_client(mut self, id: impl Text) -> Self {
        keyed(&mut self.annotations, ("azure.workload.identity/client-id".into(), id.into()), |a, b| a.0 == b.0);
        self.pod_labels.push(("azure.workload.identity/use", "true"));
        self.token_sources.push(External::new("login.microsoftonline.com"));
        self
    }
}
/// Where GKE's pods ask for tokens: the address itself with Dataplane V2, and what it becomes on the node without it.
const METADATA: External = External::new("metadata.google.internal").cidrs(&["169.254.169.254/32"]).port(Port::tcp(80));
const METADATA_OF_NODE: External =
    External::new("metadata.google.internal").cidrs(&["169.254.169.252/32"]).port(Port::tcp(988));

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
impl PolicyRule {
    /// One of `apiGroups`: the core group when none is said.
    #[doc(alias = "apiGroups")]
    #[track_caller]
    pub fn api_group(mut self, name: impl Text) -> Self {
        self.api_groups.push(name.into());
        self
    }
    /// `ClusterRole` and `ClusterRoleBinding` instead: in every namespace.
    #[doc(alias("ClusterRole", "ClusterRoleBinding"))]
    #[track_caller]
    pub fn cluster_wide(mut self) -> Self {
        self.cluster_wide = true;
        self
    }
}
