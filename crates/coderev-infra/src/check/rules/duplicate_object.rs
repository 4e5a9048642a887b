//! What it does: finds two objects of one kind, namespace and name.
//!
//! Why it is bad: the one that is applied last silently replaces the other.
//!
//! Instead of `.raw(Raw::yaml(..))` with a ServiceAccount `web` beside the service `web`, which has one, say another name in it.
use crate::finding::Finding;
use crate::manifest::{Manifests, Object};
use std::collections::BTreeMap;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    for manifest in manifests.iter() {
        let object = &manifest.object;
        let key = (object.kind(), object.namespace(), object.name());
        if let Some((first, other)) = seen.insert(key, (manifest.at, object))
            && group(object) == group(other)
        {
            findings.push(
                Finding::error("duplicate-object", &manifest.subject, Some(manifest.at))
                    .message(format!("the {} `{}` is written twice", object.kind(), object.name()))
                    .help(format!("the other one comes from {first}; name them apart")),
            );
        }
    }
    findings
}

/// Two operators may have a kind of one name.
fn group(object: &Object) -> Option<String> {
    let object = serde_json::to_value(object).ok()?;
    let version = object.get("apiVersion")?.as_str()?;
    Some(version.rsplit_once('/').map_or("", |(group, _)| group).to_owned())
}

#[cfg(test)]
mod tests {
    use crate::Raw;
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    #[test]
    fn trips() {
        let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\n";
        assert!(names(&platform(service()).raw(Raw::yaml(account))).contains(&"duplicate-object"));
    }
    #[test]
    fn passes() {
        let platform = platform(service()).namespace(Namespace::new("other", Stable).service(service()));
        assert!(!names(&platform).contains(&"duplicate-object"));
    }
}
