//! `credentials-for-every-origin`
use super::routes::routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static CREDENTIALS_FOR_EVERY_ORIGIN: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("credentials-for-every-origin", Phase::Intent)
    .summary("routes that accept cookies from every origin")
    .why("Any page that a user opens can send requests on the user's behalf. Browsers reject `*` with credentials, but a proxy that echoes the \
         request's origin bypasses that protection.")
    .rust(
        r#"published(web().route(prefix("/").allow_origin("*").allow_credentials()))
  //                              ^^^^^^^^^^^^ error[credentials-for-every-origin]: `/` accepts cookies from every origin: `*`"#,
        r#"published(web().route(prefix("/").allow_origin("https://app.acme.dev").allow_credentials()))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (workload, route) in routes(resolved).filter(|(_, route)| route.cors.credentials.is_some()) {
        for origin in route.cors.origins.iter().filter(|it| matches!(&*it.value, "*" | "https://*" | "http://*")) {
            let message = format!("`{}` accepts cookies from every origin: `{}`", route.path, origin.value);
            let finding = report.finding(workload.subject(), message).at(origin.at);
            report.push(finding.help("name the origins, or remove `.allow_credentials()`"));
        }
    }
}
