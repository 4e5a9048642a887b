use super::{names, platform, service};
use coderev_infra::Raw;
use coderev_infra::prelude::*;

fn shop() -> Namespace<Stable> {
    Namespace::new("shop", Stable).service(service())
}
fn account(name: &str, namespace: &str) -> Raw {
    Raw::yaml(&format!("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {name}\n  namespace: {namespace}\n"))
}

#[test]
fn a_duplicate_object() {
    assert!(names(&platform(service()).raw(account("web", "shop"))).contains(&"duplicate-object"));
    let other = platform(service()).namespace(Namespace::new("other", Stable).service(service()));
    assert!(!names(&other).contains(&"duplicate-object"));
}
#[test]
fn a_duplicate_namespace_is_one_finding() {
    let findings = coderev_infra::synth(&platform(service()).namespace(shop())).findings().to_vec();
    assert!(matches!(&findings[..], [it] if it.rule().name() == "duplicate-namespace"), "{findings:#?}");
    let here = findings[0].origin().expect("it has a position").to_string();
    let help = findings[0].help_text();
    assert!(help.contains("rules/objects/mod.rs:") && here.contains("rules/objects/duplicates.rs:"), "{help} {here}");
}
#[test]
fn a_duplicate_workload_is_one_finding() {
    assert_eq!(
        names(&Platform::new(Cluster::generic()).part_of("acme").namespace(shop().service(service()))),
        ["duplicate-workload"]
    );
}
#[test]
fn other_duplicates_are_reported_too() {
    let bank = Namespace::new("bank", Stable).service(service());
    let bot = || account("bot", "bank");
    let platform = platform(service()).namespace(shop()).namespace(bank).raw(bot()).raw(bot());
    assert_eq!(names(&platform), ["duplicate-namespace", "duplicate-object"]);
}
#[test]
fn an_allowed_duplicate_namespace_does_not_hide_its_workloads() {
    let platform = platform(service()).namespace(shop()).allow("duplicate-namespace", "two teams");
    let names = names(&platform);
    assert!(names.contains(&"duplicate-object") && !names.contains(&"duplicate-namespace"), "{names:?}");
}
