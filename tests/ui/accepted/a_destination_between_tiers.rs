use coderev_infra::prelude::*;
pub struct Payments;
impl Tier for Payments { fn spec(&self) -> TierSpec { Stable.spec().name("payments") } }
impl Calls<Payments> for Stable {} // "production may call us"
pub fn shop(pay: &Endpoint<Payments>) -> Namespace<Stable> {
    Namespace::new("shop", Stable).service(Service::new("cart", "cart:1").calls(pay))
}

fn main() {}
