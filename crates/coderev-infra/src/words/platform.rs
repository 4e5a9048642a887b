//! Everything that runs on one cluster, as one value.
use crate::words::*;
use std::panic::Location;

/// Everything that runs on one cluster, as one value.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::Layout;
///
/// let platform = Platform::new(Cluster::gke())
///     .name("staging")
///     .part_of("acme")
///     .label("acme.dev/cost-center", "42")
///     .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").staging()))
///     .namespace(Namespace::new("shop", Stable))
///     .namespace(infrastructure())
///     .monitoring(monitoring())
///     .layout(Layout::ByNamespace);
/// # let _ = platform;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a platform is written only where `coderev_infra_xtask::main` has it"]
pub struct Platform {
    pub(crate) at: Place,
    pub(crate) cluster: Cluster,
    pub(crate) name: Option<String>,
    pub(crate) part_of: String,
    pub(crate) edges: Vec<Edge>,
    pub(crate) namespaces: Vec<NamespaceWords>,
    pub(crate) monitoring: Option<String>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) raw: Vec<Said<Raw>>,
    pub(crate) patches: Vec<(String, String, Patch)>,
    pub(crate) layout: Layout,
    pub(crate) secrets: Option<Said<ExternalSecrets>>,
}
impl Platform {
    /// A platform with nothing on it, for `cluster`.
    #[track_caller]
    pub fn new(cluster: Cluster) -> Self {
        Self {
            at: Location::caller(),
            cluster,
            name: None,
            part_of: "coderev-platform".into(),
            edges: Vec::new(),
            namespaces: Vec::new(),
            monitoring: None,
            labels: Vec::new(),
            allows: Vec::new(),
            raw: Vec::new(),
            patches: Vec::new(),
            layout: Layout::ByKind,
            secrets: None,
        }
    }
    /// `Namespace` and everything in it.
    pub fn namespace<T: Tier>(mut self, namespace: Namespace<T>) -> Self {
        self.namespaces.push(namespace.erased());
        self
    }
    /// `Namespace` of what watches the platform; `ingress` from its Prometheus and `egress` to its collector for every workload. Said again,
    /// the later one wins.
    pub fn monitoring(mut self, monitoring: Monitoring) -> Self {
        if let Some(before) = self.monitoring.take() {
            self.namespaces.retain(|namespace| namespace.name != before);
        }
        self.monitoring = Some(monitoring.namespace.name.clone());
        self.namespaces.push(monitoring.namespace);
        self
    }
}
/// Where Gateways and their certificates are.
pub(crate) const EDGE_NAMESPACE: &str = "platform-edge";
say!(impl [] Platform {
    /// What tells several environments apart, and the folder under `kubernetes/`.
    name(name: impl Into<String>) |it| it.name = Some(name.into());
    /// `app.kubernetes.io/part-of`: `coderev-platform` when nobody says.
    part_of(name: impl Into<String>) |it| it.part_of = name.into();
    /// `Gateway` or `Ingress`: a way in. None when nobody says; routes then are a finding. Said again, another edge, unless it has the same
    /// name: then the later one wins. Hosts are on the first, and on another by `Host::edge`.
    edge(edge: Edge) |it| keyed(&mut it.edges, edge, |a, b| a.name == b.name);
    /// `metadata.labels` of every object.
    label(key: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
    /// `ExternalSecret` of each Secret that a pod needs: where their texts come from, when not from `kubectl create secret`.
    secrets(source: ExternalSecrets) |it| it.secrets = Some(source.into());
    /// Objects in Kubernetes' own words, with the platform's labels; what is in a namespace says in which.
    raw(raw: Raw) |it| it.raw.push(raw.into());
    /// Fields of an object that others declared: `.patch("identity", "tokens", Patch::new(..))`; what is in no namespace is in `""`.
    patch(namespace: &str, name: &str, patch: Patch) |it| it.patches.push((namespace.into(), name.into(), patch));
    /// Folders by namespace instead of one, for owners of folders.
    layout(layout: Layout) |it| it.layout = layout;
    /// Silences the findings of one rule everywhere, with a reason. See [`crate::book::findings`].
    allow(rule: &str, reason: &str) |it| it.allows.push(Allow::new(rule, reason));
});

#[cfg(test)]
mod tests {
    use super::Platform;

    /// A platform can be kept in a static, sent to a thread, and made into another.
    #[test]
    fn a_platform_is_a_value() {
        fn is_a_value<T: Clone + Send + Sync + 'static>() {}
        is_a_value::<Platform>();
    }
}
