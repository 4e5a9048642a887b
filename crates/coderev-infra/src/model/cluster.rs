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
///     .vpc("10.20.0.0/16")
///     .keda(Peer::namespace("autoscaling").pods("app", "keda-operator"))
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
    /// The blocks of the network of the cluster.
    pub(crate) vpc: Vec<String>,
    /// The pods of KEDA's operator.
    pub(crate) keda: Option<Peer>,
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
            vpc: Vec::new(),
            keda: None,
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
    /// The pods of KEDA's operator, with the label of its manifests.
    /// https://github.com/kedacore/keda/blob/v2.18.0/config/manager/manager.yaml
    pub(crate) fn keda_operator(&self) -> Peer {
        self.keda.clone().unwrap_or_else(|| Peer::namespace("keda").pods("app", "keda-operator"))
    }
    /// The image to pull: from the mirror if the registry of `image` has a mirror, else `image`.
    pub(crate) fn image(&self, image: &str) -> String {
        let whole = complete(image);
        let of = |(registry, mirror): &(String, String)| {
            let path = whole.strip_prefix(registry.trim_start_matches("index."))?.strip_prefix('/')?;
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
    /// `--context` of every command in `README.md` and `secrets.commands.txt`. Default: the current kubectl context.
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
    /// `ipBlock.cidr` of the network in which load balancers have their addresses, on EKS the VPC. A network policy that
    /// restricts the clients of a load balancer also allows this block, because its health checks come from there.
    /// Default: none, and [`LoadBalancer::allow_from`](crate::LoadBalancer::allow_from) on EKS is the error
    /// `health-check-refused`.
    #[doc(alias("ipBlock.cidr", "cidr"))]
    #[track_caller]
    pub fn vpc(mut self, cidr: impl Text) -> Self {
        self.vpc.push(cidr.into());
        self
    }
    /// `NetworkPolicy` `ingress` of workloads that autoscalers read from: the pods of KEDA's operator. Default: `app:
    /// keda-operator` in the namespace `keda`.
    #[doc(alias("NetworkPolicy", "ingress"))]
    #[track_caller]
    pub fn keda(mut self, operator: Peer) -> Self {
        self.keda = Some(operator);
        self
    }
    /// `image` of every container: replaces a registry with a mirror, such as
    /// `("docker.io", "mirror.example.com/docker")`. `nginx:1.29.3` is an image of `docker.io`. Default: no mirror.
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
/// The image with the registry and the path that containerd completes: `nginx` is `docker.io/library/nginx`. The first
/// part is a registry if it contains `.` or `:`, or is `localhost`.
/// https://github.com/distribution/reference/blob/v0.6.0/normalize.go `splitDockerDomain`
fn complete(image: &str) -> String {
    let is_registry = |first: &str| {
        first.contains(['.', ':']) || first == "localhost" || first.contains(|c: char| c.is_ascii_uppercase())
    };
    let path = match image.split_once('/') {
        Some(("docker.io" | "index.docker.io", path)) => path,
        Some((first, _)) if is_registry(first) => return image.into(),
        _ => image,
    };
    if path.contains('/') { format!("docker.io/{path}") } else { format!("docker.io/library/{path}") }
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
/// The block of one IPv4 or IPv6 address. A shorter prefix of an IPv6 address is not a valid `ipBlock.cidr`.
pub(crate) fn single_address(address: &str) -> String {
    let bits = if address.contains(':') { 128 } else { 32 };
    format!("{address}/{bits}")
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
