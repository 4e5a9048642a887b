//! `conflicting-addons`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static CONFLICTING_ADDONS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("conflicting-addons", Phase::Intent)
    .summary("two addons that set the same variable, the same annotation or the Prometheus URL to different values; two addons that each add an addon of the same name")
    .why("An environment variable or an annotation has only one value, so one of the addons does not get the value that it needs. Of several addons with the same name, only one runs.")
    .rust(
        r#"struct Team(&'static str);
impl Addon for Team {
    fn name(&self) -> &str {
        self.0
    }
    fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
        view.workloads().map(|workload| Contribution::env(workload, "TEAM", self.0)).collect()
    }
}
Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web()))
    .add(Team("billing"))
    .add(Team("search"))
//   ^^^ error[conflicting-addons]: two addons set the variable `TEAM` to different values"#,
        r#"struct Team(&'static str);
impl Addon for Team {
    fn name(&self) -> &str {
        self.0
    }
    fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
        view.workloads().map(|workload| Contribution::env(workload, "TEAM", self.0)).collect()
    }
}
Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web()))
    .add(Team("billing"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for conflict in &resolved.contributions.conflicts {
        let finding = report.finding(&*conflict.subject, &*conflict.message).at(conflict.at);
        report.push(finding.help(conflict.help));
    }
}
