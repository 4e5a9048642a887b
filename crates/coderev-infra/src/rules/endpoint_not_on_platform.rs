//! `endpoint-not-on-platform`
use super::rule::IntentRule;
use crate::model::{Call, Place, Route};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::{Phase, Report, Rule};
use coderev_objects::labels::NAME;

pub(super) static ENDPOINT_NOT_ON_PLATFORM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("endpoint-not-on-platform", Phase::Intent)
    .or_warning()
    .summary("calls and routes to an endpoint that the platform does not have, or to a port that the endpoint does not have; and \
         `Endpoint::existing` for a service in a namespace of this platform")
    .why("The host name does not resolve: an endpoint is only a reference, and adds nothing to the platform. `Endpoint::existing` adds only the egress rule of the caller. If the service is on this platform, its namespace still denies the ingress.")
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
            if let Call::OtherServices { namespace, pods, .. } = &call.value {
                check_existing(resolved, workload, (namespace, pods, call.at), report);
            }
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

/// A service of another program in a namespace of this platform. A raw object may be its pods, and its policy.
fn check_existing(
    resolved: &Resolved<'_>,
    caller: &Workload<'_>,
    (namespace, pods, at): (&str, &[(String, String)], Place),
    report: &mut Report,
) {
    let Some(owned) = resolved.namespace(namespace) else { return };
    let name = pods.iter().find(|(label, _)| label == NAME).map(|(_, name)| &**name);
    let finding = match name.map(|name| (name, resolved.workload(namespace, name))) {
        Some((name, Some(_))) => {
            let message = format!(
                "`{name}` of the namespace `{namespace}` is called as a service of another program, so it accepts no connection of `{}`",
                caller.name()
            );
            report
                .finding(caller.subject(), message)
                .help("call the endpoint of this platform: `.calls(&namespace.endpoint(&service))`")
        }
        _ if owned.raw.is_empty() && resolved.platform.raw.is_empty() => {
            let message = format!(
                "a service of another program in the namespace `{namespace}` is called, but this platform creates that namespace, and refuses the connection"
            );
            report.finding(caller.subject(), message).as_warning().help(
                "declare the service on this platform, or add a raw NetworkPolicy that allows the ingress: `.raw(..)` of the namespace",
            )
        }
        _ => return,
    };
    report.push(finding.at(at));
}
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

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    /// The findings of a call to a service of another program in the namespace `b` of this platform.
    fn found(namespace: Namespace<Stable>, name: &str) -> Vec<String> {
        let web: Service<Exp> =
            Service::new("web", "ghcr.io/acme/web:v1.4.0").calls(&Endpoint::existing("b", name, Port::http(8080)));
        let platform = Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(namespace)
            .namespace(Namespace::new("a", Exp).service(web));
        let found = crate::synth(&platform).findings().to_vec();
        let own = found.iter().filter(|it| it.rule().name() == "endpoint-not-on-platform");
        own.map(|it| it.message().to_owned()).collect()
    }
    #[test]
    fn a_service_of_this_platform_is_no_service_of_another_program() {
        let namespace = || Namespace::new("b", Stable).service(Service::new("api", "ghcr.io/acme/api:v1.4.0"));
        assert!(
            found(namespace(), "api")[0].starts_with("`api` of the namespace `b` is called as a service of another")
        );
        assert!(found(namespace(), "nope")[0].contains("refuses the connection"));
        let policy = crate::Raw::yaml(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: nope}\nspec: {podSelector: {}}\n",
        );
        assert_eq!(found(namespace().raw(policy), "nope"), [""; 0]);
    }
}
