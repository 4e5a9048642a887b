//! `duplicate-variable`
use super::rule::IntentRule;
use crate::model::StoreUse;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};
use std::collections::BTreeMap;

pub(super) static DUPLICATE_VARIABLE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-variable", Phase::Intent)
    .aliases(&["variable-twice"])
    .supersedes(&[coderev_check::rules::CONFLICTING_FIELDS.rule])
    .summary("two stores that set the same variable")
    .why("The second value wins, so the application uses one store instead of two.")
    .rust(
        r#"const USERS: Store<Postgres> = Store::postgres("users");
let web = web().uses(&POSTGRES).uses(&USERS);
  //                            ^^^^ error[duplicate-variable]: `postgres` and `users` both set the variable `DATABASE_URL`
  //                            ^^^^ error[duplicate-variable]: `postgres` and `users` both set the variable `DB_MAX_OVERFLOW`
  //                            ^^^^ error[duplicate-variable]: `postgres` and `users` both set the variable `DB_POOL_SIZE`
let users = ExternalStore::new(&USERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).store(users).service(web))
    .add(infrastructure())"#,
        r#"const USERS: Store<Postgres> = Store::postgres("users").env(&[("USERS_URL", "url")]);
let web = web().uses(&POSTGRES).uses(&USERS);
let users = ExternalStore::new(&USERS, External::new("db.acme.dev").cidrs(&["203.0.113.0/24"]));
Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).store(users).service(web))
    .add(infrastructure())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let mut seen = BTreeMap::<&str, &StoreUse>::new();
        for store in &workload.stores {
            let used = &store.used;
            for (variable, _) in store.variables() {
                let Some(first) = seen.insert(variable, used) else { continue };
                let message =
                    format!("`{}` and `{}` both set the variable `{variable}`", first.store.name, used.store.name);
                let finding = report.finding(workload.subject(), message).at(used.at);
                report.push(
                    finding.help("rename the variables of one of the stores: `.env(&[(\"ORDERS_URL\", \"url\")])`"),
                );
            }
        }
    }
}
