//! `duplicate-namespace`
use super::duplicates::duplicates;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::rules::{DUPLICATE_OBJECT, QUOTA_TOO_SMALL};
use coderev_check::{Phase, Report, Rule};

pub(super) static DUPLICATE_NAMESPACE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-namespace", Phase::Intent)
    .summary("a namespace that is declared more than once")
    .why("Both declarations write the same objects: the quota, the labels and the network policies of one replace the other's.")
    .supersedes(&[DUPLICATE_OBJECT.rule, QUOTA_TOO_SMALL.rule])
    .rust(
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(service("web")))
    .namespace(Namespace::new("shop", Stable).service(service("api")))
  //           ^^^^^^^^^^^^^^ error[duplicate-namespace]: the namespace `shop` is declared more than once"#,
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(service("web")).service(service("api")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    duplicates(
        &resolved.platform.namespaces,
        |it| &*it.name,
        |it, first| {
            let message = format!("the namespace `{}` is declared more than once", it.name);
            let finding = report.finding(&*it.name, message).at(it.at);
            report.push(finding.help(format!("the other one is at {}; merge them, or rename one of them", first.at)));
        },
    );
}
