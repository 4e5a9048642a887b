//! `store-not-shared`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static STORE_NOT_SHARED: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("store-not-shared", Phase::Intent)
    .aliases(&["store-of-others"])
    .summary("workloads that use a store that is reserved for other namespaces")
    .why("Without this rule, a namespace that `.used_by(..)` does not list would get network access to the store, and its credentials.")
    .rust(
        r#"const ORDERS: Store<Postgres> = Store::postgres("orders");
let store = ExternalStore::new(&ORDERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"])).used_by("bank");
Platform::new(Cluster::generic())
    .namespace(Namespace::new("bank", Stable).store(store).service(web().uses(&ORDERS)))
    .namespace(Namespace::new("shop", Stable).service(web().uses(&ORDERS)))
  //                                                        ^^^^ error[store-not-shared]: `web` uses the store `orders`, which is reserved for `bank`"#,
        r#"const ORDERS: Store<Postgres> = Store::postgres("orders");
let store = ExternalStore::new(&ORDERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"])).used_by("bank");
Platform::new(Cluster::generic())
    .namespace(Namespace::new("bank", Stable).store(store.used_by("shop")).service(web().uses(&ORDERS)))
    .namespace(Namespace::new("shop", Stable).service(web().uses(&ORDERS)))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let namespace = &workload.namespace.name;
        for binding in &workload.stores {
            let Some(store) = binding.location.and_then(|location| location.external) else { continue };
            if store.used_by.is_empty() || store.used_by.contains(namespace) {
                continue;
            }
            let message = format!(
                "`{}` uses the store `{}`, which is reserved for `{}`",
                workload.name(),
                binding.used.store.name,
                store.used_by.join("`, `")
            );
            let finding = report.finding(workload.subject(), message).at(binding.used.at);
            report.push(finding.help(format!("use a different store, or share this one: `.used_by({namespace:?})`")));
        }
    }
}
