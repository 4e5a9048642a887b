use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let auth = Service::new("auth-service", "auth:1").disruption_budget(max_unavailable(mebi(1)));
    Namespace::new("platform-v2-stable", Stable).service(auth)
}

fn main() {}
