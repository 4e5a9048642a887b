use coderev_infra::prelude::*;
const STRIPE: External = External::new("api.stripe.com").cidrs(&["3.18.12.63/32"]);
pub fn stable() -> Namespace<Stable> {
    let pay = Service::new("pay", "pay:1").calls(&STRIPE);
    Namespace::new("platform-v2-stable", Stable).service(pay)
}

fn main() {}
