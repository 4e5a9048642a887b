//! `connections-exhausted`
use super::rule::IntentRule;
use crate::model::Access;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static CONNECTIONS_EXHAUSTED: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("connections-exhausted", Phase::Intent)
    .summary("tiers that can run more pods than they have database connections")
    .why("Under load, new pods get no connection and fail.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=400)).uses(&POSTGRES)))
  //                                                                                           ^^^^ error[connections-exhausted]: up to 500 pods use `postgres` during a rollout, but it has only 340 connections for them
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
                let (connections, pods) = resolved.pools.shared(workload.namespace, &used.store);
                let (spec, store) = (workload.spec(), &used.store.name);
                // A tier without a number of connections of its own shares the connections of the store.
                let message = match spec.database_connections {
                    Some(_) => format!(
                        "the tier `{}` can run {pods} pods during a rollout, but `{store}` has only {connections} connections for it",
                        spec.name
                    ),
                    None => {
                        format!(
                            "up to {pods} pods use `{store}` during a rollout, but it has only {connections} connections for them"
                        )
                    }
                };
                let finding = report.finding(workload.subject(), message).at(used.at);
                report.push(finding.help("lower the maximum number of replicas, give the tier more connections, `TierSpec::database_connections`, or use a connection pooler"));
            }
        }
    }
}
