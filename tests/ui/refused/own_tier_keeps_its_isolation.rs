use coderev_infra::prelude::*;
pub struct Archive;
impl Tier for Archive { fn spec(&self) -> TierSpec { Quarantine.spec().name("archive") } }
impl Reads<Database> for Archive {}
pub fn archive() -> Namespace<Archive> {
    let old = Service::new("old", "old:1").uses(&REDIS);
    Namespace::new("archive", Archive).service(old)
}

fn main() {}
