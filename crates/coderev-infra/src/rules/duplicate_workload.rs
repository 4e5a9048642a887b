//! `duplicate-workload`
use super::duplicates::duplicates;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::rules::{DUPLICATE_OBJECT, QUOTA_TOO_SMALL};
use coderev_check::{Phase, Report, Rule};

pub(super) static DUPLICATE_WORKLOAD: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-workload", Phase::Intent)
    .summary("two workloads with the same name in one namespace")
    .why("Both write the same Deployment and the same Service: the workload that is applied last replaces the other.")
    .supersedes(&[DUPLICATE_OBJECT.rule, QUOTA_TOO_SMALL.rule])
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
    .service(Service::new("web", "ghcr.io/acme/web:v1.5.0"))
  //         ^^^^^^^^^^^^ error[duplicate-workload]: `web` is declared more than once in `shop`"#,
        r#"Namespace::new("shop", Stable)
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
    .service(Service::new("web-next", "ghcr.io/acme/web:v1.5.0"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for namespace in &resolved.platform.namespaces {
        duplicates(
            &namespace.workloads,
            |it| &*it.name,
            |it, first| {
                let message = format!("`{}` is declared more than once in `{}`", it.name, namespace.name);
                let finding = report.finding(format!("{}/{}", namespace.name, it.name), message).at(it.origin);
                report.push(finding.help(format!("the other one is at {}", first.origin)));
            },
        );
    }
}
