//! `unsupported-on-ingress-nginx`
use super::routes::published_routes;
use super::rule::IntentRule;
use crate::model::Place;
use crate::model::Route;
use crate::resolve::Resolved;
use crate::resolve::routes::is_plain;
use coderev_check::{Phase, Report, Rule};

pub(super) static UNSUPPORTED_ON_INGRESS_NGINX: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("unsupported-on-ingress-nginx", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("route settings and paths that need the Gateway API, on a host that ingress-nginx serves")
    .why("ingress-nginx rejects a path that it does not support. It ignores a setting that it does not support, so it would accept requests that the route excludes, or send them to the wrong service.")
    .rust(
        r#"on_nginx(Edge::ingress_nginx(), web().route(prefix("/").method(Method::GET)))
  //                                                    ^^^^^^ error[unsupported-on-ingress-nginx]: ingress-nginx does not support `.method(..)`"#,
        r#"published(web().route(prefix("/").method(Method::GET)))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for it in published_routes(resolved).filter(|it| !it.edge.is_gateway()) {
        let path = &it.route.path;
        if path.starts_with('/') && !is_plain(path) && (it.route.exact || !is_prefix(path)) {
            let message = format!(
                "ingress-nginx refuses the path `{path}`: it allows only letters, digits, `.`, `_`, `-` and `/`"
            );
            let help = if is_prefix(path) {
                "write `prefix(..)`, which allows also `:`, `@`, `~` and `+`"
            } else {
                "use another path"
            };
            let finding = report.finding(it.workload.subject(), message).at(it.route.at);
            report.push(finding.help(format!("{help}, or move the host to `Edge::gateway()`")));
        }
        for (at, setter) in settings(it.route) {
            let message = format!("ingress-nginx does not support `{setter}`");
            let finding = report.finding(it.workload.subject(), message).at(at);
            report.push(finding.help("remove the setter, or move the host to `Edge::gateway()`"));
        }
    }
}
/// Whether nginx takes the path as it is, with the type `ImplementationSpecific`.
fn is_prefix(path: &str) -> bool {
    path.chars().all(|c| is_plain(c.encode_utf8(&mut [0; 4])) || matches!(c, ':' | '@' | '~' | '+'))
}
/// The settings that select or redirect requests.
fn settings(route: &Route) -> Vec<(Place, &'static str)> {
    let mut settings: Vec<_> = route.methods.iter().map(|it| (it.at, ".method(..)")).collect();
    settings.extend(route.replace_prefix.iter().map(|it| (it.at, ".replace_prefix(..)")));
    settings.extend(route.headers.iter().map(|(_, it)| (it.at, ".header(..)")));
    settings.extend(route.splits.iter().map(|(_, it)| (it.at, ".split(..)")));
    settings.extend(route.mirrors.iter().map(|(_, it)| (it.at, ".mirror(..)")));
    settings
}
