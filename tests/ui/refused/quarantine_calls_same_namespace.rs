use coderev_infra::prelude::*;
pub fn quarantine(other: &Service<Quarantine>) -> Namespace<Quarantine> {
    let v3 = Service::new("v3-api", "v3-api:1").calls(other);
    Namespace::new("platform-v3-quarantine", Quarantine).service(v3)
}

fn main() {}
