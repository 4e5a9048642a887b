//! A platform: everything that runs on one cluster.
use crate::model::*;
use std::panic::Location;
use std::sync::Arc;

/// A platform: everything that runs on one cluster, as one value.
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
///
/// A Platform becomes:
///
/// * the objects of each [`Namespace`], of its workloads and of each [`Addon`]
/// * for each [`Edge`], the `ClusterIssuer` and the `Certificate`s of its hosts, and a `Gateway` for the Gateway API
/// * a `PriorityClass` for each tier, and a `ValidatingAdmissionPolicy` for the tiers with Pod Security `restricted`
/// * the objects of [`raw`](Self::raw)
/// * a README with the steps of the deployment, a Kustomization, and the commands that create the Secrets
#[derive(Clone, Debug)]
#[must_use = "a platform has no effect by itself: pass it to `coderev_infra_xtask::main`"]
pub struct Platform {
    pub(crate) at: Place,
    pub(crate) cluster: Cluster,
    pub(crate) name: Option<String>,
    pub(crate) part_of: Option<String>,
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
    /// A platform for `cluster`, without namespaces.
    #[track_caller]
    pub fn new(cluster: Cluster) -> Self {
        Self {
            at: Location::caller(),
            cluster,
            name: None,
            part_of: None,
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
    /// `Namespace`: adds a namespace, with everything in it.
    #[doc(alias = "Namespace")]
    pub fn namespace<T>(mut self, namespace: Namespace<T>) -> Self {
        self.namespaces.push(Arc::new(namespace.erased()));
        self
    }
}
impl Platform {
    /// The value of `app.kubernetes.io/part-of`.
    pub(crate) fn part_of_label(&self) -> &str {
        self.part_of.as_deref().or(self.name.as_deref()).unwrap_or("platform")
    }
    /// The name of a cluster-scoped object: `<part-of>-<name>`. Two platforms on one cluster with different `part_of`
    /// have different objects.
    pub(crate) fn cluster_name(&self, name: &str) -> String {
        format!("{}-{name}", self.part_of_label())
    }
    /// `priorityClassName` for a class: its own name if the class exists already, or if the name begins with the value
    /// of `part_of`.
    pub(crate) fn priority_class_name(&self, class: &PriorityClass) -> String {
        let own = class.name.strip_prefix(self.part_of_label()).is_some_and(|rest| rest.starts_with('-'));
        if own || class.value.is_none() { class.name.clone() } else { self.cluster_name(&class.name) }
    }
    /// Whether it has neither a name nor `part_of`.
    pub(crate) fn is_unnamed(&self) -> bool {
        self.part_of.is_none() && self.name.is_none()
    }
}
/// `metadata.namespace` of Gateways and of their certificates. A platform with a Gateway has this namespace:
/// [`edge_namespace`](crate::edge_namespace).
pub const EDGE_NAMESPACE: &str = "platform-edge";
impl Platform {
    /// Names the platform. The name distinguishes several environments, and is the directory below `kubernetes/`.
    /// Default: no name, and no such directory.
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = Some(name.into());
        self
    }
    /// `app.kubernetes.io/part-of`: the value of this label on every object, and the beginning of the names of
    /// cluster-scoped objects: `acme-stable`, `acme-pod-hardening`. Programs that share a cluster need different values.
    /// Default: the [`name`](Self::name) of the platform. Without both, a platform with cluster-scoped objects is the
    /// error `platform-without-name`.
    #[doc(alias = "app.kubernetes.io/part-of")]
    #[track_caller]
    pub fn part_of(mut self, name: impl Text) -> Self {
        self.part_of = Some(name.into());
        self
    }
    /// `Gateway` or `Ingress`: adds an edge, which accepts requests from outside the cluster. Default: no edge; a route
    /// is then an error, `route-without-edge`. An edge with the same name replaces the earlier edge. A host belongs to
    /// the first edge, or to the edge that `Host::edge` sets.
    #[doc(alias("Gateway", "Ingress"))]
    #[track_caller]
    pub fn edge(mut self, edge: Edge) -> Self {
        keyed(&mut self.edges, edge, |a, b| a.name == b.name);
        self
    }
    /// `metadata.labels`: adds a label to every object. A later value of a key replaces an earlier value.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `ExternalSecret`: renders one for each Secret that a pod needs. Its values come from `source`. Default: none;
    /// the output lists the `kubectl create secret` commands.
    #[doc(alias = "ExternalSecret")]
    #[track_caller]
    pub fn secrets(mut self, source: ExternalSecrets) -> Self {
        self.secrets = Some(source.into());
        self
    }
    /// Adds raw objects, with the labels of the platform. A namespaced object must set its namespace.
    #[track_caller]
    pub fn raw(mut self, raw: Raw) -> Self {
        self.raw.push(raw.into());
        self
    }
    /// Patches an object by namespace and name: `.patch("identity", "tokens", Patch::new(..))`. The namespace of a
    /// cluster-scoped object is `""`. Any object can be patched, for example an object of an addon.
    #[track_caller]
    pub fn patch(mut self, namespace: &str, name: &str, patch: Patch) -> Self {
        self.patches.push((namespace.into(), name.into(), patch));
        self
    }
    /// Sets the layout of the output directory. Default: [`Layout::ByKind`]. With [`Layout::ByNamespace`] each
    /// directory can have an owner.
    #[track_caller]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }
    /// Suppresses the findings of one rule on the whole platform, with a reason. See [`crate::book::findings`].
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.allows.push(Allow::new(rule, reason));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Platform;

    /// A platform can be stored in a static, sent to a thread and cloned.
    #[test]
    fn a_platform_is_a_value() {
        fn is_a_value<T: Clone + Send + Sync + 'static>() {}
        is_a_value::<Platform>();
    }
}
