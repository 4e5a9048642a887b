//! The findings that the user allows.
use crate::words::{Allow, Platform};

/// Each with its scope: a workload, a namespace, or (empty) the platform.
pub(super) fn of(platform: &Platform) -> Vec<(String, Allow)> {
    let mut allows: Vec<_> = platform.allows.iter().map(|allow| (String::new(), allow.clone())).collect();
    for namespace in &platform.namespaces {
        let all = namespace.allows.iter().chain(&namespace.defaults.allows);
        allows.extend(all.map(|allow| (namespace.name.clone(), allow.clone())));
        for service in &namespace.workloads {
            let subject = format!("{}/{}", namespace.name, service.name);
            allows.extend(service.words.allows.iter().map(|allow| (subject.clone(), allow.clone())));
        }
    }
    allows
}
