//! `conflicting-volume-claim`
use super::IntentRule;
use crate::resolve::Resolved;
use crate::resolve::volumes as mounts;
use crate::words::PersistentVolumeClaim;
use coderev_check::{Phase, Report, Rule};
use std::collections::BTreeMap;

pub(super) static CONFLICTING_VOLUME_CLAIM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("conflicting-volume-claim", Phase::Intent)
    .summary("two different volume claims of a namespace with the same name")
    .why("Two claims with one name are one object: one of the two declarations is lost.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(service("web").replicas(3).mount("/data", &claim("data", gibi(1))))
    .service(service("api").replicas(3).mount("/data", &claim("data", gibi(2))))"#,
        r#"Namespace::new("shop", Stable)
    .service(service("web").replicas(3).mount("/data", &claim("web-data", gibi(1))))
    .service(service("api").replicas(3).mount("/data", &claim("api-data", gibi(2))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let mut seen = BTreeMap::<(&str, &str), &PersistentVolumeClaim>::new();
    for workload in &resolved.workloads {
        for claim in mounts::claims(workload) {
            let first = *seen.entry((&workload.namespace.name, &claim.name)).or_insert(claim);
            if !first.is_alike(claim) {
                let message = format!("the volume claim `{}` differs from the one at {}", claim.name, first.at);
                let finding = report.finding(workload.subject(), message).at(claim.at);
                report.push(finding.help("use one value for both, or rename one of them"));
            }
        }
    }
}
