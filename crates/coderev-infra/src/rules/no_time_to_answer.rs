//! `no-time-to-answer`
use super::routes::published_routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static NO_TIME_TO_ANSWER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("no-time-to-answer", Phase::Intent)
    .summary("routes with a timeout of zero")
    .why("Envoy treats zero as no timeout, so a terminating pod waits forever for open requests. nginx treats zero as an immediate timeout.")
    .rust(
        r#"published(web().route(prefix("/").timeout(seconds(0))))
  //                              ^^^^^^^ error[no-time-to-answer]: `/` has a timeout of zero"#,
        r#"published(web().route(prefix("/").stream_idle_timeout(minutes(5))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for it in published_routes(resolved) {
        for timeout in it.route.timeout.iter().chain(&it.route.stream_idle_timeout).filter(|it| it.value.is_zero()) {
            let message = format!("`{}` has a timeout of zero", it.route.path);
            let finding = report.finding(it.workload.subject(), message).at(timeout.at);
            report.push(finding.help(
                "set a `.timeout(..)`; for an endless response, set the longest pause: `.stream_idle_timeout(..)`",
            ));
        }
    }
}
