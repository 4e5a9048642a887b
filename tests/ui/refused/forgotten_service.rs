#![deny(unused_must_use)]
use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let stable = Namespace::new("platform-v2-stable", Stable);
    Service::<Stable>::new("auth-service", "auth:1").route(prefix("/api/auth"));
    stable
}

fn main() {}
