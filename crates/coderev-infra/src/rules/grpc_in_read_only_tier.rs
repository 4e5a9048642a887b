//! `grpc-in-read-only-tier`
use super::routes::published_routes;
use super::rule::IntentRule;
use crate::model::Methods;
use crate::model::port::AppProtocol;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static GRPC_IN_READ_ONLY_TIER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("grpc-in-read-only-tier", Phase::Intent)
    .summary("routes to a gRPC port in a read-only tier")
    .why("Each gRPC call is a POST request, which the tier does not allow.")
    .rust(
        r#"let api = read_only("api").port(Port::grpc(9090)).readiness(Probe::grpc());
let api = api.route(prefix("/acme.Api"));
  //                ^^^^^^ error[grpc-in-read-only-tier]: `/acme.Api` routes to a gRPC port, but gRPC calls are POST requests, and the tier `quarantine` is read-only
Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))"#,
        r#"let api = read_only("api").port(Port::http(8000)).route(prefix("/api"));
Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for it in published_routes(resolved) {
        let tier = it.workload.spec();
        if tier.methods == Methods::ReadOnly && it.workload.port_of(it.route).app_protocol == AppProtocol::Grpc {
            let message = format!(
                "`{}` routes to a gRPC port, but gRPC calls are POST requests, and the tier `{}` is read-only",
                it.route.path, tier.name
            );
            let finding = report.finding(it.workload.subject(), message).at(it.route.at);
            report.push(finding.help("move the service to a tier that allows writes"));
        }
    }
}
