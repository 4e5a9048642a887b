//! Clusters: the properties that a platform depends on.
use crate::model::{IntoSecret, Peer, Secret, Text, keyed};

/// A cluster: its provider, its version and the other properties that the platform depends on.
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
#[must_use = "a cluster has no effect by itself: pass it to `Platform::new(..)`"]
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
    /// Registries, each with its mirror.
    pub(crate) mirrors: Vec<(String, String)>,
}
/// The provider of the cluster. Each provider has its own labels for spot nodes.
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
    /// Any conformant cluster. A node with the spot label of any provider is a spot node.
    pub fn generic() -> Self {
        Self::with_provider(Cloud::Generic)
    }
    /// Google Kubernetes Engine. Spot nodes have the label `cloud.google.com/gke-spot`.
    pub fn gke() -> Self {
        Self::with_provider(Cloud::Gke)
    }
    /// Amazon EKS. Spot nodes have the label `karpenter.sh/capacity-type` or `eks.amazonaws.com/capacityType`.
    pub fn eks() -> Self {
        Self::with_provider(Cloud::Eks)
    }
    /// Azure Kubernetes Service. Spot nodes have the label `kubernetes.azure.com/scalesetpriority`.
    pub fn aks() -> Self {
        Self::with_provider(Cloud::Aks)
    }
}
impl Cluster {
    /// The image to pull: from the mirror if the registry of `image` has a mirror, else `image`.
    pub(crate) fn image(&self, image: &str) -> String {
        let of = |(registry, mirror): &(String, String)| {
            let path = image.strip_prefix(&**registry)?.strip_prefix('/')?;
            Some(format!("{mirror}/{path}"))
        };
        self.mirrors.iter().find_map(of).unwrap_or_else(|| image.into())
    }
}
impl Cluster {
    /// `pod-security.kubernetes.io/enforce-version`: the oldest Kubernetes version that the cluster runs. Default: the
    /// version of the crate feature. An older version than the types of this build causes the error
    /// `version-under-types`.
    #[doc(alias = "pod-security.kubernetes.io/enforce-version")]
    #[track_caller]
    pub fn version(mut self, version: KubernetesVersion) -> Self {
        self.version = version;
        self
    }
    /// `--context` of every command in `README.md` and `secrets.commands.txt`. Default: the current context of kubectl.
    #[track_caller]
    pub fn context(mut self, name: impl Text) -> Self {
        self.context = Some(name.into());
        self
    }
    /// The DNS domain of services, in the addresses of stores and of the collector. Default: `cluster.local`.
    #[track_caller]
    pub fn domain(mut self, name: impl Text) -> Self {
        self.domain = name.into();
        self
    }
    /// `egress` of the NetworkPolicy `allow-dns`: the DNS server, on port 53. Default: `kube-dns` in `kube-system`.
    #[doc(alias = "egress")]
    #[track_caller]
    pub fn dns(mut self, dns: Dns) -> Self {
        self.dns = dns;
        self
    }
    /// `storageClassName` of volume claims that do not set it. Default: the default StorageClass of the cluster.
    #[doc(alias = "storageClassName")]
    #[track_caller]
    pub fn storage_class(mut self, name: impl Text) -> Self {
        self.storage_class = Some(name.into());
        self
    }
    /// `ipBlock.cidr` of the API server, in the NetworkPolicy of each workload with a role. The ports are 443 and 6443.
    /// Default: any address.
    #[doc(alias("ipBlock.cidr", "cidr"))]
    #[track_caller]
    pub fn api_server(mut self, cidr: impl Text) -> Self {
        self.api_server.push(cidr.into());
        self
    }
    /// `CiliumNetworkPolicy` or `ServiceEntry` for each [`External`](crate::External) without addresses: the component
    /// that enforces egress to host names. Default: none, and a call to such an `External` causes the error
    /// `external-without-address`.
    #[doc(alias("CiliumNetworkPolicy", "ServiceEntry"))]
    #[track_caller]
    pub fn egress_by_name(mut self, enforcer: EgressByName) -> Self {
        self.egress_by_name = Some(enforcer);
        self
    }
    /// `image` of every container: replaces a registry with a mirror, such as
    /// `("docker.io", "mirror.example.com/docker")`. Default: no mirror.
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
/// A minor version of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs, reason = "versions have names")]
pub enum KubernetesVersion {
    V1_35,
    V1_36,
    V1_37,
}
impl KubernetesVersion {
    /// The version of the Kubernetes types in this build.
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
/// The component that enforces egress to host names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EgressByName {
    /// `CiliumNetworkPolicy` `egress[].toFQDNs`, one object for each workload. Cilium allows the addresses that DNS
    /// returns for the name.
    Cilium,
    /// `ServiceEntry` `hosts` of Istio. The NetworkPolicy allows the port to every public address. The mesh needs
    /// `outboundTrafficPolicy: REGISTRY_ONLY`, and then allows only these hosts.
    ServiceEntry,
}
/// The DNS server of the cluster.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Dns {
    /// `kube-dns` in `kube-system`.
    KubeDns,
    /// NodeLocal DNSCache at this address, and `kube-dns`.
    NodeLocal(String),
    /// Another DNS server.
    Custom(Peer),
}
