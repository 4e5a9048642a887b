//! `timeout-on-stream`
use super::routes::published_routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static TIMEOUT_ON_STREAM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("timeout-on-stream", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("routes with both a timeout and a stream idle timeout")
    .why("A stream has no timeout for the whole response: only the idle timeout applies.")
    .rust(
        r#"published(web().route(prefix("/").timeout(seconds(60)).stream_idle_timeout(minutes(5))))
  //                              ^^^^^^^ warning[timeout-on-stream]: `.timeout(..)` on the route `/` has no effect with `.stream_idle_timeout(..)`: a stream has only an idle timeout"#,
        r#"published(web().route(prefix("/").stream_idle_timeout(minutes(5))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for it in published_routes(resolved) {
        if let (Some(timeout), Some(_)) = (it.route.timeout, it.route.stream_idle_timeout) {
            let message = format!(
                "`.timeout(..)` on the route `{}` has no effect with `.stream_idle_timeout(..)`: a stream has only an idle timeout",
                it.route.path
            );
            report.push(
                report.finding(it.workload.subject(), message).at(timeout.at).help("remove one of the two setters"),
            );
        }
    }
}
