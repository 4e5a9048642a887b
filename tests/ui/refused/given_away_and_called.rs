use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let ledger = Service::new("ledger", "ledger:1");
    let stable = Namespace::new("platform-v2-stable", Stable).service(ledger);
    stable.service(Service::new("pay", "pay:1").calls(&ledger))
}

fn main() {}
