//! Secrets with a certificate that the edge refers to and that no object creates.
use coderev_objects::Inventory;
use coderev_objects::crd::cert_manager::Certificate;
use coderev_objects::crd::gateway_api::Gateway;
use k8s_openapi::api::networking::v1::{Ingress, IngressSpec};
use std::collections::BTreeSet;

/// By namespace and name.
pub(crate) fn by_hand(inventory: &Inventory) -> BTreeSet<(&str, &str)> {
    let issued = inventory.all::<Certificate>().map(|(entry, it)| (entry.namespace(), it.spec.secret_name.as_str()));
    let brought = inventory
        .entries()
        .filter(|it| matches!(it.kind(), "Secret" | "ExternalSecret" | "SealedSecret"))
        .map(|it| (it.namespace(), it.name()));
    let made: BTreeSet<_> = issued.chain(brought).collect();
    ingresses(inventory).chain(gateways(inventory)).filter(|it| !made.contains(it)).collect()
}

fn gateways(inventory: &Inventory) -> impl Iterator<Item = (&str, &str)> {
    inventory.all::<Gateway>().flat_map(|(entry, gateway)| {
        let named = gateway.spec.listeners.iter().filter_map(|it| it.tls.as_ref()).flat_map(|it| &it.certificate_refs);
        named.map(move |it| (entry.namespace(), it.name.as_str()))
    })
}
/// Without Ingresses whose annotation makes cert-manager create the certificate.
fn ingresses(inventory: &Inventory) -> impl Iterator<Item = (&str, &str)> {
    let is_issued = |key: &String| key.starts_with("cert-manager.io/") && key.ends_with("issuer");
    let by_hand = inventory
        .all::<Ingress>()
        .filter(move |(_, it)| !it.metadata.annotations.iter().flatten().any(|(key, _)| is_issued(key)));
    by_hand.flat_map(|(entry, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let named = spec.and_then(|it| it.tls.as_ref()).into_iter().flatten();
        named.filter_map(move |it| Some((entry.namespace(), it.secret_name.as_deref()?)))
    })
}
