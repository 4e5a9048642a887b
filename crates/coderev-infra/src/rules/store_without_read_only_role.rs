//! `store-without-read-only-role`
use super::rule::IntentRule;
use crate::model::Access;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static STORE_WITHOUT_READ_ONLY_ROLE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("store-without-read-only-role", Phase::Intent)
    .aliases(&["no-readers"])
    .summary("workloads that call `.reads(..)` on a store that has no read-only users")
    .why("`.reads(..)` guarantees that the workload cannot write, but the store cannot enforce that.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web().reads(&NEO4J)))
  //                                                        ^^^^^ error[store-without-read-only-role]: `neo4j` has no read-only users: Neo4j Community has no roles
    .add(infrastructure())"#,
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web().reads(&POSTGRES)))
    .add(infrastructure())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for store in &workload.stores {
            let used = &store.used;
            if let Some(reason) = used.store.protocol.no_read_only_role.filter(|_| used.access == Access::Read) {
                let message = format!("`{}` has no read-only users: {reason}", used.store.name);
                let finding = report.finding(workload.subject(), message).at(used.at);
                report.push(finding.help("read from PostgreSQL, or use `.uses(..)` in a tier that allows writes"));
            }
        }
    }
}
