use coderev_infra::prelude::*;
pub struct Bank;
impl Calls<Bank> for Stable {}

fn main() {}
