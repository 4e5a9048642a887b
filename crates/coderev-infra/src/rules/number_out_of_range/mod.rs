//! `number-out-of-range`
mod namespace;
mod numbers;
mod pod;
mod route;
mod workload;

use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};
use numbers::Numbers;

pub(super) static NUMBER_OUT_OF_RANGE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("number-out-of-range", Phase::Intent)
    .summary("numbers, durations and amounts that are outside the range of their field")
    .why("The API server or a controller rejects the number, or uses another one: a probe with a period of 0 runs every 10 seconds.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").liveness(Probe::http("/live").period(milliseconds(500)))
  //                                                    ^^^^^^^^^^^ error[number-out-of-range]: `.period(..)` is 500ms, but the Kubernetes field takes an integer number of seconds"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").liveness(Probe::http("/live").period(seconds(1)))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for namespace in &resolved.namespaces {
        namespace::check(namespace.declared, &mut Numbers::new(report, namespace.declared.name.clone()));
    }
    let body_limit = route::largest_body(&resolved.platform.edges);
    for workload in &resolved.workloads {
        let numbers = &mut Numbers::new(report, workload.subject());
        workload::check(workload, numbers);
        pod::check(workload, numbers);
        for route in &workload.declared.routes {
            route::check(route, body_limit, numbers);
        }
    }
    for source in &resolved.secret_sources {
        // Less than a second is `malformed-secret-store`.
        let interval = source.declared.value.refresh_interval;
        if interval.as_secs() > 0 {
            let numbers = &mut Numbers::new(report, String::new());
            numbers.seconds(source.declared.at, ".refresh_interval(..)", interval, 1, numbers::MAX);
        }
    }
    for edge in &resolved.platform.edges {
        route::check_edge(edge, &mut Numbers::new(report, String::new()));
    }
}
