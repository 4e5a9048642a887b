use coderev_infra::prelude::*;
use coderev_infra::Protocol;
pub struct Clickhouse;
impl Protocol for Clickhouse { type Kind = Database; }
const CLICKHOUSE: Store<Clickhouse> = Store::new("clickhouse", Port::tcp(9000));
pub fn stable() -> Namespace<Stable> {
    Namespace::new("s", Stable).service(Service::new("w", "w:1").uses(&CLICKHOUSE))
}

fn main() {}
