//! Rules about objects, on the objects of programs.
mod duplicates;
mod names;
mod pods;
mod ports;
mod scaling;
mod secrets;
mod security;

use coderev_infra::prelude::*;

/// A service without findings, with limits.
fn service() -> Service<Stable> {
    Service::new("web", "web:1")
        .cpu(millis(100)..=millis(200))
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::http("/live"))
        .readiness(Probe::http("/ready"))
}
fn platform(service: Service<Stable>) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(service))
}
/// The names of the rules of the findings.
fn names(platform: &Platform) -> Vec<&'static str> {
    coderev_infra::synth(platform).findings().iter().map(|finding| finding.rule().name()).collect()
}
/// The rule, the severity and the message of each finding.
fn messages(platform: &Platform) -> Vec<(&'static str, coderev_infra::Severity, String)> {
    let all = coderev_infra::synth(platform).findings().to_vec();
    all.iter().map(|it| (it.rule().name(), it.severity(), it.message().to_owned())).collect()
}

#[test]
fn the_service_of_these_tests_has_no_finding() {
    assert_eq!(names(&platform(service())), [""; 0]);
}
