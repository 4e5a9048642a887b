use coderev_infra::prelude::*;

pub fn platform() -> Platform {
    Platform::new(Cluster::generic()).add(Namespace::new("shop", Stable))
}

fn main() {}
