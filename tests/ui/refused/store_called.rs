use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let auth = Service::<Stable>::new("auth-service", "auth:1").calls(&POSTGRES);
    Namespace::new("platform-v2-stable", Stable).service(auth)
}

fn main() {}
