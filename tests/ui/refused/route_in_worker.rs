use coderev_infra::prelude::*;
pub fn stable() -> Namespace<Stable> {
    let audit = Worker::new("audit", "audit:1").route(prefix("/audit"));
    Namespace::new("platform-v2-stable", Stable).worker(audit)
}
fn main() {}
