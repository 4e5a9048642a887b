//! Objects of kinds without a type in `k8s-openapi`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use coderev_objects::is_built_in;
use serde_json::Value;

use super::unevaluated::{NotEvaluated, decides};
use super::{Object, Objects, Route};

/// Objects that decide on traffic and are not evaluated, or only in part. In the cluster, more or fewer connections
/// may be allowed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Unevaluated {
    /// The kind.
    pub kind: String,
    /// The API group, empty for the core group.
    pub group: String,
    /// The part that is evaluated, if any.
    pub evaluated: Option<&'static str>,
    /// The objects: `namespace/name`, or `name`.
    pub objects: Vec<String>,
}

impl Objects {
    /// Adds an object whose kind has no type in `k8s-openapi`: a route of the Gateway API or of OpenShift, a
    /// CiliumNetworkPolicy, a ServiceEntry, a node, or a ClusterNetworkPolicy or its predecessors. Any other kind that decides on traffic is reported by
    /// [`Objects::unevaluated`]. All other kinds have no effect.
    pub fn add_custom(&mut self, value: &Value) {
        let kind = value["kind"].as_str().unwrap_or_default();
        let version = value["apiVersion"].as_str().unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        self.add_custom_kind(group, kind, || Cow::Borrowed(value));
    }

    /// Adds an object of this group and kind. `value` is called only if the value is needed.
    pub(super) fn add_custom_kind<'a>(&mut self, group: &str, kind: &str, value: impl Fn() -> Cow<'a, Value>) {
        if kind.ends_with("NetworkPolicy") {
            self.note_controller_labels(&value());
        }
        match (group, kind) {
            ("gateway.networking.k8s.io", _) if kind.ends_with("Route") => {
                Route::from_gateway_api(kind, &value()).add_to(self);
            }
            ("gateway.networking.k8s.io", "ReferenceGrant") => self.add_grant(&value()),
            ("route.openshift.io", "Route") => Route::from_openshift(&value()).add_to(self),
            ("cilium.io", "CiliumNetworkPolicy") => {
                let value = value();
                self.add_cilium_policy(&value);
                self.add_not_evaluated(group, kind, &value);
            }
            ("networking.istio.io", "ServiceEntry") => self.add_service_entry(&value()),
            ("", "Node") => self.add_node(&value()),
            (
                "policy.networking.k8s.io",
                "ClusterNetworkPolicy" | "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy",
            ) => {
                let value = value();
                let name = value["metadata"]["name"].as_str().unwrap_or_default().to_owned();
                self.cluster_policies.insert((kind.to_owned(), name), value.into_owned());
            }
            _ if decides(group, kind).is_some() => self.add_not_evaluated(group, kind, &value()),
            // Kinds of Kubernetes with pods have a type.
            _ if is_built_in(&format!("{group}/v1")) => {}
            _ => self.add_templates(group, kind, &value()),
        }
    }

    fn add_not_evaluated(&mut self, group: &str, kind: &str, value: &Value) {
        if let Some(object) = NotEvaluated::read(group, kind, value) {
            self.unevaluated.insert((group.to_owned(), kind.to_owned(), object.name.clone()), object);
        }
    }

    /// The objects that are not evaluated, each with its kind. A CiliumNetworkPolicy is evaluated if it only allows egress
    /// to DNS names.
    pub(crate) fn not_evaluated(&self) -> Vec<(&str, &NotEvaluated)> {
        let is_whole = |group: &str, kind: &str, name: &str| {
            (group, kind) == ("cilium.io", "CiliumNetworkPolicy")
                && name.split_once('/').is_some_and(|(space, name)| !self.is_partial_cilium_policy(space, name))
        };
        let all = self.unevaluated.iter().filter(|((group, kind, name), _)| !is_whole(group, kind, name));
        all.map(|((_, kind, _), it)| (&**kind, it)).collect()
    }

    /// The kinds that decide on traffic and are not evaluated, or only in part; sorted.
    #[must_use]
    pub fn unevaluated(&self) -> Vec<Unevaluated> {
        let mut all: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for (group, kind, name) in self.unevaluated.keys() {
            let is_cilium = (&**group, &**kind) == ("cilium.io", "CiliumNetworkPolicy");
            let is_whole = is_cilium
                && name.split_once('/').is_some_and(|(space, name)| !self.is_partial_cilium_policy(space, name));
            if !is_whole {
                all.entry((kind, group)).or_default().push(name.clone());
            }
        }
        let each = all.into_iter().map(|((kind, group), objects)| Unevaluated {
            kind: kind.to_owned(),
            group: group.to_owned(),
            evaluated: (kind == "CiliumNetworkPolicy").then_some("egress to DNS names"),
            objects,
        });
        each.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Objects;
    use serde_json::json;

    #[test]
    fn kinds_that_decide_on_traffic_are_reported() {
        let unevaluated = |version: &str, kind: &str| {
            let mut objects = Objects::new();
            objects.add_custom(&json!({"apiVersion": version, "kind": kind, "metadata": {"name": "a"}}));
            objects.unevaluated().into_iter().map(|it| (it.kind, it.evaluated.is_some())).collect::<Vec<_>>()
        };
        let calico = unevaluated("crd.projectcalico.org/v1", "GlobalNetworkPolicy");
        assert_eq!(calico, [("GlobalNetworkPolicy".to_owned(), false)]);
        assert_eq!(unevaluated("security.istio.io/v1", "AuthorizationPolicy").len(), 1);
        assert_eq!(unevaluated("cilium.io/v2", "CiliumNetworkPolicy"), [("CiliumNetworkPolicy".to_owned(), true)]);
        assert_eq!(unevaluated("v1", "ConfigMap"), []);
    }
}
