//! `unknown-neighbour`
use super::rule::IntentRule;
use crate::model::Place;
use crate::model::{Call, KindDecl};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::{Phase, Report, Rule};
use std::collections::BTreeSet;

pub(super) static UNKNOWN_NEIGHBOUR: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("unknown-neighbour", Phase::Intent)
    .aliases(&["neighbour-not-here"])
    .summary("`.calls(..)` and `.before(..)` that refer to a workload outside the namespace")
    .why("The host name does not resolve, and no network policy allows the connection.")
    .rust(
        r#"let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&auth);
  //                                                     ^^^^^ error[unknown-neighbour]: `auth` is called, but does not run in `shop`
Namespace::new("shop", Stable).service(web)"#,
        r#"let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&auth);
Namespace::new("shop", Stable).service(web).service(auth)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for call in &workload.pod.calls {
            let Call::SameNamespace { name, origin } = &call.value else { continue };
            let namespace = &workload.namespace.name;
            let (message, help) = match resolved.callee(workload, &call.value) {
                Some((callee, _)) if callee.declared.origin != *origin => (
                    format!("`{name}` is called, but `{namespace}` has a different service with that name"),
                    format!("the service of the namespace is declared at {}, the called service at {origin}", callee.declared.origin),
                ),
                Some(_) => continue,
                None => (
                    format!("`{name}` is called, but does not run in `{namespace}`"),
                    "add it to the namespace, `.service(..)`, or call it where it runs: `&namespace.endpoint(&service)`".into(),
                ),
            };
            report.push(report.finding(workload.subject(), message).at(call.at).help(help));
        }
    }
    for namespace in &resolved.namespaces {
        let here = resolved.workloads_of(namespace);
        let declared: BTreeSet<Place> = here.iter().map(|workload| workload.declared.origin).collect();
        here.iter().for_each(|workload| check_job(workload, &declared, report));
    }
}
/// A Job runs before workloads of its own namespace.
fn check_job(workload: &Workload<'_>, declared: &BTreeSet<Place>, report: &mut Report) {
    let KindDecl::Job(job) = &workload.declared.kind else { return };
    for before in &job.before {
        let (name, origin) = &before.value;
        if !declared.contains(origin) {
            let message = format!("`{name}` waits for this Job, but does not run in `{}`", workload.namespace.name);
            let finding = report.finding(workload.subject(), message).at(before.at);
            report.push(finding.help("a Job runs before workloads of its own namespace: add the workload to it"));
        }
    }
}
