//! `wildcard-header-with-credentials`
use super::routes::routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static WILDCARD_HEADER_WITH_CREDENTIALS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("wildcard-header-with-credentials", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("routes with `.allow_credentials()` that allow or expose the header `*`")
    .why("With credentials, browsers treat `*` as a literal header name.")
    .rust(
        r#"published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials().allow_header("*")))
  //                                                                                       ^^^^^^^^^^^^ warning[wildcard-header-with-credentials]: with `.allow_credentials()`, browsers treat `*` as a literal header name"#,
        r#"published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials().allow_header("Authorization")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (workload, route) in routes(resolved).filter(|(_, route)| route.cors.credentials.is_some()) {
        for header in route.cors.headers.iter().chain(&route.cors.exposed).filter(|header| header.value == "*") {
            let message = "with `.allow_credentials()`, browsers treat `*` as a literal header name";
            report.push(report.finding(workload.subject(), message).at(header.at).help("name the headers"));
        }
    }
}
