//! The identity of a workload, and its permissions on the Kubernetes API.
use crate::model::{External, Port, Text, keyed};

/// A `ServiceAccount`, with the annotations of a cloud's workload identity.
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
#[must_use = "a ServiceAccount has no effect by itself: pass it to `.service_account(..)` of a workload"]
pub struct ServiceAccount {
    /// Default: the name of the workload.
    pub(crate) name: Option<String>,
    /// Whether it exists already, and is not rendered.
    pub(crate) existing: bool,
    pub(crate) annotations: Vec<(String, String)>,
    /// Labels of the pods that use it.
    pub(crate) pod_labels: Vec<(&'static str, &'static str)>,
    /// Hosts from which its pods fetch their tokens.
    pub(crate) token_sources: Vec<External>,
}
impl ServiceAccount {
    /// A ServiceAccount for one workload, with the name of the workload.
    pub fn new() -> Self {
        Self::default()
    }
    /// A ServiceAccount with this name, for several workloads of a namespace. It is rendered once in the namespace.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }
    /// A ServiceAccount that exists already, by name. It is not rendered.
    pub fn existing(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), existing: true, ..Self::default() }
    }
}
impl ServiceAccount {
    /// `metadata.annotations`: adds an annotation, for a workload identity without a setter.
    /// A later value of a key replaces an earlier value.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// The annotation `eks.amazonaws.com/role-arn`: an AWS IAM role. Pods may also connect to
    /// `sts.<region>.amazonaws.com`, which issues their tokens. In a tier with network isolation, this egress requires
    /// [`Cluster::egress_by_name`](crate::Cluster::egress_by_name).
    #[doc(alias = "eks.amazonaws.com/role-arn")]
    #[track_caller]
    pub fn aws_role(mut self, arn: impl Text, region: impl std::fmt::Display) -> Self {
        keyed(&mut self.annotations, ("eks.amazonaws.com/role-arn".into(), arn.into()), |a, b| a.0 == b.0);
        self.token_sources.push(External::new("").name(format!("sts.{region}.amazonaws.com")));
        self
    }
    /// The annotation `iam.gke.io/gcp-service-account`: a Google service account. Pods may also connect to the metadata
    /// server of the node, which issues their tokens.
    #[doc(alias = "iam.gke.io/gcp-service-account")]
    #[track_caller]
    pub fn google_account(mut self, email: impl Text) -> Self {
        keyed(&mut self.annotations, ("iam.gke.io/gcp-service-account".into(), email.into()), |a, b| a.0 == b.0);
        self.token_sources.push(METADATA);
        self.token_sources.push(METADATA_OF_NODE);
        self
    }
    /// The annotation `azure.workload.identity/client-id`: an Azure identity. Pods also get the label that Azure
    /// requires, and may connect to `login.microsoftonline.com`. In a tier with network isolation, this egress requires
    /// [`Cluster::egress_by_name`](crate::Cluster::egress_by_name).
    #[doc(alias = "azure.workload.identity/client-id")]
    #[track_caller]
    pub fn azure_client(mut self, id: impl Text) -> Self {
        keyed(&mut self.annotations, ("azure.workload.identity/client-id".into(), id.into()), |a, b| a.0 == b.0);
        self.pod_labels.push(("azure.workload.identity/use", "true"));
        self.token_sources.push(External::new("login.microsoftonline.com"));
        self
    }
}
/// The metadata server of GKE, which issues tokens. With Dataplane V2, network policies match this address. Without it,
/// they match the address in `METADATA_OF_NODE`, because the node translates the address first.
const METADATA: External = External::new("metadata.google.internal").cidrs(&["169.254.169.254/32"]).port(Port::tcp(80));
const METADATA_OF_NODE: External =
    External::new("metadata.google.internal").cidrs(&["169.254.169.252/32"]).port(Port::tcp(988));

/// A rule of a Role: an item of `rules`.
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
#[must_use = "permissions have no effect by themselves: pass them to `.role(..)` of a workload"]
pub struct PolicyRule {
    pub(crate) verbs: Vec<&'static str>,
    pub(crate) resources: Vec<&'static str>,
    pub(crate) api_groups: Vec<String>,
    pub(crate) cluster_wide: bool,
}
impl PolicyRule {
    /// `verbs` on `resources`, in the namespace of the workload.
    pub fn new(
        verbs: impl IntoIterator<Item = &'static str>,
        resources: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let (verbs, resources) = (verbs.into_iter().collect(), resources.into_iter().collect());
        Self { verbs, resources, api_groups: Vec::new(), cluster_wide: false }
    }
}
impl PolicyRule {
    /// `apiGroups`: adds an API group. Default: the core group.
    #[doc(alias = "apiGroups")]
    #[track_caller]
    pub fn api_group(mut self, name: impl Text) -> Self {
        self.api_groups.push(name.into());
        self
    }
    /// `ClusterRole` and `ClusterRoleBinding`: grants the permissions in every namespace. Default: only in the
    /// namespace of the workload.
    #[doc(alias("ClusterRole", "ClusterRoleBinding"))]
    #[track_caller]
    pub fn cluster_wide(mut self) -> Self {
        self.cluster_wide = true;
        self
    }
}
