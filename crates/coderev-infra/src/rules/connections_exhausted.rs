//! `connections-exhausted`
use super::rule::IntentRule;
use crate::model::Access;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static CONNECTIONS_EXHAUSTED: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("connections-exhausted", Phase::Intent)
    .summary("databases with fewer connections for a tier than the tier has pods at its maximum")
    .why("Under load, new pods get no connection and fail.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=400)).uses(&POSTGRES)))
  //                                                                                           ^^^^ error[connections-exhausted]: `postgres` has fewer connections for the tier `stable` than the tier has pods at its maximum
    .add(infrastructure())"#,
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=20)).uses(&POSTGRES)))
    .add(infrastructure())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for store in &workload.stores {
            let used = &store.used;
            let writes = used.store.connections().is_some() && used.access == Access::Write;
            if writes && resolved.pools.size(workload, &used.store) == 0 {
                let message = format!(
                    "`{}` has fewer connections for the tier `{}` than the tier has pods at its maximum",
                    used.store.name,
                    workload.spec().name
                );
                let finding = report.finding(workload.subject(), message).at(used.at);
                report.push(finding.help("lower the maximum number of replicas, give the tier more connections, `TierSpec::database_connections`, or use a connection pooler"));
            }
        }
    }
}
