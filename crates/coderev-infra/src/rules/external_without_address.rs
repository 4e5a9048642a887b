//! `external-without-address`
use super::external_addresses::only_addresses_open;
use super::rule::IntentRule;
use crate::model::Call;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static EXTERNAL_WITHOUT_ADDRESS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("external-without-address", Phase::Intent)
    .summary("external hosts and external stores without a CIDR block (`.cidrs(..)`)")
    .why("A network policy matches CIDR blocks, not host names, so the connection is denied.")
    .rust(
        r#"let api = External::new("api.acme.dev");
let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
  //                                                           ^^^^^ error[external-without-address]: `api.acme.dev` has no CIDR block, and a network policy cannot match a host name
Namespace::new("tools", Shared).service(relay)"#,
        r#"let api = External::new("api.acme.dev").cidrs(&["203.0.113.0/24"]);
let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
Namespace::new("tools", Shared).service(relay)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in resolved.workloads.iter().filter(|workload| only_addresses_open(workload)) {
        for call in &workload.pod.calls {
            let Call::External { host, cidrs, .. } = &call.value else { continue };
            if cidrs.is_empty() {
                let message = format!("`{host}` has no CIDR block, and a network policy cannot match a host name");
                let finding = report.finding(workload.subject(), message).at(call.at);
                report.push(finding.help("add its IP addresses, `.cidrs(&[\"203.0.113.0/24\"])`, or declare how this cluster enforces host names: `Cluster::egress_by_name`"));
            }
        }
        for store in &workload.stores {
            let outside = store.location.and_then(|location| location.outside());
            if outside.is_some_and(|external| external.blocks().is_empty()) {
                let message = format!(
                    "the store `{}` is outside the cluster and has no CIDR block, and a network policy cannot match a host name",
                    store.used.store.name
                );
                let finding = report.finding(workload.subject(), message).at(store.used.at);
                report.push(finding.help("add its IP addresses to its `External`, `.cidrs(&[\"10.20.0.0/24\"])`, or declare how this cluster enforces host names: `Cluster::egress_by_name`"));
            }
        }
    }
}
