//! The identity of an object in a cluster, and the command that deletes it.
use crate::Danger;
use coderev_objects::{Entry, is_built_in};
use std::fmt;

/// The identity of an object in a cluster: `apiVersion`, kind, namespace and name.
///
/// ```
/// use coderev_check::{Danger, ObjectId};
///
/// let claim = ObjectId::new("v1", "PersistentVolumeClaim", "shop", "uploads");
/// assert_eq!(claim.to_string(), "PersistentVolumeClaim/shop/uploads");
/// assert_eq!(claim.delete_command(), "kubectl delete persistentvolumeclaim/uploads -n shop");
/// assert_eq!(claim.danger(), Danger::Data);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId {
    api_version: String,
    kind: String,
    namespace: String,
    name: String,
}
impl ObjectId {
    /// The object with this name. The namespace of a cluster-scoped object is empty.
    #[must_use]
    pub fn new(
        api_version: impl Into<String>,
        kind: impl Into<String>,
        namespace: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self { api_version: api_version.into(), kind: kind.into(), namespace: namespace.into(), name: name.into() }
    }
    /// The `apiVersion`.
    #[must_use]
    pub fn api_version(&self) -> &str {
        &self.api_version
    }
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }
    /// The namespace; empty for a cluster-scoped object.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The damage that its deletion can do.
    #[must_use]
    pub fn danger(&self) -> Danger {
        Danger::of_deleting(&self.api_version, &self.kind)
    }
    /// The object as an argument of kubectl, and the option with its namespace: `deployment/web -n shop`. Kinds that
    /// are not part of Kubernetes have their group: `scaledobject.keda.sh/web -n shop`.
    #[must_use]
    pub fn reference(&self) -> String {
        let group = self.api_version.split_once('/').map_or("", |(group, _)| group);
        let kind = self.kind.to_lowercase();
        let kind = if is_built_in(&self.api_version) { kind } else { format!("{kind}.{group}") };
        let object = quoted(&format!("{kind}/{}", self.name));
        if self.namespace.is_empty() { object } else { format!("{object} -n {}", quoted(&self.namespace)) }
    }
    /// The command that deletes the object: `kubectl delete deployment/web -n shop`.
    #[must_use]
    pub fn delete_command(&self) -> String {
        format!("kubectl delete {}", self.reference())
    }
    /// The command that deletes the object in this context: `kubectl --context prod delete deployment/web -n shop`.
    ///
    /// ```
    /// use coderev_check::ObjectId;
    ///
    /// let web = ObjectId::new("apps/v1", "Deployment", "shop", "web");
    /// assert_eq!(web.delete_command_in("prod eu"), "kubectl --context 'prod eu' delete deployment/web -n shop");
    /// ```
    #[must_use]
    pub fn delete_command_in(&self, context: &str) -> String {
        format!("kubectl --context {} delete {}", quoted(context), self.reference())
    }
}
impl From<Entry<'_>> for ObjectId {
    fn from(entry: Entry<'_>) -> Self {
        Self::new(entry.api_version(), entry.kind(), entry.namespace(), entry.name())
    }
}
/// `Deployment/shop/web`, or `Namespace/shop` for a cluster-scoped object.
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, namespace, name, .. } = self;
        if namespace.is_empty() { write!(f, "{kind}/{name}") } else { write!(f, "{kind}/{namespace}/{name}") }
    }
}

/// A text as one argument in a shell.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._:/@%+=,-".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::ObjectId;

    #[test]
    fn commands_name_the_group_of_other_kinds_and_quote_names() {
        for (api_version, kind, namespace, name, expected) in [
            ("apps/v1", "Deployment", "shop", "web", "kubectl delete deployment/web -n shop"),
            ("v1", "Namespace", "", "shop", "kubectl delete namespace/shop"),
            ("keda.sh/v1alpha1", "ScaledObject", "shop", "web", "kubectl delete scaledobject.keda.sh/web -n shop"),
            (
                "rbac.authorization.k8s.io/v1",
                "ClusterRole",
                "",
                "system:metrics",
                "kubectl delete clusterrole/system:metrics",
            ),
            ("v1", "ConfigMap", "a b", "x'; rm -rf /", r"kubectl delete 'configmap/x'\''; rm -rf /' -n 'a b'"),
        ] {
            assert_eq!(ObjectId::new(api_version, kind, namespace, name).delete_command(), expected);
        }
    }
}
