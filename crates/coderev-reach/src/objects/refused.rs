//! Policies that the API server refuses: they are not in force, and the pods that they are written for are unknown.

use serde_json::{Value, json};

use super::unevaluated::{Effect, Namespaces, NotEvaluated, Subjects, selector};
use super::{Objects, list, object_key};

impl Objects {
    /// Notes a NetworkPolicy that the API server refuses. If its `podSelector` cannot be read, it is written for all
    /// pods of its namespace.
    pub(crate) fn note_refused(&mut self, policy: &Value) {
        let (namespace, name) = object_key(policy);
        let spec = &policy["spec"];
        let types = list(&spec["policyTypes"]);
        let (ingress, egress) = (json!("Ingress"), json!("Egress"));
        let is_known = !types.is_empty() && types.iter().all(|it| [&ingress, &egress].contains(&it));
        let applies = |way: &Value| !is_known || types.contains(way);
        let (ingress, egress) = (applies(&ingress), applies(&egress));
        let pods = selector(&spec["podSelector"]).unwrap_or_default();
        let subjects = vec![Subjects { namespaces: Namespaces::One(namespace.clone()), pods, only_hosts: false }];
        let name = format!("{namespace}/{name}");
        self.refused.push(NotEvaluated { name, effect: Effect::Decides, ingress, egress, subjects });
    }
}
