use coderev_infra::prelude::*;
pub fn nightly() -> CronJob<Exp> { CronJob::new("rollup", "rollup:1") }
fn main() {}
