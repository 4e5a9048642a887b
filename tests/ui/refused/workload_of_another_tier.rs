use coderev_infra::prelude::*;
pub fn stable(v1: &Service<Exp>) -> Namespace<Stable> {
    let pay = Service::new("pay", "pay:1").calls(v1);
    Namespace::new("platform-v2-stable", Stable).service(pay)
}

fn main() {}
