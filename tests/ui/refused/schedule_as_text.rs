use coderev_infra::prelude::*;
fn main() {
    let nightly = CronJob::<Stable>::new("nightly", "nightly:1", "15 2 * * *");
}
