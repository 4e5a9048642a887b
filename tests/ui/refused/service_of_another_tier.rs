use coderev_infra::prelude::*;
pub fn v1() -> Service<Exp> { Service::new("v1-api", "v1-api:1") }
pub fn stable() -> Namespace<Stable> { Namespace::new("platform-v2-stable", Stable).service(v1()) }

fn main() {}
