//! What it does: finds containers whose limit of a resource is under their request.
//!
//! Why it is bad: the API server refuses the pod.
//!
//! Instead of `.memory(gibi(2)..=gibi(1))` say `.memory(gibi(1)..=gibi(2))`.
use crate::check::rules::quantity::value;
use crate::finding::Finding;
use crate::manifest::Manifests;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, container) in super::containers(manifests) {
        let Some(resources) = &container.resources else { continue };
        let (requests, limits) = (resources.requests.iter().flatten(), resources.limits.clone().unwrap_or_default());
        for (name, request) in requests {
            let Some(limit) = limits.get(name) else { continue };
            if value(&limit.0) < value(&request.0) {
                findings.push(
                    Finding::error(
                        "limit-below-request",
                        &manifest.subject,
                        Some(manifest.place(&container.name, name)),
                    )
                    .message(format!(
                        "the container `{}` asks for {} of {name} and may use {}",
                        container.name, request.0, limit.0
                    ))
                    .help("the request stands first, the limit last: `a..=b`"),
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
        assert!(names(&platform(service().memory(gibi(2)..=gibi(1)))).contains(&"limit-below-request"));
    }
    #[test]
    fn points_at_the_word() {
        let line = line!() + 1;
        let service = service().memory(gibi(2)..=gibi(1));
        let findings = crate::synth(&platform(service)).findings;
        let found = findings.iter().find(|it| it.rule == "limit-below-request").and_then(|it| it.place);
        assert_eq!(found.map(|at| at.line()), Some(line));
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service().memory(mebi(1024)..=gibi(1)))).contains(&"limit-below-request"));
    }
}
