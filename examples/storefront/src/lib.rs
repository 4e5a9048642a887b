//! A platform of two teams: this crate calls the services of the identity team, and runs one shop for each tenant.
use coderev_infra::prelude::*;

const TENANTS: [&str; 3] = ["books", "records", "wine"];

/// Both teams on Azure Kubernetes Service.
pub fn platform() -> Platform {
    let identity = identity::identity("v4.1.0");
    let web = Service::new("web", "ghcr.io/acme/web:v9.0.0")
        .route(prefix("/"))
        .replicas(3)
        .cpu(millis(250)..=cores(1))
        .memory(mebi(256)..=mebi(512))
        .env("TOKENS_URL", identity.tokens.url())
        .env("SESSIONS_ADDRESS", identity.sessions.address())
        .calls(&identity.tokens)
        .calls(&identity.sessions);
    let front = Namespace::new("web", Stable).host(Host::new("www.example.com")).service(web);

    Platform::new(Cluster::aks())
        .part_of("storefront")
        .edge(Edge::ingress_nginx().tls(Tls::secret(Secret::new("wildcard-example-com"))))
        .add(monitoring())
        .add(infrastructure())
        .namespace(
            TENANTS
                .iter()
                .fold(Namespace::new("databases", Shared), |databases, tenant| databases.store(database(tenant))),
        )
        .namespace(identity.namespace)
        .namespace(TENANTS.into_iter().fold(front, |front, tenant| front.service(shop(tenant))))
}

/// Each tenant has a database of its own, with a computed name.
fn orders(tenant: &str) -> Store<Postgres> {
    let credentials = Secret::new("orders").name(format!("orders-{tenant}"));
    Store::postgres("orders").name(format!("orders-{tenant}")).secret(credentials).env(&[("ORDERS_URL", "uri")])
}

fn database(tenant: &str) -> ExternalStore {
    let server =
        External::new("").name(format!("orders-{tenant}.postgres.database.azure.com")).cidrs(&["10.40.0.0/24"]);
    ExternalStore::new(&orders(tenant), server)
}

/// A convention is a function.
#[track_caller]
fn shop(tenant: &str) -> Service<Stable> {
    Service::new(format!("shop-{tenant}"), "ghcr.io/acme/shop:v1.4.0")
        .route(prefix(format!("/{tenant}")))
        .replicas(3)
        .cpu(millis(100)..=millis(500))
        .memory(mebi(128)..=mebi(256))
        .uses(&orders(tenant))
}
