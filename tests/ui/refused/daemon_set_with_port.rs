use coderev_infra::prelude::*;
fn main() {
    let _ = DaemonSet::<Shared>::new("agent", "agent:1").port(Port::tcp(8125));
}
