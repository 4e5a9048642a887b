//! `malformed-origin`
use super::routes::routes;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MALFORMED_ORIGIN: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-origin", Phase::Intent)
    .summary("origins that no browser sends")
    .why("An origin is a scheme, a host and optionally a port. Any other text never matches, or the API server rejects it.")
    .rust(
        r#"published(web().route(prefix("/").allow_origin("app.acme.dev")))
  //                              ^^^^^^^^^^^^ error[malformed-origin]: `app.acme.dev` is not a valid origin: it does not begin with `https://` or `http://`"#,
        r#"published(web().route(prefix("/").allow_origin("https://app.acme.dev")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (workload, route) in routes(resolved) {
        for origin in &route.cors.origins {
            let Some(fault) = fault(&origin.value) else { continue };
            let message = format!("`{}` is not a valid origin: {fault}", origin.value);
            let finding = report.finding(workload.subject(), message).at(origin.at);
            report.push(
                finding.help(
                    "write a scheme and a host, with nothing after them: `.allow_origin(\"https://app.acme.dev\")`",
                ),
            );
        }
    }
}
/// The reason why `text` is not an origin: `https://app.acme.dev`, with a port, or with `*` as its first label; or `*`.
fn fault(text: &str) -> Option<String> {
    if text == "*" {
        return None;
    }
    let Some(host) = text.strip_prefix("https://").or(text.strip_prefix("http://")) else {
        return Some("it does not begin with `https://` or `http://`".into());
    };
    if host.is_empty() {
        return Some("it has no host".into());
    }
    if let Some(c) = host.chars().find(|c| "/?#@ ".contains(*c)) {
        return Some(format!("its host contains `{c}`"));
    }
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Some("its port is not a number from 0 to 65535".into());
    }
    let is_label = |part: &str| {
        let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        end(part.chars().next()) && end(part.chars().last()) && part.chars().all(inside)
    };
    let is_name = name == "*" || name.strip_prefix("*.").unwrap_or(name).split('.').all(is_label);
    (!is_name).then(|| format!("`{name}` is not a DNS name"))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for text in ["*", "https://app.acme.dev", "http://localhost:8080", "https://*.acme.dev"] {
            assert_eq!(fault(text), None, "{text}");
        }
        for (text, reason) in [
            ("app.acme.dev", "it does not begin with `https://` or `http://`"),
            ("https://", "it has no host"),
            ("https://app.acme.dev/", "its host contains `/`"),
            ("https://user@acme.dev", "its host contains `@`"),
            ("https://app_1.acme.dev", "`app_1.acme.dev` is not a DNS name"),
            ("https://a.*.acme.dev", "`a.*.acme.dev` is not a DNS name"),
            ("https://app.acme.dev:99999", "its port is not a number from 0 to 65535"),
        ] {
            assert_eq!(fault(text).as_deref(), Some(reason), "{text}");
        }
    }
}
