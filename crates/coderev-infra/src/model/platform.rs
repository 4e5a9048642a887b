//! Everything that runs on one cluster, as one value.
use crate::model::*;
use std::panic::Location;
use std::sync::Arc;

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
///     .add(infrastructure())
///     .add(monitoring())
///     .layout(Layout::ByNamespace)
///     .allow("example-host", "a staging environment");
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
    pub(crate) namespaces: Vec<Arc<NamespaceDecl>>,
    pub(crate) addons: Vec<AddedAddon>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) raw: Vec<Spanned<Raw>>,
    pub(crate) patches: Vec<(String, String, Patch)>,
    pub(crate) layout: Layout,
    pub(crate) secrets: Option<Spanned<ExternalSecrets>>,
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
            addons: Vec::new(),
            labels: Vec::new(),
            allows: Vec::new(),
            raw: Vec::new(),
            patches: Vec::new(),
            layout: Layout::ByKind,
            secrets: None,
        }
    }
    /// `Namespace` and everything in it.
    #[doc(alias = "Namespace")]
    pub fn namespace<T>(mut self, namespace: Namespace<T>) -> Self {
        self.namespaces.push(Arc::new(namespace.erased()));
        self
    }
}
/// `metadata.namespace` of Gateways and of their certificates. A platform with a Gateway has this namespace:
/// [`edge_namespace`](crate::edge_namespace).
pub const EDGE_NAMESPACE: &str = "platform-edge";
impl Platform {
    /// What tells several environments apart, and the folder under `kubernetes/`.
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = Some(name.into());
        self
    }
    /// `app.kubernetes.io/part-of`: `coderev-platform` when nobody says.
    #[doc(alias = "app.kubernetes.io/part-of")]
    #[track_caller]
    pub fn part_of(mut self, name: impl Text) -> Self {
        self.part_of = name.into();
        self
    }
    /// `Gateway` or `Ingress`: a way in. None when nobody says; routes then are a finding. Said again, another edge, unless it has the same
    /// name: then the later one wins. Hosts are on the first, and on another by `Host::edge`.
    #[doc(alias("Gateway", "Ingress"))]
    #[track_caller]
    pub fn edge(mut self, edge: Edge) -> Self {
        keyed(&mut self.edges, edge, |a, b| a.name == b.name);
        self
    }
    /// `metadata.labels` of every object.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `ExternalSecret` of each Secret that a pod needs: where their texts come from, when not from `kubectl create secret`.
    #[doc(alias = "ExternalSecret")]
    #[track_caller]
    pub fn secrets(mut self, source: ExternalSecrets) -> Self {
        self.secrets = Some(source.into());
        self
    }
    /// Objects in Kubernetes' own words, with the platform's labels; what is in a namespace says in which.
    #[track_caller]
    pub fn raw(mut self, raw: Raw) -> Self {
        self.raw.push(raw.into());
        self
    }
    /// Fields of an object that others declared: `.patch("identity", "tokens", Patch::new(..))`; what is in no namespace is in `""`.
    #[track_caller]
    pub fn patch(mut self, namespace: &str, name: &str, patch: Patch) -> Self {
        self.patches.push((namespace.into(), name.into(), patch));
        self
    }
    /// Folders by namespace instead of one, for owners of folders.
    #[track_caller]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }
    /// Silences the findings of one rule everywhere, with a reason. See [`crate::book::findings`].
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.allows.push(Allow::new(rule, reason));
        self
    }
}

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
