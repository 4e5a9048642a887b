//! The smallest platform: one service, one host.
use coderev_infra::prelude::*;

fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([platform()])
}

fn platform() -> Platform {
    let web = Service::new("web", "docker.io/nginxinc/nginx-unprivileged:1.29.3-alpine")
        .port(Port::http(8080))
        .route(prefix("/"))
        .cpu(millis(50)..=millis(200))
        .memory(mebi(32)..=mebi(64))
        .liveness(Probe::http("/").initial_delay(seconds(5)))
        .readiness(Probe::http("/"));
    Platform::new(Cluster::generic())
        .part_of("hello")
        .edge(Edge::ingress_nginx().tls(Tls::lets_encrypt("sre@example.com")))
        .namespace(Namespace::new("hello", Stable).host(Host::new("hello.example.com")).service(web))
}
