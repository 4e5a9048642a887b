//! Problems with ports are findings at the line that declares the port.
use super::*;
use coderev_infra::{Object, Patch, Severity};

fn rules_of(api: Service<Stable>) -> Vec<&'static str> {
    let api = api.readiness(Probe::exec(["true"])).pod(small());
    rules(&platform(Namespace::new("shop", Stable).service(api)))
}
fn api() -> Service<Stable> {
    Service::new("api", "ghcr.io/acme/api:1.0.0")
}

#[test]
fn two_http_ports_need_two_numbers_on_the_service() {
    const HTTP: Port = Port::http(8000);
    assert_eq!(rules_of(api().port(HTTP).port(Port::http(8001).name("admin"))), ["malformed-port"]);
    assert_eq!(rules_of(api().port(HTTP).port(Port::http(8001).name("admin").service(8001))), [""; 0]);
}

#[test]
fn a_port_that_a_patch_renames_is_missing_for_the_service() {
    let renamed = |name| Patch::new(Object::POD).set("/spec/containers/[name=api]/ports/[name=http]/name", name);
    let platform = |name| {
        platform(
            Namespace::new("shop", Stable)
                .service(api().pod(small()).patch(renamed(name)).readiness(Probe::exec(["true"]))),
        )
    };
    let findings = coderev_infra::synth(&platform("web")).findings().to_vec();
    let printed: Vec<_> = findings.iter().map(|it| (it.severity(), it.message())).collect();
    let message = "the Service `api` sends requests to the port `http` over TCP, which no container of its pods has";
    assert_eq!(printed, [(Severity::Error, message)]);
}

#[test]
fn a_probe_of_a_udp_port_is_a_finding() {
    let dns = |probe| {
        let dns = Service::new("dns", "ghcr.io/acme/dns:1").port(Port::udp(5353)).pod(small()).readiness(probe);
        rules(&platform(Namespace::new("shop", Stable).service(dns)))
    };
    assert_eq!(dns(Probe::tcp()), ["absent-port"]);
    assert_eq!(dns(Probe::exec(["true"])), [""; 0]);
}

#[test]
fn an_http_probe_of_a_grpc_port_is_a_finding() {
    const GRPC: Port = Port::grpc(9000);
    const ADMIN: Port = Port::http(8001).name("admin");
    let found = |api: Service<Stable>| rules(&platform(Namespace::new("shop", Stable).service(api.pod(small()))));
    let http = || Probe::http("/ready");
    assert_eq!(found(api().port(GRPC).readiness(http())), ["http-probe-on-grpc"]);
    assert_eq!(found(api().port(GRPC).readiness(http().port(GRPC))), ["http-probe-on-grpc"]);
    // The first port is the default port of a probe, also where another port is HTTP.
    assert_eq!(found(api().port(GRPC).port(ADMIN).readiness(http())), ["http-probe-on-grpc"]);
    assert_eq!(found(api().port(GRPC).port(ADMIN).readiness(http().port(ADMIN))), [""; 0]);
    assert_eq!(found(api().port(ADMIN).port(GRPC).readiness(http())), [""; 0]);
    assert_eq!(found(api().port(GRPC).readiness(Probe::grpc())), [""; 0]);
    let proxy = Container::new("proxy", "ghcr.io/acme/proxy:1.0.0")
        .cpu(millis(1)..=millis(2))
        .memory(mebi(1)..=mebi(2))
        .port(Port::grpc(9001).name("proxy"))
        .liveness(Probe::http("/live"));
    let with_proxy = api().port(GRPC).readiness(Probe::grpc()).sidecar(proxy);
    assert_eq!(found(with_proxy), ["http-probe-on-grpc"]);
}
