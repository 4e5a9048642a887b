//! Objects of kinds without a type in `k8s-openapi`.

use std::borrow::Cow;

use serde_json::Value;

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
}

impl Objects {
    /// Adds an object whose kind has no type in `k8s-openapi`: a route of the Gateway API or of OpenShift, a
    /// CiliumNetworkPolicy, or a ServiceEntry. Any other kind that decides on traffic is reported by
    /// [`Objects::unevaluated`]. All other kinds have no effect.
    pub fn add_custom(&mut self, value: &Value) {
        let kind = value["kind"].as_str().unwrap_or_default();
        let version = value["apiVersion"].as_str().unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        self.add_custom_kind(group, kind, || Cow::Borrowed(value));
    }

    /// Adds an object of this group and kind. `value` is called only if the value is needed.
    pub(super) fn add_custom_kind<'a>(&mut self, group: &str, kind: &str, value: impl FnOnce() -> Cow<'a, Value>) {
        match (group, kind) {
            ("gateway.networking.k8s.io", _) if kind.ends_with("Route") => {
                Route::from_gateway_api(kind, &value()).add_to(self);
            }
            ("gateway.networking.k8s.io", "ReferenceGrant") => self.add_grant(&value()),
            ("route.openshift.io", "Route") => Route::from_openshift(&value()).add_to(self),
            ("cilium.io", "CiliumNetworkPolicy") => self.add_cilium_policy(&value()),
            ("networking.istio.io", "ServiceEntry") => self.add_service_entry(&value()),
            _ if decides(group, kind) => drop(self.unevaluated.insert((group.to_owned(), kind.to_owned()))),
            _ => {}
        }
    }

    /// The kinds that decide on traffic and are not evaluated, or only in part; sorted.
    #[must_use]
    pub fn unevaluated(&self) -> Vec<Unevaluated> {
        let cilium = self.has_partial_cilium_policy().then(|| Unevaluated {
            kind: "CiliumNetworkPolicy".into(),
            group: "cilium.io".into(),
            evaluated: Some("egress to DNS names"),
        });
        let others = self.unevaluated.iter().map(|(group, kind)| Unevaluated {
            kind: kind.clone(),
            group: group.clone(),
            evaluated: None,
        });
        let mut all: Vec<Unevaluated> = cilium.into_iter().chain(others).collect();
        all.sort();
        all
    }
}

/// Whether this kind decides on traffic.
fn decides(group: &str, kind: &str) -> bool {
    kind.ends_with("NetworkPolicy") || group == "security.istio.io" && kind == "AuthorizationPolicy"
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
