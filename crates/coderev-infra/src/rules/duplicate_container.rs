//! `duplicate-container`
use super::rule::IntentRule;
use crate::model::Place;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};
use std::collections::BTreeMap;

pub(super) static DUPLICATE_CONTAINER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-container", Phase::Intent)
    .aliases(&["container-twice"])
    .supersedes(&[coderev_check::rules::CONFLICTING_FIELDS.rule])
    .summary("two containers with the same name in one pod")
    .why("The API server rejects the pod.")
    .rust(
        r#"let container = |name: &str| Container::new(name, "ghcr.io/acme/proxy:v1.4.0").cpu(millis(10)..).memory(mebi(16)..=mebi(32));
  //                         ^^^^^^^^^^^^^^ error[duplicate-container]: the pod has two containers with the name `proxy`
web().sidecar(container("proxy")).init(container("proxy"))"#,
        r#"let container = |name: &str| Container::new(name, "ghcr.io/acme/proxy:v1.4.0").cpu(millis(10)..).memory(mebi(16)..=mebi(32));
web().sidecar(container("proxy")).init(container("proxy-setup"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let mut seen: BTreeMap<&str, Place> = [(workload.name(), workload.declared.origin)].into();
        for container in workload.pod.sidecars.iter().chain(&workload.pod.init) {
            let Some(first) = seen.insert(&container.name, container.at) else { continue };
            let message = format!("the pod has two containers with the name `{}`", container.name);
            let finding = report.finding(workload.subject(), message).in_container(&container.name).at(container.at);
            report.push(finding.help(format!("the other one is at {first}; rename one of them")));
        }
    }
}
