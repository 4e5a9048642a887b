//! What is said twice is told once, not again for each object that it becomes.
use crate::check::allow::within;
use crate::finding::Finding;
use crate::manifest::Manifests;
use std::collections::BTreeSet;

/// What follows from something that is there twice: its objects are, and its pods count twice against the quota.
const FOLLOWS: [&str; 2] = ["duplicate-object", "quota-too-small"];

/// `findings` without what follows from a namespace or a workload that is told of as twofold. One that the user answered is not
/// told, and then its objects are.
pub(crate) fn once(mut findings: Vec<Finding>, manifests: &Manifests) -> Vec<Finding> {
    let mut twice = BTreeSet::new();
    for finding in &findings {
        match finding.rule {
            "duplicate-namespace" => {
                twice.insert(finding.subject.clone());
            }
            "duplicate-workload" => {
                let made = manifests.iter().filter(|it| Some(it.at) == finding.place);
                twice.extend(made.map(|it| it.subject.clone()).filter(|it| within(&finding.subject, it)));
            }
            _ => {}
        }
    }
    findings.retain(|it| !FOLLOWS.contains(&it.rule) || !twice.iter().any(|scope| within(scope, &it.subject)));
    findings
}

#[cfg(test)]
mod tests {
    use crate::Raw;
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    fn shop() -> Namespace<Stable> {
        Namespace::new("shop", Stable).service(service())
    }

    #[test]
    fn a_namespace_twice_is_one_finding() {
        let finding = &crate::synth(&platform(service()).namespace(shop())).findings[..];
        assert!(matches!(finding, [it] if it.rule == "duplicate-namespace"), "{finding:#?}");
        let [there, here] = [&finding[0].help, &finding[0].place.expect("it has a place").to_string()];
        assert!(there.contains("check/rules/mod.rs:") && here.contains("check/once.rs:"), "{there} {here}");
    }
    #[test]
    fn a_workload_twice_is_one_finding() {
        assert_eq!(
            names(&Platform::new(Cluster::generic()).namespace(shop().service(service()))),
            ["duplicate-workload"]
        );
    }
    #[test]
    fn what_else_is_there_twice_is_told() {
        let account = || Raw::yaml("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: bot\n  namespace: bank\n");
        let bank = Namespace::new("bank", Stable).service(service());
        let platform = platform(service()).namespace(shop()).namespace(bank).raw(account()).raw(account());
        assert_eq!(names(&platform), ["duplicate-namespace", "duplicate-object"]);
    }
    #[test]
    fn who_answers_is_told_of_the_objects() {
        let platform = platform(service()).namespace(shop()).allow("duplicate-namespace", "two teams");
        let names = names(&platform);
        assert!(names.contains(&"duplicate-object") && !names.contains(&"duplicate-namespace"), "{names:?}");
    }
}
