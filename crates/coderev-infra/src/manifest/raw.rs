//! Objects of kinds that this library has no type for.
use crate::manifest::Sheet;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// An object of a kind that this library has no type for.
#[derive(Clone, Debug)]
pub(crate) struct RawObject {
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) metadata: ObjectMeta,
    pub(crate) rest: Map<String, Value>,
}
impl RawObject {
    /// The file that fits: what others wait for comes first, what stands at the edge last.
    pub(crate) fn sheet(&self) -> Sheet {
        let group = self.api_version.split_once('/').map_or("", |(group, _)| group);
        match (group, &*self.kind) {
            ("storage.k8s.io" | "apiextensions.k8s.io" | "node.k8s.io" | "snapshot.storage.k8s.io", kind)
                if kind.ends_with("Class") || kind.ends_with("Definition") || kind == "CSIDriver" =>
            {
                Sheet::Namespaces
            }
            ("admissionregistration.k8s.io" | "kyverno.io", _) => Sheet::Policies,
            (_, kind) if kind.ends_with("NetworkPolicy") => Sheet::NetworkPolicies,
            ("", "PersistentVolume" | "Secret") => Sheet::Config,
            ("external-secrets.io", _) => Sheet::Secrets,
            (
                "networking.k8s.io"
                | "gateway.networking.k8s.io"
                | "gateway.envoyproxy.io"
                | "networking.istio.io"
                | "cert-manager.io"
                | "keda.sh"
                | "autoscaling"
                | "autoscaling.k8s.io"
                | "traefik.io",
                _,
            ) => Sheet::HpaIngress,
            _ => Sheet::Deployments,
        }
    }
}
impl Serialize for RawObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("apiVersion", &self.api_version)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("metadata", &self.metadata)?;
        for (key, value) in &self.rest {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
