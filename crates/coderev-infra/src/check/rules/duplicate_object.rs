//! What it does: finds two objects of one kind, namespace and name.
//!
//! Why it is bad: the one that is applied last silently replaces the other.
//!
//! Instead of `Namespace::new("shop", Stable)` with a `web` twice say `Service::new("web-admin", ..)` for one of them.
use crate::finding::Finding;
use crate::manifest::Manifests;
use std::collections::BTreeMap;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    for manifest in manifests.iter() {
        let object = &manifest.object;
        let key = (object.kind(), object.namespace(), object.name());
        if let Some(first) = seen.insert(key, manifest.at) {
            findings.push(
                Finding::error("duplicate-object", &manifest.subject, Some(manifest.at))
                    .message(format!("the {} `{}` is written twice", object.kind(), object.name()))
                    .help(format!("the other one comes from {first}; name them apart")),
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
        let platform = platform(service()).namespace(Namespace::new("shop", Stable).service(service()));
        assert!(names(&platform).contains(&"duplicate-object"));
    }
    #[test]
    fn passes() {
        let platform = platform(service()).namespace(Namespace::new("other", Stable).service(service()));
        assert!(!names(&platform).contains(&"duplicate-object"));
    }
}
