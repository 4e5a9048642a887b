//! What it does: finds images without a tag, and with the tag `latest`.
//!
//! Why it is bad: the same manifests run another program tomorrow, and a rollback runs it too.
//!
//! Instead of `Service::new("web", "ghcr.io/acme/web")` say `Service::new("web", "ghcr.io/acme/web:v1.2.0")`.
use crate::finding::Finding;
use crate::manifest::Manifests;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, container) in super::containers(manifests) {
        let image = container.image.as_deref().unwrap_or_default();
        if !is_pinned(image) {
            findings.push(
                Finding::error("image-not-pinned", &manifest.subject, Some(manifest.at))
                    .message(format!("the image `{image}` names no version"))
                    .help("add a tag that is not `latest`, or a digest: `ghcr.io/acme/web:v1.2.0`"),
            );
        }
    }
    findings
}
fn is_pinned(image: &str) -> bool {
    if image.contains("@sha256:") {
        return true;
    }
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':').is_some_and(|(name, tag)| !name.is_empty() && !tag.is_empty() && tag != "latest")
}

#[cfg(test)]
mod tests {
    use super::is_pinned;

    #[test]
    fn trips() {
        for image in ["web", "web:latest", "registry:5000/web", "web:", ":1", ""] {
            assert!(!is_pinned(image), "{image}");
        }
    }
    #[test]
    fn passes() {
        for image in ["web:1", "registry:5000/web:1", "web@sha256:0123", "web:latest@sha256:0123"] {
            assert!(is_pinned(image), "{image}");
        }
    }
}
