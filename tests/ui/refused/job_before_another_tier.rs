use coderev_infra::prelude::*;
pub fn stable(v1: &Service<Exp>) -> Namespace<Stable> {
    Namespace::new("platform-v2-stable", Stable).job(Job::new("migrate", "migrate:1").before(v1))
}
fn main() {}
