use coderev_infra::prelude::*;
pub fn stores() -> Namespace<Shared> { Namespace::new("data", Shared).store(&POSTGRES) }
fn main() {}
