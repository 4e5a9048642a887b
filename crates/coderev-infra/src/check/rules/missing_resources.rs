//! What it does: finds containers without a request of processor time or memory.
//!
//! Why it is bad: the scheduler cannot place what says nothing, autoscalers have no denominator, and the hardening policy refuses the pod.
//!
//! Instead of nothing say `.cpu(millis(100)..).memory(mebi(128)..=mebi(256))`.
use crate::finding::Finding;
use crate::manifest::Manifests;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, container) in super::containers(manifests) {
        let requests =
            container.resources.as_ref().and_then(|resources| resources.requests.clone()).unwrap_or_default();
        for (resource, help) in [("cpu", "`.cpu(millis(100)..)`"), ("memory", "`.memory(mebi(128)..=mebi(256))`")] {
            if !requests.contains_key(resource) {
                findings.push(
                    Finding::error("missing-resources", &manifest.subject, Some(manifest.at))
                        .message(format!("the container `{}` requests no {resource}", container.name))
                        .help(format!("say how much it needs: {help}")),
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    #[test]
    fn trips() {
        assert!(names(&platform(Service::new("web", "web:1"))).contains(&"missing-resources"));
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service())).contains(&"missing-resources"));
    }
}
