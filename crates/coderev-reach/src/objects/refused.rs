//! Policies that the API server refuses: they are not in force, and the pods that they are written for are unknown.

use serde_json::{Value, json};

use super::unevaluated::{Effect, Namespaces, NotEvaluated, Subjects, selector};
use super::{Objects, list, object_key};
use crate::labels::Selector;

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

    /// Notes a policy of the cluster that the API server refuses. If its subject cannot be read, it is written for all
    /// pods; if it has no rules that can be read, for both directions.
    pub(crate) fn note_refused_of_cluster(&mut self, kind: &str, policy: &Value) {
        let (_, name) = object_key(policy);
        let spec = &policy["spec"];
        let has = |side: &str| !list(&spec[side]).is_empty();
        let is_known = has("ingress") || has("egress");
        let (ingress, egress) = (has("ingress") || !is_known, has("egress") || !is_known);
        let subject = &spec["subject"];
        let read = |namespaces: &Value, pods: &Value| {
            let read = |it: &Value| if it.is_null() { Some(Selector::default()) } else { selector(it) };
            Some((Namespaces::Matching(read(namespaces)?), read(pods)?))
        };
        let both = match (subject.get("namespaces"), subject.get("pods")) {
            (Some(namespaces), None) => read(namespaces, &Value::Null),
            (None, Some(pods)) => read(&pods["namespaceSelector"], &pods["podSelector"]),
            _ => None,
        };
        let (namespaces, pods) = both.unwrap_or((Namespaces::All, Selector::default()));
        let subjects = vec![Subjects { namespaces, pods, only_hosts: false }];
        let name = format!("{kind} {name}");
        self.refused.push(NotEvaluated { name, effect: Effect::Decides, ingress, egress, subjects });
    }
}
