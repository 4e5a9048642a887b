//! `transition-tier-changed`
use super::commands::{steps, title};
use super::diff::{Diff, tier};
use super::order::{has_rollout, replacement};
use super::renames::{Removals, Removed};
use super::tier_effects::effects;
use crate::change_rule::ChangeRule;
use crate::{Change, Phase, Report, Rule};
use coderev_objects::{Entry, Workload};
use std::collections::BTreeMap;

/// The rule.
pub static TRANSITION_TIER_CHANGED: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-tier-changed", Phase::Change)
    .summary("workloads whose tier changes, whether or not they also move to another namespace")
    .why(
        "A tier determines which nodes the pods run on, which pods they can preempt, and what they can connect to. All of this changes in one rollout: new pods can stay pending, be preempted, or lose their connections. In a different namespace the workload also has a different DNS name, and its Secrets and volume claims are not available.",
    )
    .yaml(
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {coderev.dev/tier: exp}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]
--- # after
apiVersion: apps/v1
#<^^^^^^^^^^ warning[transition-tier-changed]: the tier of `shop` changes from `exp` to `stable`: all pods of `web` are replaced, and the new pods have different nodes
kind: Deployment
metadata: {name: web, namespace: shop, labels: {coderev.dev/tier: stable}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {pool: production}
      containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]
",
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {coderev.dev/tier: stable}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {coderev.dev/tier: stable}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: 'ghcr.io/acme/web:v1.5.0'}]
",
    );

fn check(change: &Change<'_>, report: &mut Report) {
    let Change { before, after, target } = *change;
    // One finding for each namespace: a tier belongs to a namespace.
    let mut changed = BTreeMap::<(&str, &str, &str), Vec<(Workload<'_>, Workload<'_>)>>::new();
    for (old, new) in Diff::new(before, after).kept {
        let (Some(old), Some(new)) = (old.as_workload(), new.as_workload()) else { continue };
        if let (Some(was), Some(is)) = (tier(old.entry()), tier(new.entry()))
            && was != is
        {
            changed.entry((new.namespace(), was, is)).or_default().push((old, new));
        }
    }
    for ((namespace, was, is), workloads) in changed {
        let names: Vec<String> = workloads.iter().map(|(_, new)| format!("`{}`", new.name())).collect();
        let effects = effects(change, &workloads);
        let with = match effects.titles().join(", ") {
            titles if titles.is_empty() => String::new(),
            titles => format!(", and the new pods have different {titles}"),
        };
        let message = format!(
            "the tier of `{namespace}` changes from `{was}` to `{is}`: all pods of {} are replaced{with}",
            names.join(", ")
        );
        let home = after.find("v1", "Namespace", "", namespace);
        let former = before.find("v1", "Namespace", "", namespace);
        let at = home.unwrap_or(workloads[0].1.entry()).origin();
        let from = former.unwrap_or(workloads[0].0.entry()).origin();
        let mut order = effects.steps;
        order.push(format!("apply the new files: `{}`", target.apply_all()));
        for (_, new) in workloads.iter().filter(|(_, new)| has_rollout(new.entry())) {
            order.push(format!("wait: `{}`", target.rollout(new.entry())));
        }
        report.push(report.finding(namespace, message).at(at).before(from).help(steps(order)));
    }
    for (old, new) in Removals::new(before, after).moved {
        moved(change, &old, new, report);
    }
}

/// A workload of another tier in another namespace: the new pods first, then the traffic, then the end of the old pods.
fn moved(change: &Change<'_>, old: &Removed<'_>, new: Entry<'_>, report: &mut Report) {
    let (Some(was), Some(is)) = (old.entry.as_workload(), new.as_workload()) else { return };
    let (from, to) = (old.entry.namespace(), new.namespace());
    let mut order = effects(change, &[(was, is)]).steps;
    order.extend(replacement(change, old, new));
    let message = format!(
        "the {} moves from the namespace `{from}` of the tier `{}` to `{to}` of the tier `{}`: it has another address, without its Secrets and \
volume claims",
        title(new),
        tier(old.entry).unwrap_or_default(),
        tier(new).unwrap_or_default(),
    );
    let finding = report.finding(new.subject(), message).at(new.origin()).before(old.entry.origin());
    report.push(finding.help(steps(order)));
}
