//! What it does: finds autoscalers whose least is over their most, or is zero.
//!
//! Why it is bad: the API server refuses them.
//!
//! Instead of `Autoscale::new(9..=3)` say `Autoscale::new(3..=9)`.
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, scaler) in manifests.of(kind!(HorizontalPodAutoscaler)) {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&scaler.spec).into();
        let Some(spec) = spec else { continue };
        let min = spec.min_replicas.unwrap_or(1);
        if min > spec.max_replicas || min < 1 {
            findings.push(
                Finding::error("autoscaler-bounds", &manifest.subject, Some(manifest.at))
                    .message(format!("the autoscaler goes from {min} to {}", spec.max_replicas))
                    .help("the least stands first, is one or more, and is not over the most: `Autoscale::new(3..=9)`"),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "it is what the rule is about")]
    fn trips() {
        assert!(names(&platform(service().autoscale(Autoscale::new(9..=3)))).contains(&"autoscaler-bounds"));
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service().autoscale(Autoscale::new(3..=9)))).contains(&"autoscaler-bounds"));
    }
}
