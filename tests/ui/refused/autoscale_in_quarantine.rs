use coderev_infra::prelude::*;
pub fn quarantine() -> Namespace<Quarantine> {
    let v3 = Service::new("v3-api", "v3-api:1").autoscale(Autoscale::new(1..=5));
    Namespace::new("platform-v3-quarantine", Quarantine).service(v3)
}

fn main() {}
