use coderev_infra::prelude::*;
pub struct Ledgers;
impl Uses<Ledgers> for Stable {}

fn main() {}
