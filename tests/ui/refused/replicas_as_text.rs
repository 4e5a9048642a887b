use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let auth = Service::new("auth-service", "auth:1").replicas("3");
    Namespace::new("platform-v2-stable", Stable).service(auth)
}

fn main() {}
