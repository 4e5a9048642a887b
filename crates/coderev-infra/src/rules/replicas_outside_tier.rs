//! `replicas-outside-tier`
use super::rule::IntentRule;
use crate::model::KindDecl;
use crate::resolve::Resolved;
use crate::resolve::replicas::REPLICAS_OUTSIDE_TIER as RULE;
use coderev_check::Report;

pub(super) static REPLICAS_OUTSIDE_TIER: IntentRule = IntentRule { rule: &RULE, check };

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for namespace in &resolved.platform.namespaces {
        let spec = &namespace.spec;
        if spec.replicas.is_empty() {
            let message = format!("the tier `{}` allows no number of replicas: {}", spec.name, spec.replicas);
            let finding = report.finding(&*namespace.name, message).at(spec.replicas_at.unwrap_or(namespace.at));
            report.push(finding.help("write the minimum first and the maximum last: `.replicas(2..=5)`"));
        }
    }
    for workload in resolved.workloads.iter().filter(|it| !it.spec().replicas.is_empty()) {
        // The parallel pods of a Job and the nodes of a DaemonSet are not replicas.
        if !matches!(workload.declared.kind, KindDecl::Service | KindDecl::Worker | KindDecl::StatefulSet(_)) {
            continue;
        }
        let (allowed, service) = (workload.spec().replicas, workload.declared);
        let (at, verb, numbers) = match &service.autoscale {
            Some(scale) => (scale.at, "scales", vec![*scale.replicas.start(), *scale.replicas.end()]),
            None => (service.replicas.map_or(service.origin, |it| it.at), "runs", vec![workload.replicas.min()]),
        };
        if numbers.iter().all(|n| allowed.contains(*n)) {
            continue;
        }
        let declared = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" to ");
        let noun = if numbers == [1] { "replica" } else { "replicas" };
        let message = format!(
            "`{}` {verb} {declared} {noun}; the tier `{}` allows {allowed}",
            service.name,
            workload.spec().name
        );
        let help = if numbers.contains(&0) {
            "allow zero replicas in the namespace, `.spec(Exp.spec().replicas(0..))`, or keep one pod"
        } else {
            "stay in the range of the tier, or allow it with a reason: `.allow(\"replicas-outside-tier\", \"the reason\")`"
        };
        report.push(report.finding(workload.subject(), message).at(at).help(help));
    }
}
