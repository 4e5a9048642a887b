//! `malformed-origin`
use super::routes::routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MALFORMED_ORIGIN: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-origin", Phase::Intent)
    .summary("origins that no browser sends")
    .why("An origin is a scheme, a host and optionally a port. Any other text never matches, or the API server refuses it.")
    .rust(
        r#"published(web().route(prefix("/").allow_origin("app.acme.dev")))
  //                              ^^^^^^^^^^^^ error[malformed-origin]: `app.acme.dev` is not an origin that a browser sends"#,
        r#"published(web().route(prefix("/").allow_origin("https://app.acme.dev")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (workload, route) in routes(resolved) {
        for origin in route.cors.origins.iter().filter(|origin| !is_origin(&origin.value)) {
            let message = format!("`{}` is not an origin that a browser sends", origin.value);
            let finding = report.finding(workload.subject(), message).at(origin.at);
            report.push(
                finding.help(
                    "write a scheme and a host, with nothing after them: `.allow_origin(\"https://app.acme.dev\")`",
                ),
            );
        }
    }
}
/// `https://app.acme.dev`, with a port, or with `*` as its first label; or `*`.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    text == "*" || host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']))
}
