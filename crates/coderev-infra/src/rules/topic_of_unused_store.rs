//! `topic-of-unused-store`
use super::rule::IntentRule;
use crate::model::Signal;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static TOPIC_OF_UNUSED_STORE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("topic-of-unused-store", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("autoscalers that scale on a topic of a store that the workload does not use")
    .why("The workload does not read the topic, so more pods do not reduce its lag.")
    .rust(
        r#"let scale = Autoscale::new(3..=9).kafka_lag(KAFKA.topic("reports"), "reports", 100);
  //                              ^^^^^^^^^ warning[topic-of-unused-store]: `reports` scales on a topic of `kafka`, but does not use that store
let reports = worker("reports").autoscale(scale);
Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).worker(reports)).add(infrastructure())"#,
        r#"let scale = Autoscale::new(3..=9).kafka_lag(KAFKA.topic("reports"), "reports", 100);
let reports = worker("reports").autoscale(scale).uses(&KAFKA);
Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).worker(reports)).add(infrastructure())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for signal in workload.declared.autoscale.iter().flat_map(|scale| &scale.signals) {
            let Signal::KafkaLag { topic, at, .. } = signal else { continue };
            let store = &topic.store;
            let is_used = workload.stores.iter().any(|it| it.used.store.name == store.name);
            // A store without a provider is a finding of `missing-provider`.
            if is_used || resolved.stores.location(store).is_none() {
                continue;
            }
            let message =
                format!("`{}` scales on a topic of `{}`, but does not use that store", workload.name(), store.name);
            report.push(report.finding(workload.subject(), message).at(*at).help("use the store too: `.uses(..)`"));
        }
    }
}
