//! One service, two ports, a sidecar, two environments.
use coderev_infra::prelude::*;
use coderev_infra::{Patch, Raw};
use std::ops::RangeInclusive;

const GRPC: Port = Port::grpc(9000);
const METRICS: Port = Port::metrics(9090);

/// The differences between the environments of this program.
struct Environment {
    name: &'static str,
    cluster: Cluster,
    tier: TierSpec,
    replicas: RangeInclusive<u32>,
    tag: &'static str,
}

/// The environment for customers.
pub fn production() -> Platform {
    quotes(Environment {
        name: "production",
        cluster: Cluster::eks().context("prod-eu"),
        tier: Stable.spec(),
        replicas: 3..=40,
        tag: "v5.2.0",
    })
}

/// The services of production with other numbers. The tier is the same, and so are its permissions.
pub fn staging() -> Platform {
    quotes(Environment {
        name: "staging",
        cluster: Cluster::eks().context("staging-eu"),
        tier: Stable.spec().environment("staging").replicas(1..).default_replicas(1),
        replicas: 1..=3,
        tag: "v5.3.0-rc.1",
    })
    .label("cost-centre", "staging")
}

fn quotes(env: Environment) -> Platform {
    let settings = ConfigMap::new("quotes-settings").data("refresh", "30s").data("currency", "EUR");
    let exchange = External::new("fix.exchange.example").name(format!("fix.{}.exchange.example", env.name));
    let cache = Container::new("cache", "docker.io/library/redis:8.10.1")
        .args(["--save", ""])
        .cpu(millis(50)..)
        .memory(mebi(64)..=mebi(128))
        .readiness(Probe::tcp().port(Port::tcp(6379)));
    let service = Service::new("quotes", format!("ghcr.io/acme/quotes:{}", env.tag))
        .port(GRPC)
        .metrics(METRICS)
        .readiness(Probe::grpc().period(seconds(5)))
        .liveness(Probe::grpc().initial_delay(seconds(30)))
        .route(prefix("/acme.Quotes").timeout(seconds(10)))
        .cpu(millis(250)..=cores(1))
        .memory(mebi(512)..=gibi(1))
        .autoscale(Autoscale::new(env.replicas).cpu(percent(60)))
        .env("CURRENCY", settings.key("currency"))
        .env("POD_IP", PodField::Ip)
        .mount("/etc/quotes", &settings)
        .sidecar(cache)
        .patch(
            Patch::new(Object::DEPLOYMENT)
                .set("/spec/template/spec/dnsConfig/options", json!([{ "name": "ndots", "value": "2" }])),
        );
    let feed = Worker::new("feed", format!("ghcr.io/acme/feed:{}", env.tag))
        .replicas(1)
        .cpu(millis(100)..)
        .memory(mebi(128)..=mebi(256))
        .calls(&exchange);

    Platform::new(env.cluster)
        .name(env.name)
        .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@example.com")))
        .add(monitoring())
        .namespace(
            Namespace::new("quotes", Stable)
                .spec(env.tier)
                .host(Host::new(format!("quotes.{}.example.com", env.name)))
                .service(service),
        )
        .namespace(Namespace::new("feeds", Exp).worker(feed))
        .raw(Raw::yaml(include_str!("legacy.yaml")))
}
