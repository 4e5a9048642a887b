use coderev_infra::prelude::*;
pub fn wide() -> Autoscale { Autoscale::new(3..=20).scale_up(percent(100)) }

fn main() {}
