//! What is wrong with what a route says to browsers about pages of other origins.
use super::effects::WORD_WITHOUT_EFFECT;
use crate::finding::Finding;
use crate::resolve::workload::Workload;

/// The rules here.
pub(super) const RULES: &[&str] = &[CREDENTIALS_FOR_EVERY_ORIGIN, MALFORMED_ORIGIN];

/// What it does: finds routes that let pages of every origin ask with the user's cookies.
///
/// Why it is bad: any page that a user opens could act in their name; browsers refuse it, and proxies that answer each origin by its name let it pass.
///
/// Instead of `.allow_origin("*").allow_credentials()` say `.allow_origin("https://app.acme.dev").allow_credentials()`.
const CREDENTIALS_FOR_EVERY_ORIGIN: &str = "credentials-for-every-origin";

/// What it does: finds origins that no browser says.
///
/// Why it is bad: an origin is a scheme and a host, perhaps with a port, and nothing after it; any other text is never equal to one, or the API server
/// refuses it.
///
/// Instead of `.allow_origin("app.acme.dev")` or `"https://app.acme.dev/"` say `.allow_origin("https://app.acme.dev")`.
const MALFORMED_ORIGIN: &str = "malformed-origin";

/// `https://app.acme.dev`, with a port or a first part of `*`; or all.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    text == "*" || host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']))
}

pub(super) fn origins(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for route in &workload.said.routes {
        let cors = &route.cors;
        for said in cors.origins.iter().filter(|said| !is_origin(&said.value)) {
            findings.push(
                Finding::error(MALFORMED_ORIGIN, &subject, Some(said.at))
                    .message(format!("`{}` is no origin: no browser says so where a page comes from", said.value))
                    .help("a scheme and a host, and nothing after it: `.allow_origin(\"https://app.acme.dev\")`"),
            );
        }
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
