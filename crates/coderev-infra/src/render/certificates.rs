//! Secrets with a certificate that the edge refers to and that no object creates.
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::networking::v1::IngressSpec;
use std::collections::BTreeSet;

/// By namespace and name.
pub(crate) fn by_hand(manifests: &Manifests) -> BTreeSet<(&str, &str)> {
    let issued = manifests
        .of(kind!(Certificate))
        .map(|(manifest, it)| (manifest.object.namespace(), it.spec.secret_name.as_str()));
    let brought = manifests
        .iter()
        .map(|it| &it.object)
        .filter(|it| matches!(it.kind(), "Secret" | "ExternalSecret" | "SealedSecret"))
        .map(|it| (it.namespace(), it.name()));
    let made: BTreeSet<_> = issued.chain(brought).collect();
    ingresses(manifests).chain(gateways(manifests)).filter(|it| !made.contains(it)).collect()
}

fn gateways(manifests: &Manifests) -> impl Iterator<Item = (&str, &str)> {
    manifests.of(kind!(Gateway)).flat_map(|(manifest, gateway)| {
        let named = gateway.spec.listeners.iter().filter_map(|it| it.tls.as_ref()).flat_map(|it| &it.certificate_refs);
        named.map(|it| (manifest.object.namespace(), it.name.as_str()))
    })
}
/// Without Ingresses whose annotation makes cert-manager create the certificate.
fn ingresses(manifests: &Manifests) -> impl Iterator<Item = (&str, &str)> {
    let is_issued = |key: &String| key.starts_with("cert-manager.io/") && key.ends_with("issuer");
    let by_hand = manifests
        .of(kind!(Ingress))
        .filter(move |(_, it)| !it.metadata.annotations.iter().flatten().any(|(key, _)| is_issued(key)));
    by_hand.flat_map(|(manifest, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let named = spec.and_then(|it| it.tls.as_ref()).into_iter().flatten();
        named.filter_map(|it| Some((manifest.object.namespace(), it.secret_name.as_deref()?)))
    })
}
