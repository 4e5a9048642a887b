//! `cors-without-origin`
use super::routes::routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static CORS_WITHOUT_ORIGIN: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("cors-without-origin", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("CORS settings on a route without `.allow_origin(..)`")
    .why("Without an origin, the edge sends no CORS headers, so the settings have no effect.")
    .rust(
        r#"published(web().route(prefix("/").allow_header("Authorization")))
  //                              ^^^^^^^^^^^^ warning[cors-without-origin]: `.allow_header(..)` on the route `/` has no effect: the route has no `.allow_origin(..)`"#,
        r#"published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_header("Authorization")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (workload, route) in routes(resolved).filter(|(_, route)| route.cors.origins.is_empty()) {
        for (at, setter) in route.cors.details() {
            let message =
                format!("`{setter}` on the route `{}` has no effect: the route has no `.allow_origin(..)`", route.path);
            let finding = report.finding(workload.subject(), message).at(at);
            report.push(
                finding.help("name the origins, `.allow_origin(\"https://app.acme.dev\")`, or remove the setter"),
            );
        }
    }
}
