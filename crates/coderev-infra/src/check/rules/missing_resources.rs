//! What it does: finds containers without a request of processor time or memory.
//!
//! Why it is bad: the scheduler cannot place what says nothing, autoscalers have no denominator, and the hardening policy refuses the pod.
//! Where the namespace's LimitRange gives every container a request, it is a warning: what runs is then the tier's guess.
//!
//! Instead of nothing say `.cpu(millis(100)..).memory(mebi(128)..=mebi(256))`.
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::core::v1::LimitRangeSpec;
use std::collections::BTreeSet;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let given = given(manifests);
    let mut findings = Vec::new();
    for (manifest, container) in super::containers(manifests) {
        let requests =
            container.resources.as_ref().and_then(|resources| resources.requests.clone()).unwrap_or_default();
        for (resource, help) in [("cpu", "`.cpu(millis(100)..)`"), ("memory", "`.memory(mebi(128)..=mebi(256))`")] {
            if !requests.contains_key(resource) {
                let is_given = given.contains(&(manifest.object.namespace(), resource));
                let (subject, at) = (&manifest.subject, Some(manifest.at));
                let found = if is_given {
                    Finding::warning("missing-resources", subject, at)
                } else {
                    Finding::error("missing-resources", subject, at)
                };
                findings.push(
                    found
                        .message(format!("the container `{}` requests no {resource}", container.name))
                        .help(format!("say how much it needs: {help}")),
                );
            }
        }
    }
    findings
}

/// Namespaces whose LimitRange gives a request to who says none, with the resource.
fn given(manifests: &Manifests) -> BTreeSet<(&str, &str)> {
    let mut given = BTreeSet::new();
    for (manifest, range) in manifests.of(kind!(LimitRange)) {
        let spec: Option<&LimitRangeSpec> = (&range.spec).into();
        let limits = spec.into_iter().flat_map(|spec| &spec.limits).filter(|limit| limit.type_ == "Container");
        let names = limits.flat_map(|limit| limit.default_request.iter().flatten());
        given.extend(names.map(|(name, _)| (manifest.object.namespace(), &**name)));
    }
    given
}

#[cfg(test)]
mod tests {
    use crate::Severity;
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    #[test]
    fn trips() {
        assert!(names(&platform(Service::new("web", "web:1"))).contains(&"missing-resources"));
    }
    #[test]
    fn is_an_error_only_where_nobody_gives_a_request() {
        let worker = || Worker::new("sync", "sync:1").liveness(Probe::exec(["true"]));
        let severities = |platform: Platform| {
            let found = crate::synth(&platform).findings.into_iter().filter(|it| it.rule == "missing-resources");
            found.map(|it| it.severity).collect::<Vec<_>>()
        };
        let walled = Namespace::new("shop", Stable).worker(worker());
        assert_eq!(severities(Platform::new(Cluster::generic()).namespace(walled)), [Severity::Warning; 2]);
        let shared = Namespace::new("tools", Shared).worker(Worker::new("sync", "sync:1"));
        assert_eq!(severities(Platform::new(Cluster::generic()).namespace(shared)), [Severity::Error; 2]);
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service())).contains(&"missing-resources"));
    }
}
