use coderev_infra::prelude::*;
impl Calls<Internet> for Stable {}

fn main() {}
