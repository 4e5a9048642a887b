//! `http-probe-on-grpc`
use super::rule::IntentRule;
use crate::model::port::AppProtocol;
use crate::model::{Action, Port};
use crate::resolve::Resolved;
use crate::resolve::ports::main_port;
use coderev_check::{Phase, Report, Rule};

pub(super) static HTTP_PROBE_ON_GRPC: IntentRule = IntentRule { rule: &RULE, check };
// The kubelet sends HTTP/1.1: its `http.Transport` has no HTTP/2 for URLs with the scheme `http`.
// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/probe/http/http.go>, `NewWithTLSConfig`.
static RULE: Rule = Rule::error("http-probe-on-grpc", Phase::Intent)
    .summary("HTTP probes on a gRPC port")
    .why("The kubelet sends HTTP/1.1, and gRPC needs HTTP/2: the probe never succeeds. If the server accepts both protocols on one port, suppress the finding with `allow`.")
    .rust(
        r#"Service::new("quotes", "ghcr.io/acme/quotes:v1.4.0")
    .port(Port::grpc(9000))
    .readiness(Probe::http("/ready"))
  //           ^^^^^^^^^^^ error[http-probe-on-grpc]: an HTTP probe uses port 9000 (`grpc`) of `quotes`, which is a gRPC port"#,
        r#"Service::new("quotes", "ghcr.io/acme/quotes:v1.4.0")
    .port(Port::grpc(9000))
    .readiness(Probe::grpc())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let own = workload.all_ports();
        let main = (workload.name(), &workload.pod.container, &*own);
        let others = workload.pod.sidecars.iter().chain(&workload.pod.init);
        let others = others.map(|declared| (&*declared.name, &declared.fields, &*declared.ports));
        for (name, container, ports) in std::iter::once(main).chain(others) {
            let probes = [&container.liveness, &container.readiness, &container.startup].into_iter().flatten();
            for probe in probes.filter(|probe| matches!(probe.action, Action::Http(_))) {
                let is_grpc = |port: &Port| port.app_protocol == AppProtocol::Grpc;
                let Some(port) = probe.port.or_else(|| main_port(ports)).filter(is_grpc) else { continue };
                let message = format!(
                    "an HTTP probe uses port {} (`{}`) of `{name}`, which is a gRPC port",
                    port.number,
                    port.label()
                );
                let help = match ports.iter().any(|port| port.app_protocol == AppProtocol::Http) {
                    true => "name the HTTP port: `Probe::http(..).port(..)`, or use `Probe::grpc()`",
                    false => "use `Probe::grpc()`, or declare the HTTP port and name it: `Probe::http(..).port(..)`",
                };
                report.push(report.finding(workload.subject(), message).at(probe.at).help(help));
            }
        }
    }
}
