//! Names may be computed, and a function runs one service for each tenant.
use coderev_infra::prelude::*;
const ORDERS: Store<Postgres> = Store::postgres("orders").secret(Secret::new("orders-db")).env(&[("ORDERS_URL", "url")]);
pub fn tenant(name: &str) -> Service<Stable> {
    let orders = ORDERS.name(format!("orders-{name}"));
    Service::new(name, "shop:1").uses(&orders).env("PASSWORD", Secret::new("x").name(format!("{name}-db")).key("password"))
}
pub fn all() -> Namespace<Stable> {
    ["a", "b"].into_iter().map(tenant).fold(Namespace::new("shops", Stable), Namespace::service)
}

fn main() {
    let _ = all();
}
