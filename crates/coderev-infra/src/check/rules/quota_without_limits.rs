//! What it does: finds containers without a limit of what the namespace's quota bounds by `limits.*`, and that no LimitRange gives one.
//!
//! Why it is bad: the API server refuses the pod, "must specify limits.cpu", and the Deployment waits without a word.
//!
//! Instead of `.cpu(millis(100)..)` say `.cpu(millis(100)..=millis(500))`, or bound requests alone: `Quota::new().cpu(cores(8)..)`.
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::core::v1::{LimitRangeSpec, ResourceQuotaSpec};
use std::collections::BTreeSet;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let (bounded, given) = (bounded(manifests), given(manifests));
    let mut findings = Vec::new();
    for (manifest, container) in super::containers(manifests) {
        let namespace = manifest.object.namespace();
        let limits = container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
        for &(_, resource) in bounded.iter().filter(|(of, _)| *of == namespace) {
            let is_limited = limits.is_some_and(|limits| limits.contains_key(resource));
            if !is_limited && !given.contains(&(namespace, resource)) {
                findings.push(
                    Finding::error(
                        "quota-without-limits",
                        &manifest.subject,
                        Some(manifest.place(&container.name, resource)),
                    )
                    .message(format!(
                        "the container `{}` has no limit of {resource}, and the quota of `{namespace}` wants one",
                        container.name
                    ))
                    .help("say the limit, or let the quota bound requests alone: `Quota::new().cpu(cores(8)..)`"),
                );
            }
        }
    }
    findings
}
/// Namespaces whose quota bounds limits, with the resource.
fn bounded(manifests: &Manifests) -> BTreeSet<(&str, &str)> {
    let mut bounded = BTreeSet::new();
    for (manifest, quota) in manifests.of(kind!(ResourceQuota)) {
        let spec: Option<&ResourceQuotaSpec> = (&quota.spec).into();
        let names = spec.into_iter().flat_map(|spec| spec.hard.iter().flatten());
        let limits = names.filter_map(|(name, _)| name.strip_prefix("limits."));
        bounded.extend(limits.map(|resource| (manifest.object.namespace(), resource)));
    }
    bounded
}
/// Namespaces whose LimitRange limits who says nothing, with the resource. A maximum is such a limit too.
fn given(manifests: &Manifests) -> BTreeSet<(&str, &str)> {
    let mut given = BTreeSet::new();
    for (manifest, range) in manifests.of(kind!(LimitRange)) {
        let spec: Option<&LimitRangeSpec> = (&range.spec).into();
        let limits = spec.into_iter().flat_map(|spec| &spec.limits).filter(|limit| limit.type_ == "Container");
        let names = limits.flat_map(|limit| limit.default.iter().chain(&limit.max).flatten());
        given.extend(names.map(|(name, _)| (manifest.object.namespace(), &**name)));
    }
    given
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::manifest::{Manifest, Manifests};
    use k8s_openapi::api::apps::v1::Deployment;
    use k8s_openapi::api::core::v1::ResourceQuota;
    use serde_json::json;

    /// The language leaves such a bound out, so the objects are made by hand.
    fn found(hard: &str) -> usize {
        let container = json!({"name": "web", "resources": {"requests": {"cpu": "1"}}});
        let deployment: Deployment = serde_json::from_value(json!({
            "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"selector": {}, "template": {"spec": {"containers": [container]}}}
        }))
        .expect("a deployment");
        let quota: ResourceQuota = serde_json::from_value(json!({
            "metadata": {"name": "quota", "namespace": "shop"}, "spec": {"hard": {hard: "2"}}
        }))
        .expect("a quota");
        let at = std::panic::Location::caller();
        let manifest = |object| Manifest { object, at, subject: "shop/web".into(), words: Vec::new() };
        check(&Manifests::sorted(vec![manifest(deployment.into()), manifest(quota.into())])).len()
    }
    #[test]
    fn trips() {
        assert_eq!(found("limits.cpu"), 1);
    }
    #[test]
    fn passes() {
        assert_eq!(found("requests.cpu"), 0);
    }
}
