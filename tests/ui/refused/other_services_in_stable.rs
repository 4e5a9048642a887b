use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let legacy = Endpoint::existing("legacy-billing", "invoicer", Port::http(8080));
    let pay = Service::new("pay", "pay:1").calls(&legacy);
    Namespace::new("platform-v2-stable", Stable).service(pay)
}
fn main() {}
