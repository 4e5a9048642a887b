use coderev_infra::prelude::*;
use coderev_infra::{Protocol, StoreProtocol, StoreVariable};
pub struct Clickhouse;
impl Protocol for Clickhouse {
    type Kind = Database;
    const PROTOCOL: &'static StoreProtocol =
        &StoreProtocol::new().variables(&[StoreVariable::secret("CLICKHOUSE_DSN", "dsn")]);
}
/// Without variables.
pub struct Influx;
impl Protocol for Influx { type Kind = Database; }
const CLICKHOUSE: Store<Clickhouse> = Store::new("clickhouse", Port::tcp(9000));
const INFLUX: Store<Influx> = Store::new("influx", Port::tcp(8086));
pub fn stable() -> Namespace<Stable> {
    Namespace::new("s", Stable).service(Service::new("w", "w:1").uses(&CLICKHOUSE).uses(&INFLUX))
}

fn main() {}
