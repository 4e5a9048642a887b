use coderev_infra::prelude::*;
pub fn nothing() {
    let auth = Service::new("auth-service", "auth:1").replicas(3);
    drop(auth)
}

fn main() {}
