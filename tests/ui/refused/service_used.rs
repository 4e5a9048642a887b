use coderev_infra::prelude::*;
pub fn stable(ledger: &Service<Stable>) -> Namespace<Stable> {
    let auth = Service::new("auth-service", "auth:1").uses(ledger);
    Namespace::new("platform-v2-stable", Stable).service(auth)
}

fn main() {}
