use coderev_infra::prelude::*;
struct Tenant;
impl Tier for Tenant {
    fn spec(&self) -> TierSpec {
        TierSpec::new("tenant")
    }
}
impl Calls<SameNamespace> for Tenant {}
fn main() {
    let api = Service::<Tenant>::new("api", "api:1");
    let acme = Namespace::new("acme", Tenant);
    let spy = Service::<Tenant>::new("spy", "spy:1").calls(&acme.endpoint(&api));
}
