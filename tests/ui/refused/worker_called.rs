use coderev_infra::prelude::*;
pub fn stable(audit: &Worker<Stable>) -> Namespace<Stable> {
    Namespace::new("platform-v2-stable", Stable).service(Service::new("pay", "pay:1").calls(audit))
}
fn main() {}
