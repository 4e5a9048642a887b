//! `partition-with-on-delete`
use super::rule::IntentRule;
use crate::model::KindDecl;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static PARTITION_WITH_ON_DELETE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("partition-with-on-delete", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("StatefulSets and DaemonSets with both `.on_delete()` and a setting for rollouts")
    .why("With `OnDelete` no rollout replaces the pods, so the setting has no effect.")
    .rust(
        r#"StatefulSet::new("ring", "ghcr.io/acme/ring:v1.4.0").port(Port::tcp(9042)).on_delete().partition(2)
//<^^^^^^^^^^^^^^^^ warning[partition-with-on-delete]: `.partition(..)` has no effect with `.on_delete()`: no rollout replaces the pods"#,
        r#"StatefulSet::new("ring", "ghcr.io/acme/ring:v1.4.0").port(Port::tcp(9042)).on_delete()"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let (on_delete, partition, max_unavailable) = match &workload.declared.kind {
            KindDecl::StatefulSet(set) => (set.on_delete, set.partition.is_some(), set.max_unavailable.is_some()),
            KindDecl::DaemonSet(set) => (set.on_delete, false, set.max_unavailable.is_some()),
            _ => continue,
        };
        let setters = match (partition, max_unavailable) {
            (true, true) => "`.partition(..)` and `.max_unavailable(..)` have",
            (true, false) => "`.partition(..)` has",
            (false, true) => "`.max_unavailable(..)` has",
            (false, false) => continue,
        };
        if on_delete {
            let message = format!("{setters} no effect with `.on_delete()`: no rollout replaces the pods");
            let finding = report.finding(workload.subject(), message).at(workload.declared.origin);
            report.push(finding.help("remove one of the setters"));
        }
    }
}
