use coderev_infra::prelude::*;
pub fn shop() -> Platform {
    Platform::new(Cluster::generic()).namespace(Namespace::new("shop", "production"))
}

fn main() {}
