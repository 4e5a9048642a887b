use super::{names, platform, service};
use coderev_infra::prelude::*;
use coderev_infra::{AccessMode, PriorityClass, Raw, ServiceAccount};

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

/// Two workloads of one namespace, each with a change.
fn two(change: impl Fn(Service<Stable>, u32) -> Service<Stable>) -> Platform {
    let named = |name: &str, n| change(crate::surroundings::service(name), n);
    Platform::new(Cluster::generic())
        .part_of("acme")
        .namespace(Namespace::new("shop", Stable).service(named("web", 1)).service(named("api", 2)))
}

#[test]
fn equal_declarations_are_one_object_and_other_content_is_reported_for_each_kind() {
    type Change = fn(Service<Stable>, u32) -> Service<Stable>;
    let changes: [(&str, Change); 7] = [
        ("ConfigMap", |it, n| it.mount("/etc/app", &ConfigMap::new("app").data("n", n.to_string()))),
        ("ConfigMap", |it, n| it.env("N", ConfigMap::new("app").data("n", n.to_string()).key("n"))),
        ("ConfigMap", |it, n| it.env_from(&ConfigMap::new("app").data("n", n.to_string()))),
        ("ServiceAccount", |it, n| it.service_account(ServiceAccount::named("app").annotation("n", n.to_string()))),
        ("PersistentVolumeClaim", |it, n| {
            it.mount("/data", &PersistentVolumeClaim::new("data", gibi(n)).access_mode(AccessMode::ReadWriteMany))
        }),
        ("PersistentVolumeClaim", |it, n| {
            let claim = PersistentVolumeClaim::new("data", gibi(1)).access_mode(AccessMode::ReadWriteMany);
            it.mount("/data", &claim.storage_class(n.to_string()))
        }),
        ("PersistentVolumeClaim", |it, n| {
            let claim = PersistentVolumeClaim::new("data", gibi(1)).access_mode(AccessMode::ReadWriteMany);
            it.mount("/data", &claim.data_source(n.to_string()))
        }),
    ];
    for (kind, change) in changes {
        assert_eq!(names(&two(|it, _| change(it, 1))), [""; 0], "{kind}: equal");
        let findings = coderev_infra::synth(&two(change)).findings().to_vec();
        assert!(matches!(&findings[..], [it] if it.rule().name() == "duplicate-object"), "{kind}: {findings:#?}");
        assert!(findings[0].message().contains(kind), "{findings:#?}");
    }
}

#[test]
fn priority_classes_of_two_tiers_must_be_equal() {
    let tier = |value| Stable.spec().priority_class(PriorityClass::new("critical", value));
    let platform = |other| {
        let namespace = |name: &str, value| Namespace::new(name, Stable).spec(tier(value)).service(service());
        Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(namespace("shop", 7))
            .namespace(namespace("bank", other))
    };
    assert_eq!(names(&platform(7)), [""; 0]);
    assert_eq!(names(&platform(8)), ["duplicate-object"]);
}

#[test]
fn the_configuration_of_the_library_and_of_a_user_must_be_equal() {
    let map = ConfigMap::new("web-read-only-gate").data("nginx.conf", "events {}");
    let web = crate::surroundings::read_only("web").mount("/etc/nginx", &map);
    let platform =
        Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Quarantine).service(web));
    assert!(names(&platform).contains(&"duplicate-object"));
}
