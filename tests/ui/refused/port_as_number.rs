use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").port(8080);
    let admin = web.liveness(Probe::http("/live").port(9000));
}
