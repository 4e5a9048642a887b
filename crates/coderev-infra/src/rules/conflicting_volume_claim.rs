//! `conflicting-volume-claim`
use super::rule::IntentRule;
use crate::model::PersistentVolumeClaim;
use crate::resolve::Resolved;
use crate::resolve::volumes as mounts;
use coderev_check::{Phase, Report, Rule};
use std::collections::BTreeMap;

pub(super) static CONFLICTING_VOLUME_CLAIM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("conflicting-volume-claim", Phase::Intent)
    .summary("two different volume claims with the same name in one namespace")
    .why("Two claims with the same name are one object, so one of the declarations is ignored.")
    .rust(
        r#"let claim = |size| PersistentVolumeClaim::new("data", size).access_mode(AccessMode::ReadWriteMany);
  //               ^^^^^^^^^^^^^^^^^^^^^^^^^^ error[conflicting-volume-claim]: the volume claim `data` differs from the one at ..
let [web, api] = ["web", "api"].map(service);
Namespace::new("shop", Stable)
    .service(web.mount("/data", &claim(gibi(1))))
    .service(api.mount("/data", &claim(gibi(2))))"#,
        r#"let claim = |name: &str, size| PersistentVolumeClaim::new(name, size).access_mode(AccessMode::ReadWriteMany);
let [web, api] = ["web", "api"].map(service);
Namespace::new("shop", Stable)
    .service(web.mount("/data", &claim("web-data", gibi(1))))
    .service(api.mount("/data", &claim("api-data", gibi(2))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let mut seen = BTreeMap::<(&str, &str), &PersistentVolumeClaim>::new();
    for workload in &resolved.workloads {
        for claim in mounts::claims(workload) {
            let first = *seen.entry((&workload.namespace.name, &claim.name)).or_insert(claim);
            if !first.is_alike(claim) {
                let message = format!("the volume claim `{}` differs from the one at {}", claim.name, first.at);
                let finding = report.finding(workload.subject(), message).at(claim.at);
                report.push(
                    finding.help("mount the same `PersistentVolumeClaim` in both workloads, or rename one of them"),
                );
            }
        }
    }
}
