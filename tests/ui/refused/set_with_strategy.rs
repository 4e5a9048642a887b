use coderev_infra::prelude::*;
fn main() {
    let _ = StatefulSet::<Shared>::new("ring", "ring:1").strategy(Strategy::recreate());
}
