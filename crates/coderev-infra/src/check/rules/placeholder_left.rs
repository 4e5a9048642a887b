//! What it does: finds text that stands for something else: `PROJECT_ID`, `REPLACE_ME`, `CHANGEME`.
//!
//! Why it is bad: the cluster takes it at its word, and the image is never found.
//!
//! Instead of `gcr.io/PROJECT_ID/web:v1` say the project's real name.
use crate::finding::Finding;
use crate::manifest::Manifests;

const PLACEHOLDERS: [&str; 4] = ["PROJECT_ID", "REPLACE_ME", "CHANGEME", "YOUR_"];

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, container) in super::containers(manifests) {
        let image = container.image.as_deref().unwrap_or_default();
        if let Some(text) = PLACEHOLDERS.iter().find(|text| image.contains(**text)) {
            findings.push(
                Finding::warning("placeholder-left", &manifest.subject, Some(manifest.at))
                    .message(format!("`{text}` is left in the image `{image}`"))
                    .help("put the real name there"),
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
    fn trips() {
        let web = Service::new("web", "gcr.io/PROJECT_ID/web:v1").cpu(millis(1)).memory(mebi(1));
        assert!(names(&platform(web)).contains(&"placeholder-left"));
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service())).contains(&"placeholder-left"));
    }
}
