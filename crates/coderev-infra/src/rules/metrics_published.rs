//! `metrics-published`
use super::routes::routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use crate::resolve::routes::publishes_metrics;
use coderev_check::{Phase, Report, Rule};

pub(super) static METRICS_PUBLISHED: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("metrics-published", Phase::Intent)
    .summary("routes to the path from which Prometheus reads the metrics of the service")
    .why("A route to `/` does not expose `/metrics`, because the edge blocks this path. A route to `/metrics` removes this protection: every client of the edge can read the metrics.")
    .rust(
        r#"published(web().route(prefix("/metrics")))
  //                  ^^^^^^ warning[metrics-published]: the route `/metrics` publishes the metrics of `web`"#,
        r#"published(web().route(prefix("/metrics")).without_metrics())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (workload, route) in routes(resolved).filter(|(workload, route)| publishes_metrics(workload, route)) {
        let message = format!("the route `{}` publishes the metrics of `{}`", route.path, workload.name());
        let help = "remove the route; if this path has no metrics, set `.without_metrics()`, or `.metrics(..)` with their port";
        report.push(report.finding(workload.subject(), message).at(route.at).help(help));
    }
}
