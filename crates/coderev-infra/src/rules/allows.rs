//! The findings that the user allows.
use crate::model::{self, Platform};
use coderev_check::Allow;

/// All allows, each with its scope: a workload, a namespace, or the platform.
pub(crate) fn allows(platform: &Platform) -> Vec<Allow> {
    let allow = |scope: &str, it: &model::Allow| Allow::new(scope, &*it.rule, &*it.reason).at(it.at);
    let mut allows: Vec<_> = platform.allows.iter().map(|it| allow("", it)).collect();
    for namespace in &platform.namespaces {
        let all = namespace.allows.iter().chain(&namespace.defaults.allows);
        allows.extend(all.map(|it| allow(&namespace.name, it)));
        for workload in &namespace.workloads {
            let scope = format!("{}/{}", namespace.name, workload.name);
            allows.extend(workload.pod.allows.iter().map(|it| allow(&scope, it)));
        }
    }
    allows
}
