use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").termination_grace_period(30);
    let web = web.readiness(Probe::http("/ready").period(10));
}
