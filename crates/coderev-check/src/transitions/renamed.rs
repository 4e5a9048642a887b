//! `transition-renamed`
use super::commands::{reference, steps, title};
use super::order::{namespace, replacement};
use super::renames::{Removals, Removed, workloads};
use crate::change_rule::ChangeRule;
use crate::{Change, Phase, Report, Rule};
use coderev_objects::{Entry, Object};
use std::collections::BTreeSet;

/// The rule.
pub static TRANSITION_RENAMED: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-renamed", Phase::Change)
    .summary("objects with a new name, and otherwise the same content")
    .why(
        "Kubernetes cannot rename an object: the new object is created, and the old one stays. Two sets of pods run, two Ingresses claim one host, two PodDisruptionBudgets \
block each eviction, and callers of the old Service still reach the old pods. Kubernetes identifies a Deployment by its name. This rule recognizes a renamed one by `.was(..)` or by its images.",
    )
    .yaml(
        r"apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb, namespace: shop}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
--- # after
apiVersion: policy/v1
#<^^^^^^^^^^ warning[transition-renamed]: the PodDisruptionBudget `web-pdb` is now `web`: while both exist, no pod that both select can be evicted
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
",
        r"apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb, namespace: shop}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
--- # after
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb, namespace: shop}
spec:
  maxUnavailable: 2
  selector: {matchLabels: {app: web}}
",
    );

fn check(change: &Change<'_>, report: &mut Report) {
    for (old, new) in Removals::new(change.before, change.after).renamed {
        let (effect, help) = order(change, &old, new);
        let message = format!("the {} is now `{}`: {effect}", title(old.entry), new.name());
        report.push(report.finding(new.subject(), message).at(new.origin()).before(old.entry.origin()).help(help));
    }
}

/// The effect of the new name, and the safe order.
fn order(change: &Change<'_>, old: &Removed<'_>, new: Entry<'_>) -> (&'static str, String) {
    let target = change.target;
    let (entry, delete_old) = (old.entry, format!("`{}`", target.delete(old.entry)));
    let apply = || format!("apply the new files: `{}`", target.apply_all());
    let old_first = || steps([delete_old.clone(), apply()]);
    let old_last = || steps([apply(), delete_old.clone()]);
    match entry.kind() {
        "StatefulSet" => (
            "its pods start with new, empty volumes, and the old volume claims stay",
            format!("keep the old name. Else:\n{}", workload(change, old, new)),
        ),
        "PersistentVolumeClaim" => (
            "the new claim is empty",
            format!(
                "keep the old name. Else copy the data to the new claim before you delete the old one: {delete_old}"
            ),
        ),
        "Namespace" => (
            "all objects in it are created again, and its volume claims are empty",
            format!("keep the old name. Else:\n{}", steps(namespace(change, old, &workloads(change, entry, new)))),
        ),
        "Ingress" if hosts(entry).is_disjoint(&hosts(new)) => (
            "the old one serves its host until you delete it",
            steps([
                format!("{}: clients of both hosts get responses", apply()),
                format!("when no client uses the old host: {delete_old}"),
                "remove `.was(..)`, and delete the old Certificate with the command of `cargo xtask removed`"
                    .to_owned(),
            ]),
        ),
        "Ingress" => ("both claim the same hosts, and ingress-nginx refuses the second one", old_first()),
        "CronJob" => (
            "both run at their times until the old one is deleted",
            steps([
                format!("suspend the old one, whose running Jobs go on: `{}`", suspend(change, entry)),
                apply(),
                format!(
                    "when none of its Jobs runs any more, delete it and its Jobs: {}",
                    target.delete_all(old.all())
                ),
            ]),
        ),
        "PodDisruptionBudget" => ("while both exist, no pod that both select can be evicted", old_first()),
        "HorizontalPodAutoscaler" | "ScaledObject" => ("while both exist, neither scales the workload", old_first()),
        "Service" => (
            "callers that use the old name lose its pods when it is deleted",
            format!(
                "`.was(\"{}\")` renders the old Service too, until no caller uses it. Then: {delete_old}",
                entry.name()
            ),
        ),
        "Certificate" => (
            "its hosts have no certificate until the new one is issued",
            steps([
                format!(
                    "apply only the new Certificate, and wait: `{}`",
                    target.kubectl(&format!("wait --for=condition=Ready {}", reference(new)))
                ),
                apply(),
                delete_old,
            ]),
        ),
        _ if new.as_workload().is_some() => ("both run until the old one is deleted", workload(change, old, new)),
        _ => ("the old one stays in the cluster", old_last()),
    }
}

/// The command that stops new runs of a CronJob.
fn suspend(change: &Change<'_>, cron: Entry<'_>) -> String {
    change.target.kubectl(&format!("patch {} -p '{{\"spec\":{{\"suspend\":true}}}}'", reference(cron)))
}
/// The hosts of an Ingress.
fn hosts(entry: Entry<'_>) -> BTreeSet<String> {
    let Object::Ingress(ingress) = entry.object() else { return BTreeSet::new() };
    let rules = ingress.spec.iter().flat_map(|spec| spec.rules.iter().flatten());
    rules.filter_map(|rule| rule.host.clone()).collect()
}

/// The safe order, and the setter that keeps the old Service.
fn workload(change: &Change<'_>, old: &Removed<'_>, new: Entry<'_>) -> String {
    let order = steps(replacement(change, old, new));
    if old.dependents.iter().any(|it| it.kind() == "Service") {
        let name = old.entry.name();
        return format!("{order}\n`.was(\"{name}\")` keeps the old Service for callers that still use its name");
    }
    order
}
