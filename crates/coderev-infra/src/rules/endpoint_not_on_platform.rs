//! `endpoint-not-on-platform`
use super::rule::IntentRule;
use crate::model::{Call, Route};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::{Phase, Report, Rule};

pub(super) static ENDPOINT_NOT_ON_PLATFORM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("endpoint-not-on-platform", Phase::Intent)
    .summary("calls and routes to an endpoint that the platform does not have, or to a port that the endpoint does not have")
    .why("The host name does not resolve: an endpoint is only a reference, and adds nothing to the platform.")
    .rust(
        r#"let auth = Service::new("auth", "ghcr.io/acme/auth:v1.4.0");
let identity = Namespace::new("identity", Stable);
let web = web().calls(&identity.endpoint(&auth));
  //            ^^^^^ error[endpoint-not-on-platform]: `auth` of the namespace `identity` is called, but is not on the platform
Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(web))"#,
        r#"let auth = service("auth");
let identity = Namespace::new("identity", Stable);
let web = web().calls(&identity.endpoint(&auth));
Platform::new(Cluster::generic())
    .namespace(identity.service(auth))
    .namespace(Namespace::new("shop", Stable).service(web))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for call in &workload.pod.calls {
            let Call::Endpoint { namespace, name, port, is_port_declared } = &call.value else { continue };
            let (message, help) = match resolved.callee(workload, &call.value) {
                None => (format!("`{name}` of the namespace `{namespace}` is called, but is not on the platform"), ADD),
                Some((callee, _)) if *is_port_declared && !callee.ports.contains(port) => {
                    (format!("`{name}` is called on the port `{}`, which it does not have", port.label()), ADD_PORT)
                }
                Some(_) => continue,
            };
            report.push(report.finding(workload.subject(), message).at(call.at).help(help));
        }
        for route in &workload.declared.routes {
            check_route(resolved, workload, route, report);
        }
    }
}
const ADD: &str =
    "an endpoint is only a reference: add the service to its namespace, and the namespace to the platform";
const ADD_PORT: &str = "add the port to the service: `.port(..)`";

/// The destinations of splits and mirrors.
fn check_route(resolved: &Resolved<'_>, workload: &Workload<'_>, route: &Route, report: &mut Report) {
    for declared in route.splits.iter().chain(&route.mirrors).map(|(_, declared)| declared) {
        let target = &declared.value;
        if target.is_other_service {
            continue;
        }
        let (reason, help) = match resolved.workload(&target.namespace, &target.name) {
            None => ("is not on the platform".to_owned(), ADD),
            Some(it) if !it.ports.contains(&target.port) => {
                (format!("has no port `{}`", target.port.label()), ADD_PORT)
            }
            Some(_) => continue,
        };
        let message = format!(
            "`{}` sends requests to `{}` of the namespace `{}`, which {reason}",
            route.path, target.name, target.namespace
        );
        report.push(report.finding(workload.subject(), message).at(declared.at).help(help));
    }
}
