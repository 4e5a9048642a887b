//! ReferenceGrants: routes may refer to Services of another namespace only if that namespace grants it.

use serde_json::Value;

use super::{Backend, Objects, Route, list, object_key};

/// A permission of a ReferenceGrant, for Services.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grant {
    /// The namespace of the Services.
    namespace: String,
    /// The kind and the namespace of the routes.
    from: (String, String),
    /// The name of the Service; empty for all.
    service: String,
}

impl Objects {
    pub(super) fn add_grant(&mut self, value: &Value) {
        let ((namespace, _), spec) = (object_key(value), &value["spec"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let is_service = |it: &&Value| it["kind"] == "Service" && text(&it["group"]).is_empty();
        for to in list(&spec["to"]).iter().filter(is_service) {
            for from in list(&spec["from"]).iter().filter(|it| it["group"] == "gateway.networking.k8s.io") {
                let from = (text(&from["kind"]), text(&from["namespace"]));
                self.grants.insert(Grant { namespace: namespace.clone(), from, service: text(&to["name"]) });
            }
        }
    }

    /// Whether a ReferenceGrant lets a route refer to a Service in another namespace. Only the Gateway API has them.
    pub(crate) fn has_grant(&self, route: &Route, backend: &Backend) -> bool {
        self.grants.iter().any(|it| {
            it.namespace == backend.namespace
                && it.from == (route.kind.clone(), route.namespace.clone())
                && (it.service.is_empty() || it.service == backend.service)
        })
    }
}
