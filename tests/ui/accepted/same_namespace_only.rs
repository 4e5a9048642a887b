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
    let web = Service::<Tenant>::new("web", "web:1").calls(&api);
    let _ = Namespace::new("acme", Tenant).service(api).service(web);
}
