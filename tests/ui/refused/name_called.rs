use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    Namespace::new("platform-v2-stable", Stable).service(Service::new("pay", "pay:1").calls("auth-service"))
}
fn main() {}
