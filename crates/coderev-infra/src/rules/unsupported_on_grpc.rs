//! `unsupported-on-grpc`
use super::routes::published_routes;
use super::rule::IntentRule;
use crate::model::Place;
use crate::model::Route;
use crate::model::port::AppProtocol;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static UNSUPPORTED_ON_GRPC: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("unsupported-on-grpc", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("route settings that have no effect on gRPC")
    .why("gRPC has services and methods instead of paths, and its clients keep no cookies, so the setting has no effect.")
    .rust(
        r#"let web = web().port(Port::grpc(9090)).readiness(Probe::grpc());
published(web.route(prefix("/acme.Shop").session_affinity()))
  //                                     ^^^^^^^^^^^^^^^^ warning[unsupported-on-grpc]: `.session_affinity()` on the route `/acme.Shop` has no effect: gRPC clients keep no cookies"#,
        r#"let web = web().port(Port::grpc(9090)).readiness(Probe::grpc());
published(web.route(prefix("/acme.Shop")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for it in published_routes(resolved) {
        let (subject, route) = (it.workload.subject(), it.route);
        if let Some(at) = route.session_affinity
            && it.workload.port_of(route).app_protocol == AppProtocol::Grpc
        {
            let message = format!(
                "`.session_affinity()` on the route `{}` has no effect: gRPC clients keep no cookies",
                route.path
            );
            report.push(report.finding(&*subject, message).at(at).help("remove the setter"));
        }
        if !(it.edge.is_gateway() && it.binding.all_grpc) {
            continue;
        }
        for (at, setter) in http_settings(route) {
            let message = format!("`{setter}` has no effect on a gRPC route");
            let finding = report.finding(&*subject, message).at(at);
            report.push(finding.help("remove the setter: gRPC has services and methods"));
        }
    }
}
/// The settings of an HTTPRoute that a GRPCRoute does not have.
fn http_settings(route: &Route) -> Vec<(Place, &'static str)> {
    let mut settings: Vec<_> = route.methods.iter().map(|it| (it.at, ".method(..)")).collect();
    settings.extend(route.replace_prefix.iter().map(|it| (it.at, ".replace_prefix(..)")));
    settings.extend(route.cors.origins.iter().map(|it| (it.at, ".allow_origin(..)")));
    settings.extend(route.cors.details().filter(|_| !route.cors.origins.is_empty()));
    settings.extend(route.body_limit.iter().map(|it| (it.at, ".body_limit(..)")));
    settings
}
