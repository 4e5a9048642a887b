//! What is wrong with what a route says to browsers about pages of other origins.
use super::effects::WORD_WITHOUT_EFFECT;
use crate::finding::Finding;
use crate::lower::Workload;

/// The rules here.
pub(super) const RULES: &[&str] = &[CREDENTIALS_FOR_EVERY_ORIGIN];

/// What it does: finds routes that let pages of every origin ask with the user's cookies.
///
/// Why it is bad: any page that a user opens could act in their name; browsers refuse it, and proxies that answer each origin by its name let it pass.
///
/// Instead of `.allow_origin("*").allow_credentials()` say `.allow_origin("https://app.acme.dev").allow_credentials()`.
const CREDENTIALS_FOR_EVERY_ORIGIN: &str = "credentials-for-every-origin";

pub(super) fn origins(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for route in &workload.said.routes {
        let cors = &route.cors;
        let without_effect = |at, message: String, help: &str| {
            Finding::warning(WORD_WITHOUT_EFFECT, &subject, Some(at)).message(message).help(help)
        };
        for (at, word) in cors.details().filter(|_| cors.origins.is_empty()) {
            let text = format!("`{word}` of `{}`, which lets in no other origin", route.path);
            findings.push(without_effect(
                at,
                text,
                "say which: `.allow_origin(\"https://app.acme.dev\")`, or drop the word",
            ));
        }
        if cors.credentials.is_none() {
            continue;
        }
        for said in cors.origins.iter().filter(|said| matches!(&*said.value, "*" | "https://*" | "http://*")) {
            findings.push(
                Finding::error(CREDENTIALS_FOR_EVERY_ORIGIN, &subject, Some(said.at))
                    .message(format!(
                        "pages of every origin, `{}`, may ask `{}` with the user's cookies",
                        said.value, route.path
                    ))
                    .help("name the origins, or drop `.allow_credentials()`"),
            );
        }
        for said in cors.headers.iter().chain(&cors.exposed).filter(|said| said.value == "*") {
            let text = "`*` beside `.allow_credentials()`: browsers take it for the name of a header".to_owned();
            findings.push(without_effect(said.at, text, "name the headers"));
        }
    }
}
