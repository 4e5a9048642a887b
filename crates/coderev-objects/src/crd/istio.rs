//! `networking.istio.io/v1`.
use crate::crd::Text;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::{Deserialize, Serialize};

resource!("networking.istio.io", "v1", "serviceentries", NamespaceResourceScope;
    /// A host outside the mesh that the workloads of a namespace may connect to.
    ServiceEntry, ServiceEntrySpec
);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceEntrySpec {
    pub export_to: Vec<Text>,
    pub hosts: Vec<String>,
    pub location: Text,
    pub ports: Vec<ServicePort>,
    pub resolution: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServicePort {
    pub name: String,
    pub number: u16,
    pub protocol: Text,
}
