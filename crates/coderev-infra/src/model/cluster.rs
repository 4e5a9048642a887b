//! What the platform does not choose.
use crate::model::{IntoSecret, Peer, Secret, Text, keyed};

/// The facts of a cluster.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Dns, EgressByName};
///
/// let cluster = Cluster::eks()
///     .version(KubernetesVersion::V1_36)
///     .domain("acme.internal")
///     .dns(Dns::NodeLocal("169.254.20.10".into()))
///     .storage_class("gp3")
///     .pull_secret(Secret::new("registry"))
///     .mirror("docker.io", "mirror.acme.dev/docker")
///     .api_server("10.100.0.1/32")
///     .context("acme-production");
/// let by_name = Cluster::generic().egress_by_name(EgressByName::Cilium);
/// let platforms = [Platform::new(cluster).name("eks"), Platform::new(by_name).name("here")];
/// # let _ = platforms;
/// ```
#[derive(Clone, Debug)]
#[must_use = "the facts of a cluster count only for a platform on it: `Platform::new(..)`"]
pub struct Cluster {
    pub(crate) provider: Cloud,
    pub(crate) version: KubernetesVersion,
    pub(crate) domain: String,
    pub(crate) dns: Dns,
    pub(crate) pull_secrets: Vec<Secret>,
    pub(crate) storage_class: Option<String>,
    pub(crate) api_server: Vec<String>,
    pub(crate) context: Option<String>,
    pub(crate) egress_by_name: Option<EgressByName>,
    /// A registry, and what stands in its place.
    pub(crate) mirrors: Vec<(String, String)>,
}
/// Whose cluster it is: labels of spot nodes differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cloud {
    Generic,
    Gke,
    Eks,
    Aks,
}
impl Cluster {
    fn with_provider(provider: Cloud) -> Self {
        let (version, dns) = (KubernetesVersion::of_the_types(), Dns::KubeDns);
        Self {
            provider,
            version,
            domain: "cluster.local".into(),
            dns,
            pull_secrets: Vec::new(),
            storage_class: None,
            api_server: Vec::new(),
            context: None,
            egress_by_name: None,
            mirrors: Vec::new(),
        }
    }
    /// Any conformant cluster: the spot labels of all providers are meant.
    pub fn generic() -> Self {
        Self::with_provider(Cloud::Generic)
    }
    /// Google: spot nodes have the label `cloud.google.com/gke-spot`.
    pub fn gke() -> Self {
        Self::with_provider(Cloud::Gke)
    }
    /// Amazon: spot nodes have the label `karpenter.sh/capacity-type` or `eks.amazonaws.com/capacityType`.
    pub fn eks() -> Self {
        Self::with_provider(Cloud::Eks)
    }
    /// Microsoft: spot nodes have the label `kubernetes.azure.com/scalesetpriority`.
    pub fn aks() -> Self {
        Self::with_provider(Cloud::Aks)
    }
}
impl Cluster {
    /// Where `image` is pulled from: its mirror, where its registry has one.
    pub(crate) fn image(&self, image: &str) -> String {
        let of = |(registry, mirror): &(String, String)| {
            let path = image.strip_prefix(&**registry)?.strip_prefix('/')?;
            Some(format!("{mirror}/{path}"))
        };
        self.mirrors.iter().find_map(of).unwrap_or_else(|| image.into())
    }
}
impl Cluster {
    /// `pod-security.kubernetes.io/enforce-version`, and what may be rendered: the oldest version it runs. The feature's when nobody says.
    #[doc(alias = "pod-security.kubernetes.io/enforce-version")]
    #[track_caller]
    pub fn version(mut self, version: KubernetesVersion) -> Self {
        self.version = version;
        self
    }
    /// `--context` of every command in `README.md` and `secrets.commands.txt`: kubectl's current one when nobody says.
    #[track_caller]
    pub fn context(mut self, name: impl Text) -> Self {
        self.context = Some(name.into());
        self
    }
    /// The DNS domain of services, in the addresses of stores and of the collector: `cluster.local` when nobody says.
    #[track_caller]
    pub fn domain(mut self, name: impl Text) -> Self {
        self.domain = name.into();
        self
    }
    /// `egress` of the NetworkPolicy `allow-dns`, port 53: `kube-dns` in `kube-system` when nobody says.
    #[doc(alias = "egress")]
    #[track_caller]
    pub fn dns(mut self, dns: Dns) -> Self {
        self.dns = dns;
        self
    }
    /// `storageClassName` of claims that name none: the provider's default when nobody says.
    #[doc(alias = "storageClassName")]
    #[track_caller]
    pub fn storage_class(mut self, name: impl Text) -> Self {
        self.storage_class = Some(name.into());
        self
    }
    /// `ipBlock.cidr` of the API server, for workloads with a role: any address, on 443 and 6443, when nobody says.
    #[doc(alias("ipBlock.cidr", "cidr"))]
    #[track_caller]
    pub fn api_server(mut self, cidr: impl Text) -> Self {
        self.api_server.push(cidr.into());
        self
    }
    /// `CiliumNetworkPolicy` or `ServiceEntry` for each [`External`](crate::External) without addresses: what enforces ways out to names. Nothing when
    /// nobody says, and then such a call is an error.
    #[doc(alias("CiliumNetworkPolicy", "ServiceEntry"))]
    #[track_caller]
    pub fn egress_by_name(mut self, enforcer: EgressByName) -> Self {
        self.egress_by_name = Some(enforcer);
        self
    }
    /// `image` of every container: a registry instead of another, as in `("docker.io", "mirror.example.com/docker")`. None when nobody says.
    #[doc(alias = "image")]
    #[track_caller]
    pub fn mirror(mut self, registry: impl Text, mirror: impl Text) -> Self {
        keyed(&mut self.mirrors, (registry.into(), mirror.into()), |a, b| a.0 == b.0);
        self
    }
    /// One of `imagePullSecrets` of every pod.
    #[doc(alias = "imagePullSecrets")]
    #[track_caller]
    pub fn pull_secret(mut self, secret: impl IntoSecret) -> Self {
        self.pull_secrets.push(secret.into());
        self
    }
}
/// A minor version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs, reason = "versions have names")]
pub enum KubernetesVersion {
    V1_35,
    V1_36,
    V1_37,
}
impl KubernetesVersion {
    /// The version whose types this build has.
    pub(crate) const fn of_the_types() -> Self {
        if cfg!(feature = "k8s-v1_37") {
            Self::V1_37
        } else if cfg!(feature = "k8s-v1_36") {
            Self::V1_36
        } else {
            Self::V1_35
        }
    }
    /// `v1.35`.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::V1_35 => "v1.35",
            Self::V1_36 => "v1.36",
            Self::V1_37 => "v1.37",
        }
    }
}
/// What enforces egress to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EgressByName {
    /// `CiliumNetworkPolicy` `egress[].toFQDNs`, under the name of each workload: Cilium opens the addresses that DNS answered.
    Cilium,
    /// `ServiceEntry` `hosts` of Istio. The NetworkPolicy opens the port to every public address, and the mesh, with
    /// `outboundTrafficPolicy: REGISTRY_ONLY`, passes these hosts alone.
    ServiceEntry,
}
/// Who answers DNS.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Dns {
    /// `kube-dns` in `kube-system`.
    KubeDns,
    /// NodeLocal DNSCache, at this address.
    NodeLocal(String),
    /// Others.
    Custom(Peer),
}
