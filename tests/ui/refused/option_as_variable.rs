use coderev_infra::prelude::*;
pub fn stable(proxy: Option<String>) -> Namespace<Stable> {
    let auth = Service::new("auth-service", "auth:1").env("HTTP_PROXY", proxy);
    Namespace::new("platform-v2-stable", Stable).service(auth)
}

fn main() {}
