//! References to container images.

/// A reference to a container image, split into its parts.
///
/// ```
/// use coderev_objects::ImageRef;
///
/// let image = ImageRef::parse("registry.example.com:5000/shop/web:v1.4.0");
/// assert_eq!(image.registry(), Some("registry.example.com:5000"));
/// assert_eq!(image.repository(), "shop/web");
/// assert_eq!(image.tag(), Some("v1.4.0"));
/// assert!(image.is_pinned());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageRef<'a> {
    registry: Option<&'a str>,
    repository: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> ImageRef<'a> {
    /// Splits a reference into its parts. Any text is accepted; a missing part is empty.
    #[must_use]
    pub fn parse(image: &'a str) -> Self {
        let (name, digest) = match image.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (image, None),
        };
        // A colon before the last slash is part of the registry's port.
        let last = name.rfind('/').map_or(0, |at| at + 1);
        let (name, tag) = match name[last..].find(':') {
            Some(colon) => (&name[..last + colon], Some(&name[last + colon + 1..])),
            None => (name, None),
        };
        let (registry, repository) = match name.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
            _ => (None, name),
        };
        Self { registry, repository, tag: tag.filter(|tag| !tag.is_empty()), digest }
    }
    /// The registry: `ghcr.io`. None where the reference has no registry, so the container runtime chooses it.
    #[must_use]
    pub const fn registry(&self) -> Option<&'a str> {
        self.registry
    }
    /// The repository: `acme/web`.
    #[must_use]
    pub const fn repository(&self) -> &'a str {
        self.repository
    }
    /// The tag: `v1.4.0`.
    #[must_use]
    pub const fn tag(&self) -> Option<&'a str> {
        self.tag
    }
    /// The digest, with its algorithm: `sha256:..`.
    #[must_use]
    pub const fn digest(&self) -> Option<&'a str> {
        self.digest
    }
    /// The digits of the digest, without its algorithm.
    #[must_use]
    pub fn digest_digits(&self) -> Option<&'a str> {
        self.digest?.split_once(':').map(|(_, digits)| digits)
    }
    /// Whether the reference has a digest, or a tag that is not `latest`.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        let has_digest = self.digest.is_some_and(|digest| digest.starts_with("sha256:"));
        let has_name = !self.repository.is_empty() && !self.repository.ends_with('/');
        has_digest || has_name && self.tag.is_some_and(|tag| tag != "latest")
    }
}

#[cfg(test)]
mod tests {
    use super::ImageRef;

    #[test]
    fn an_image_without_a_tag_is_not_pinned() {
        for image in ["web", "web:latest", "registry:5000/web", "web:", ":1", ""] {
            assert!(!ImageRef::parse(image).is_pinned(), "{image}");
        }
    }
    #[test]
    fn an_image_with_a_tag_or_a_digest_is_pinned() {
        for image in ["web:1", "registry:5000/web:1", "web@sha256:0123", "web:latest@sha256:0123"] {
            assert!(ImageRef::parse(image).is_pinned(), "{image}");
        }
    }
    #[test]
    fn a_reference_is_split_into_its_parts() {
        let parts = |image| {
            let image = ImageRef::parse(image);
            (image.registry(), image.repository(), image.tag(), image.digest_digits())
        };
        assert_eq!(parts("postgres"), (None, "postgres", None, None));
        assert_eq!(parts("library/postgres:18"), (None, "library/postgres", Some("18"), None));
        assert_eq!(parts("localhost/web"), (Some("localhost"), "web", None, None));
        assert_eq!(parts("ghcr.io/a/b/web:v1@sha256:0f"), (Some("ghcr.io"), "a/b/web", Some("v1"), Some("0f")));
    }
}
