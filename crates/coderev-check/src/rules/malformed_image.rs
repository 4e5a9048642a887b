//! `malformed-image`
use super::containers;
use super::image_not_pinned::IMAGE_NOT_PINNED;
use super::placeholder_left::placeholder;
use super::schema::shortened;
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{ImageRef, Inventory};

/// The rule.
pub static MALFORMED_IMAGE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-image", Phase::Objects)
    .summary("containers whose image is not a reference that a container runtime accepts, for example because of an uppercase letter, a space, a malformed tag or a malformed digest")
    .why("The API server accepts most of these objects, but no pod starts: the status of the container is `InvalidImageName`.")
    .supersedes(&[IMAGE_NOT_PINNED.rule])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/Web:v1.4.0")
//<^^^^^^^^^^^^ error[malformed-image]: `ghcr.io/acme/Web:v1.4.0` is not an image: the repository `acme/Web` has an uppercase letter"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web@sha256:abc
  # ^^^^^ error[malformed-image]: `ghcr.io/acme/web@sha256:abc` is not an image: a SHA-256 digest has 64 hexadecimal digits
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let image = placed.container.image.as_deref().unwrap_or_default();
        // `malformed-value` reports these, which the API server rejects, and `placeholder-left` reports placeholders.
        if image.is_empty() || image.trim() != image || placeholder(image).is_some() {
            continue;
        }
        if let Some(reason) = reason(image) {
            let message = format!("`{}` is not an image: {reason}", shortened(image));
            let help = "write a registry, a repository in lowercase letters, and a tag: `ghcr.io/acme/web:v1.4.0`";
            report.push(report.finding(placed.workload.subject(), message).at(placed.origin("/image")).help(help));
        }
    }
}

/// The reason why a runtime does not accept a reference.
/// Source: the grammar in <https://pkg.go.dev/github.com/distribution/reference>.
fn reason(image: &str) -> Option<String> {
    let reference = ImageRef::parse(image);
    let repository = reference.repository();
    if image.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some("it contains a space".into());
    }
    if image.contains("://") {
        return Some("it contains a scheme".into());
    }
    if repository.bytes().any(|c| c.is_ascii_uppercase()) {
        return Some(format!("the repository `{repository}` has an uppercase letter"));
    }
    if !repository.split('/').all(is_component) {
        return Some(format!("`{repository}` is not a repository"));
    }
    if let Some(tag) = reference.tag() {
        let inside = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
        if tag.len() > 128 {
            return Some("its tag has more than 128 characters".into());
        }
        if !tag.bytes().all(inside) || tag.starts_with(['-', '.']) {
            return Some(format!("`{tag}` is not a tag"));
        }
    }
    let digits = |digest: &str| {
        digest.strip_prefix("sha256:").map(|it| it.len() == 64 && it.bytes().all(|c| c.is_ascii_hexdigit()))
    };
    match reference.digest() {
        Some(digest) if digits(digest) == Some(false) => Some("a SHA-256 digest has 64 hexadecimal digits".into()),
        Some(digest) if !digest.contains(':') => Some(format!("`{digest}` is not a digest")),
        _ => None,
    }
}
/// A part of a repository: letters and digits, separated by `.`, `_`, `__` or any number of `-`.
fn is_component(part: &str) -> bool {
    let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let inside = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_' | b'.');
    end(part.chars().next())
        && end(part.chars().last())
        && part.bytes().all(inside)
        && !part.contains("..")
        && !part.contains("___")
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn references_of_images() {
        for good in [
            "web:1",
            "ghcr.io/acme/web:v1.4.0",
            "localhost:5000/a/b_c/d--e:x",
            "registry.Example.com/web:1",
            "ghcr.io/acme/web:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(reason(good), None, "{good}");
        }
        for bad in [
            "ghcr.io/acme/Web:v1",
            "a b:1",
            "https://ghcr.io/a:1",
            "ghcr.io/acme/web@sha256:abc",
            "web:-x",
            "ghcr.io//web:1",
            "-web:1",
        ] {
            assert!(reason(bad).is_some(), "{bad}");
        }
        assert!(reason(&format!("web:{}", "v".repeat(129))).is_some());
    }
}
