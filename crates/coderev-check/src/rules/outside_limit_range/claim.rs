//! The bounds of a LimitRange for a volume claim.
use crate::Report;
use coderev_objects::quantity::{self, Amount};
use coderev_objects::{Entry, Inventory, Object};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// A volume claim, or a template of claims.
struct Claim<'a> {
    name: &'a str,
    spec: &'a PersistentVolumeClaimSpec,
    /// The JSON pointer of the specification.
    pointer: String,
}

/// `PersistentVolumeClaimValidateLimitFunc` in plugin/pkg/admission/limitranger/admission.go of Kubernetes.
pub(super) fn check(inventory: &Inventory, report: &mut Report) {
    for entry in inventory.entries() {
        for claim in claims(entry) {
            find(inventory, entry, &claim, report);
        }
    }
}

fn claims(entry: Entry<'_>) -> Vec<Claim<'_>> {
    let mut claims = Vec::new();
    if let Object::PersistentVolumeClaim(claim) = entry.object()
        && let Some(spec) = (&claim.spec).into()
    {
        claims.push(Claim { name: entry.name(), spec, pointer: "/spec".into() });
    }
    if let Object::StatefulSet(set) = entry.object()
        && let Some(set) = Option::<&StatefulSetSpec>::from(&set.spec)
    {
        for (index, claim) in set.volume_claim_templates.iter().flatten().enumerate() {
            let Some(spec) = (&claim.spec).into() else { continue };
            let name = claim.metadata.name.as_deref().unwrap_or_default();
            claims.push(Claim { name, spec, pointer: format!("/spec/volumeClaimTemplates/{index}/spec") });
        }
    }
    if let Some(workload) = entry.as_workload() {
        for (index, volume) in workload.pod().volumes.iter().flatten().enumerate() {
            let template = volume.ephemeral.as_ref().and_then(|it| it.volume_claim_template.as_ref());
            let Some(template) = template else { continue };
            let pointer = format!("{}/volumes/{index}/ephemeral/volumeClaimTemplate/spec", workload.pod_pointer());
            claims.push(Claim { name: &volume.name, spec: &template.spec, pointer });
        }
    }
    claims
}

fn find(inventory: &Inventory, entry: Entry<'_>, claim: &Claim<'_>, report: &mut Report) {
    let namespace = inventory.namespace(entry.namespace());
    let requests = claim.spec.resources.as_ref().and_then(|it| it.requests.as_ref());
    for (range, spec) in namespace.limit_ranges().iter() {
        for item in spec.limits.iter().filter(|item| item.type_ == "PersistentVolumeClaim") {
            let request = storage(requests);
            let refused = |bounds, is_refused: fn(Amount, Amount) -> bool, side: &str| {
                let (bound, text) = storage(bounds)?;
                let observed = match request {
                    None => "requests no storage".to_owned(),
                    Some((own, shown)) if is_refused(own, bound) => format!("requests {shown} of storage"),
                    Some(_) => return None,
                };
                Some(format!("{observed}, but the LimitRange `{}` allows {text} at {side}", range.name()))
            };
            let fault = refused(item.min.as_ref(), |own, min| own < min, "least")
                .or_else(|| refused(item.max.as_ref(), |own, max| own > max, "most"));
            if let Some(fault) = fault {
                let message = format!("the volume claim `{}` {fault}", claim.name);
                let at = entry.origin_of(&format!("{}/resources/requests/storage", claim.pointer));
                let help = "set the size of the claim within the bounds of the LimitRange, or change the LimitRange";
                report.push(report.finding(entry.subject(), message).at(at).help(help));
                return;
            }
        }
    }
}

fn storage(amounts: Option<&BTreeMap<String, Quantity>>) -> Option<(Amount, &str)> {
    let quantity = amounts?.get("storage")?;
    Some((quantity::parse(&quantity.0)?, &quantity.0))
}

#[cfg(test)]
mod tests {
    use super::super::OUTSIDE_LIMIT_RANGE;
    use crate::testing::messages;
    use serde_json::json;

    #[test]
    fn the_storage_of_claims_and_of_templates_is_bounded() {
        let claim =
            |size: &str| json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}});
        let found = |size: &str| {
            let metadata = |name: &str| json!({"name": name, "namespace": "shop"});
            let limits =
                json!([{"type": "PersistentVolumeClaim", "min": {"storage": "1Gi"}, "max": {"storage": "10Gi"}}]);
            let volume = json!({"name": "scratch", "ephemeral": {"volumeClaimTemplate": {"spec": claim(size)}}});
            let template =
                json!({"metadata": {"labels": {"app": "db"}}, "spec": {"containers": [], "volumes": [volume]}});
            let set = json!({"serviceName": "db", "selector": {"matchLabels": {"app": "db"}}, "template": template,
                "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim(size)}]});
            messages(
                &OUTSIDE_LIMIT_RANGE,
                [
                    json!({"kind": "LimitRange", "metadata": metadata("limits"), "spec": {"limits": limits}}),
                    json!({"kind": "PersistentVolumeClaim", "metadata": metadata("models"), "spec": claim(size)}),
                    json!({"kind": "StatefulSet", "metadata": metadata("db"), "spec": set}),
                ],
            )
        };
        for size in ["1Gi", "10Gi", "10240Mi"] {
            assert_eq!(found(size), [""; 0], "{size}");
        }
        let names = |found: Vec<String>, text: &str| {
            let mut expected =
                ["data", "models", "scratch"].map(|name| format!("the volume claim `{name}` {text}")).to_vec();
            let mut found = found;
            found.sort();
            expected.sort();
            assert_eq!(found, expected);
        };
        names(found("11Gi"), "requests 11Gi of storage, but the LimitRange `limits` allows 10Gi at most");
        names(found("512Mi"), "requests 512Mi of storage, but the LimitRange `limits` allows 1Gi at least");
    }
}
