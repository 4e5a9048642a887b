//! A shop: payments have a tier of their own, and another team runs their database.
use coderev_infra::prelude::*;

/// The guarantees of `Stable`, and one more permission: payments may connect to the internet, which `Stable` may not.
#[derive(Clone, Copy)]
struct Payments;
impl Tier for Payments {
    fn spec(&self) -> TierSpec {
        let quota = Quota::new().cpu(cores(40)).memory(gibi(80)).pods(60);
        Stable.spec().name("payments").replicas(2..).default_replicas(2).quota(quota)
    }
}
impl Autoscales for Payments {}
impl Uses<Database> for Payments {}
impl Uses<MessageQueue> for Payments {}
impl Calls<Payments> for Payments {}
impl Calls<Internet> for Payments {}
impl Calls<Payments> for Stable {} // production may call payments; payments may not call production

/// Orders are stored in RDS. The shop sets the names of the environment variables.
const ORDERS: Store<Postgres> =
    Store::postgres("orders").secret(Secret::new("orders-db")).env(&[("ORDERS_URL", "url"), ("ORDERS_CA", "ca.crt")]);
const RDS: External = External::new("orders.abc.eu-central-1.rds.amazonaws.com").cidrs(&["10.20.0.0/24"]);
const STRIPE: External = External::new("api.stripe.com").cidrs(&["3.18.12.63/32", "3.130.192.231/32"]);
const STRIPE_KEY: SecretKey = Secret::new("stripe").key("api-key");

/// The settings of every pod of the shop.
fn house<T: Tier>() -> Pod<T> {
    let log_router = Container::new("log-router", "ghcr.io/shop/log-router:1.4.2")
        .cpu(millis(20)..=millis(100))
        .memory(mebi(32)..=mebi(64));
    Pod::new().env("TZ", "UTC").label("team", "shop").sidecar(log_router)
}

/// The shop on Amazon EKS.
pub fn platform() -> Platform {
    let payments = Namespace::new("payments", Payments).label("pci", "in-scope").defaults(house());
    let ledger = Service::new("ledger", "ghcr.io/shop/ledger:3.1.0")
        .cpu(millis(200)..)
        .memory(mebi(256)..=mebi(512))
        .uses(&ORDERS);
    let api = Service::new("payment-api", "ghcr.io/shop/payment-api:7.0.1")
        .cpu(millis(500)..)
        .memory(mebi(512)..=gibi(1))
        .autoscale(Autoscale::new(2..=12))
        .env("STRIPE_API_KEY", STRIPE_KEY)
        .env("LEDGER_URL", ledger.url())
        .mount("/etc/stripe", Secret::new("stripe-webhook"))
        .calls(&STRIPE)
        .calls(&ledger)
        .uses(&KAFKA)
        .disruption_budget(max_unavailable(percent(25)));
    let pay = payments.endpoint(&api);

    let www = Host::new("shop.example.com").rate_limit(per_second(50));
    let admin = Host::new("admin.shop.example.com").allow_from("203.0.113.0/24");
    let storefront = Service::new("storefront", "ghcr.io/shop/storefront:12.3.0")
        .route(prefix("/").on(&www))
        .route(prefix("/").on(&admin).method(Method::GET).method(Method::POST))
        .cpu(millis(250)..=cores(1))
        .memory(mebi(256)..=mebi(512))
        .autoscale(Autoscale::new(3..=30))
        .env("PAYMENTS_URL", pay.url())
        .calls(&pay)
        .uses(&REDIS);

    Platform::new(Cluster::eks().version(KubernetesVersion::V1_36).storage_class("gp3"))
        .part_of("shop")
        .edge(Edge::gateway().tls(Tls::lets_encrypt("platform@shop.example.com")))
        .secrets(ExternalSecrets::aws("eu-central-1"))
        .add(monitoring())
        .add(infrastructure())
        .namespace(Namespace::new("data", Shared).store(ExternalStore::new(&ORDERS, RDS)))
        .namespace(payments.service(ledger).service(api))
        .namespace(Namespace::new("shop", Stable).defaults(house()).host(www).host(admin).service(storefront))
}
