//! `reserved-label`
use super::rule::IntentRule;
use crate::model::Place;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};
use coderev_objects::labels::{PART_OF, REPLICA_EXCEPTION, RESERVED};

pub(super) static RESERVED_LABEL: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("reserved-label", Phase::Intent)
    .summary("labels whose values this library sets: `app.kubernetes.io/name`, `app.kubernetes.io/managed-by` and `coderev.dev/tier`; on platforms and namespaces also `app.kubernetes.io/part-of`; \
         and the annotation `coderev.dev/replica-exception`")
    .why("Selectors and policies use these labels. A value that you declare for one of these labels is ignored. The annotation holds the reason of an `allow`, which a declared value would overwrite.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").label("app.kubernetes.io/name", "frontend")
  //                                           ^^^^^ error[reserved-label]: the label `app.kubernetes.io/name` has no effect: this library sets it"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").label("app.kubernetes.io/instance", "frontend")"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let platform = resolved.platform;
    let mut reserved = |subject: &str, key: &str, at: Place| {
        let message = format!("the label `{key}` has no effect: this library sets it");
        let help = if key == PART_OF { "write `.part_of(..)` on the platform" } else { "remove the label" };
        report.push(report.finding(subject, message).at(at).help(help));
    };
    let is_wide = |key: &str| key == PART_OF || RESERVED.contains(&key);
    for (key, _) in platform.labels.iter().filter(|(key, _)| is_wide(key)) {
        reserved("", key, platform.at);
    }
    for namespace in &resolved.namespaces {
        let declared = namespace.declared;
        let labels = declared.spec.labels.iter().chain(&declared.labels);
        for (key, _) in labels.filter(|(key, _)| is_wide(key)) {
            reserved(&declared.name, key, declared.at);
        }
    }
    for workload in &resolved.workloads {
        let labels = workload.pod.labels.iter();
        for (key, declared) in labels.filter(|(key, _)| RESERVED.contains(&&**key)) {
            reserved(&workload.subject(), key, declared.at);
        }
    }
    for workload in &resolved.workloads {
        for (_, key, _) in workload.pod.annotations.iter().filter(|(_, key, _)| *key == REPLICA_EXCEPTION) {
            let message = format!("the annotation `{key}` is set, but this library writes it");
            let finding = report.finding(workload.subject(), message).at(workload.declared.origin);
            report.push(finding.help("write the reason in `.allow(\"replicas-outside-tier\", ..)`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn the_reason_of_an_allow_is_not_replaced() {
        let web: Service<Stable> = Service::new("web", "ghcr.io/acme/web:v1.4.0")
            .replicas(2)
            .allow("replicas-outside-tier", "mine")
            .annotation(crate::Object::DEPLOYMENT, "coderev.dev/replica-exception", "yours");
        let platform =
            Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(web));
        let found = crate::synth(&platform).findings().to_vec();
        let messages: Vec<_> =
            found.iter().filter(|it| it.rule().name() == "reserved-label").map(|it| it.message()).collect();
        assert_eq!(messages, ["the annotation `coderev.dev/replica-exception` is set, but this library writes it"]);
    }
}
