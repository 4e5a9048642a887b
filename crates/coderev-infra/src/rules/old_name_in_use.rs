//! `old-name-in-use`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::rules::DUPLICATE_OBJECT;
use coderev_check::{Phase, Report, Rule};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static OLD_NAME_IN_USE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("old-name-in-use", Phase::Intent)
    .summary("`.was(..)` with a name that is still in use: by a workload in the namespace, by a declared host, or as the old name of another workload")
    .why("The Service of the old name would select the pods of two workloads, and the HTTPRoutes of the old host would have the same names as the HTTPRoutes of the declared host.")
    .supersedes(&[DUPLICATE_OBJECT.rule])
    .rust(
        r#"Namespace::new("shop", Stable)
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
    .service(Service::new("storefront", "ghcr.io/acme/web:v1.5.0").was("web"))
  //                                                               ^^^ error[old-name-in-use]: `storefront` declares `.was("web")`, but `shop` still has a workload named `web`"#,
        r#"Namespace::new("shop", Stable)
    .service(Service::new("storefront", "ghcr.io/acme/web:v1.5.0").was("web"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    hosts(resolved, report);
    for namespace in &resolved.namespaces {
        let workloads = resolved.workloads_of(namespace);
        let names: BTreeSet<&str> = workloads.iter().map(|workload| workload.name()).collect();
        let mut declared = BTreeMap::<&str, &str>::new();
        for workload in workloads {
            for old in &workload.declared.was {
                if let Some(other) = declared.insert(&old.value, workload.name()) {
                    let (name, old_name) = (workload.name(), &old.value);
                    let message = format!(
                        "`{other}` and `{name}` declare `.was(\"{old_name}\")`, but only one of them can have the Service `{old_name}`"
                    );
                    let finding = report.finding(workload.subject(), message).at(old.at);
                    report.push(
                        finding.help("remove the setter from the workload that callers of the old name do not need"),
                    );
                } else if names.contains(&*old.value) {
                    let (name, old_name, home) = (workload.name(), &old.value, &workload.namespace.name);
                    let message = format!(
                        "`{name}` declares `.was(\"{old_name}\")`, but `{home}` still has a workload named `{old_name}`"
                    );
                    let finding = report.finding(workload.subject(), message).at(old.at);
                    report.push(finding.help("remove the old workload, or the setter"));
                }
            }
        }
    }
}

fn hosts(resolved: &Resolved<'_>, report: &mut Report) {
    let mut names: BTreeSet<&str> = resolved.hosts.declared().map(|binding| &*binding.host.name).collect();
    for binding in resolved.hosts.all.iter().filter(|binding| binding.old.is_some()) {
        if !names.insert(binding.hostname()) {
            let (name, old) = (&binding.host.name, binding.hostname());
            let message =
                format!("the host `{name}` declares `.was(\"{old}\")`, but another host still has the name `{old}`");
            let finding = report.finding(&*binding.namespace.name, message).at(binding.at());
            report.push(finding.help("remove the other host, or the setter"));
        }
    }
}
