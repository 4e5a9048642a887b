//! `address-without-pods`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ADDRESS_WITHOUT_PODS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("address-without-pods", Phase::Intent)
    .summary("workloads that receive requests but can scale to zero")
    .why("A request does not start a pod; only a KEDA trigger does. While no pod runs, callers cannot connect and the edge answers with 503.")
    .rust(
        r#"let scale = Autoscale::new(0..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
  //        ^^^^^^^^^^^^^^ warning[address-without-pods]: `web` receives requests, but can scale to zero pods
let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(scale);
Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).service(web)"#,
        r#"let scale = Autoscale::new(1..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(scale);
Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).service(web)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in resolved.workloads.iter().filter(|workload| workload.has_address()) {
        let Some(scale) = &workload.declared.autoscale else { continue };
        if *scale.replicas.start() == 0 && !scale.signals.is_empty() {
            let message = format!("`{}` receives requests, but can scale to zero pods", workload.name());
            let finding = report.finding(workload.subject(), message).at(scale.at);
            report.push(
                finding.help("keep one pod, `Autoscale::new(1..=n)`, or read the work from a queue in a `Worker`"),
            );
        }
    }
}
