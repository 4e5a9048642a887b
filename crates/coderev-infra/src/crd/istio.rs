//! `networking.istio.io/v1`.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

resource!("networking.istio.io/v1";
    /// A host outside of the mesh that workloads of one namespace may reach.
    ServiceEntry, ServiceEntrySpec
);

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServiceEntrySpec {
    pub(crate) export_to: Vec<&'static str>,
    pub(crate) hosts: Vec<String>,
    pub(crate) location: &'static str,
    pub(crate) ports: Vec<ServicePort>,
    pub(crate) resolution: &'static str,
}
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ServicePort {
    pub(crate) name: String,
    pub(crate) number: u16,
    pub(crate) protocol: &'static str,
}
