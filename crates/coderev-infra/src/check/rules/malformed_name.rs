//! What it does: finds names, label values and paths that Kubernetes refuses.
//!
//! Why it is bad: the API server refuses the object, and with it a part of what was applied.
//!
//! Instead of `Service::new("Auth_Service", ..)` say `Service::new("auth-service", ..)`.
use crate::finding::Finding;
use crate::manifest::{Manifests, Object};
use std::collections::BTreeSet;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    // The objects of one workload share its name: it is told once.
    let mut told = BTreeSet::new();
    for manifest in manifests.iter() {
        let object = &manifest.object;
        let name = object.name();
        let (fits, wanted) = match object {
            Object::Service(_) => (is_label(name, 63) && name.starts_with(|c: char| c.is_ascii_lowercase()), SERVICE),
            Object::Namespace(_) | Object::Deployment(_) => (is_label(name, 63), LABEL),
            _ => (is_subdomain(name), SUBDOMAIN),
        };
        if !fits && told.insert((&manifest.subject, name)) {
            findings.push(
                Finding::error("malformed-name", &manifest.subject, Some(manifest.at))
                    .message(format!("`{name}` is no name for a {}", object.kind()))
                    .help(wanted),
            );
        }
        for (key, value) in object.metadata().labels.iter().flatten() {
            // A workload's name is told once, by its own objects.
            let is_name = manifest.subject.rsplit('/').next() == Some(value);
            if !is_name && !is_label_value(value) {
                findings.push(
                    Finding::error("malformed-name", &manifest.subject, Some(manifest.at))
                        .message(format!("`{value}` is no value for the label `{key}`"))
                        .help(
                            "letters, digits, `-`, `_` and `.`, a letter or digit at both ends, 63 characters at most",
                        ),
                );
            }
        }
    }
    findings
}
const SERVICE: &str = "lowercase letters, digits and `-`, a letter first, no `-` last, 63 characters at most";
const LABEL: &str = "lowercase letters, digits and `-`, no `-` at either end, 63 characters at most";
const SUBDOMAIN: &str =
    "lowercase letters, digits, `-` and `.`, a letter or digit at both ends of each part, 253 characters at most";

fn is_label(name: &str, most: usize) -> bool {
    let inside = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    !name.is_empty() && name.len() <= most && name.bytes().all(inside) && !name.starts_with('-') && !name.ends_with('-')
}
fn is_subdomain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(|part| is_label(part, 253))
}
fn is_label_value(value: &str) -> bool {
    let inside = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    let end = |c: char| c.is_ascii_alphanumeric();
    value.is_empty() || value.len() <= 63 && value.bytes().all(inside) && value.starts_with(end) && value.ends_with(end)
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    #[test]
    fn trips() {
        for name in ["Auth_Service", "-auth", "auth-", "1auth", "", &"a".repeat(64)] {
            let bad = Service::new(name, "web:1").cpu(millis(1)).memory(mebi(1));
            assert!(names(&platform(bad)).contains(&"malformed-name"), "{name:?}");
        }
        assert!(names(&platform(service().label("team", "the shop"))).contains(&"malformed-name"));
    }
    #[test]
    fn is_told_once() {
        let bad = Service::new("a".repeat(64), "web:1").cpu(millis(1)).memory(mebi(1));
        assert_eq!(names(&platform(bad)).iter().filter(|name| **name == "malformed-name").count(), 1);
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service().label("team", "shop"))).contains(&"malformed-name"));
    }
}
