//! `defaults-without-workload`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static DEFAULTS_WITHOUT_WORKLOAD: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("defaults-without-workload", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("namespaces that set defaults but have no workloads")
    .why("The defaults apply to no workload.")
    .rust(
        r#"Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).defaults(complete()))
  //                                                                       ^^^^^^^^ warning[defaults-without-workload]: `shop` has defaults, but no workload"#,
        r#"Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).defaults(complete()).service(web()))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for namespace in resolved.platform.namespaces.iter().filter(|namespace| namespace.workloads.is_empty()) {
        let Some(at) = namespace.defaults_at else { continue };
        let message = format!("`{}` has defaults, but no workload", namespace.name);
        report.push(report.finding(&*namespace.name, message).at(at).help("remove `.defaults(..)`"));
    }
}
