//! The scopes of `allow`, and programs with several platforms.
use crate::surroundings::service;
use coderev_infra::prelude::*;
use coderev_infra::{Raw, Synthesis, synth, synth_all};

fn platform(namespace: Namespace<Stable>) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").namespace(namespace)
}
/// The rule of each finding, with its container.
fn found(synthesis: &Synthesis) -> Vec<(&'static str, Option<String>)> {
    synthesis.findings().iter().map(|it| (it.rule().name(), it.container().map(str::to_owned))).collect()
}

#[test]
fn a_container_has_findings_of_its_own() {
    let container =
        |name: &str| Container::new(name, format!("ghcr.io/acme/{name}:latest")).cpu(millis(10)..).memory(mebi(16)..);
    let proxy = container("proxy").allow("image-not-pinned", "a demo");
    let web = service("web").sidecar(proxy).init(container("setup"));
    let synthesis = synth(&platform(Namespace::new("shop", Stable).service(web)));
    let setup = ("image-not-pinned", Some("setup".to_owned()));
    assert_eq!(found(&synthesis), [setup]);
    let defaults = Pod::new().sidecar(container("proxy").allow("image-not-pinned", "a demo"));
    let shop = Namespace::new("shop", Stable).defaults(defaults).service(service("web")).service(service("api"));
    assert_eq!(found(&synth(&platform(shop))), []);
}

#[test]
fn a_raw_object_has_findings_of_its_own() {
    let pod = |name: &str| {
        Raw::yaml(&format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: a, image: 'ghcr.io/acme/a:1'}}]}}}}"
        ))
    };
    let shop = || Namespace::new("vendor", Shared);
    let all = |namespace: Namespace<Shared>| {
        let synthesis = synth(&Platform::new(Cluster::generic()).part_of("acme").namespace(namespace));
        let found = synthesis.findings().iter().map(|it| (it.rule().name(), it.subject().to_owned()));
        found.filter(|(rule, _)| *rule != "pod-security").collect::<Vec<_>>()
    };
    let allowed = |name| pod(name).allow("missing-resources", "the vendor sets none");
    let one = all(shop().raw(allowed("one")).raw(pod("two")));
    assert!(
        !one.is_empty() && one.iter().all(|(rule, subject)| *rule == "missing-resources" && subject == "vendor/two"),
        "{one:?}"
    );
    assert_eq!(all(shop().raw(allowed("one")).raw(allowed("two"))), []);
    let on_platform = Platform::new(Cluster::generic())
        .part_of("acme")
        .raw(Raw::yaml("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}, spec: {containers: [{name: a, image: 'ghcr.io/acme/a:1'}]}}")
            .allow("missing-resources", "a test"));
    let rules: Vec<_> = found(&synth(&on_platform)).into_iter().map(|(rule, _)| rule).collect();
    assert!(!rules.contains(&"missing-resources") && !rules.contains(&"unused-allow"), "{rules:?}");
}

#[test]
fn an_allow_of_one_environment_is_no_finding_of_another() {
    let environment = |name: &str, replicas| {
        let web = service("web").replicas(replicas).allow("replicas-outside-tier", "two are enough");
        platform(Namespace::new("shop", Stable).service(web)).name(name)
    };
    let (production, staging) = (environment("production", 3), environment("staging", 2));
    assert_eq!(found(&synth(&production)), [("unused-allow", None)]);
    let together = synth_all(&[production, staging]);
    assert_eq!(together.iter().flat_map(found).collect::<Vec<_>>(), []);
    assert_eq!(together.iter().map(|it| it.name().unwrap_or_default()).collect::<Vec<_>>(), ["production", "staging"]);
    let unused = synth_all(&[environment("production", 3), environment("staging", 4)]);
    assert_eq!(unused.iter().flat_map(found).collect::<Vec<_>>(), [("unused-allow", None), ("unused-allow", None)]);
}

#[test]
fn an_unused_allow_can_be_allowed() {
    let web = service("web").allow("replicas-outside-tier", "two are enough").allow("unused-allow", "only in staging");
    assert_eq!(found(&synth(&platform(Namespace::new("shop", Stable).service(web)))), []);
}
