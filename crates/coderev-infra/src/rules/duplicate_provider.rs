//! `duplicate-provider`
use super::duplicates::duplicates;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static DUPLICATE_PROVIDER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-provider", Phase::Intent)
    .aliases(&["provided-twice"])
    .summary("a store that two namespaces provide")
    .why("It is ambiguous which of the two stores a workload uses, and only one of them holds its data.")
    .rust(
        r#"const ORDERS: Store<Postgres> = Store::postgres("orders");
let provide = |name: &str| {
    let set = StatefulSet::new("orders", "docker.io/library/postgres:18.1").port(Port::tcp(5432)).provides(&ORDERS);
    Namespace::new(name, Shared).stateful_set(set.pod(complete()))
//  ^^^^^^^^^^^^^^ error[duplicate-provider]: two namespaces provide the store `orders`
};
Platform::new(Cluster::generic()).namespace(provide("shop")).namespace(provide("bank"))"#,
        r#"const ORDERS: Store<Postgres> = Store::postgres("orders");
let set = StatefulSet::new("orders", "docker.io/library/postgres:18.1").port(Port::tcp(5432)).provides(&ORDERS);
Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Shared).stateful_set(set.pod(complete())))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let namespaces = resolved.platform.namespaces.iter();
    let provided = namespaces.flat_map(|namespace| namespace.provides.iter().map(move |store| (namespace, store)));
    duplicates(
        provided,
        |(_, store)| &*store.name,
        |(namespace, store), (first, _)| {
            let message = format!("two namespaces provide the store `{}`", store.name);
            let finding = report.finding(&*namespace.name, message).at(namespace.at);
            report.push(finding.help(format!("the other one is `{}`, at {}", first.name, first.at)));
        },
    );
}
