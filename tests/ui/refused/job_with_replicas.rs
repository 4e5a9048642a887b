use coderev_infra::prelude::*;
fn main() {
    let _ = Job::<Stable>::new("train", "train:1").replicas(3);
}
