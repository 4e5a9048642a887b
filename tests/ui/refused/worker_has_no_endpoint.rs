use coderev_infra::prelude::*;
pub fn audit(stable: &Namespace<Stable>, audit: &Worker<Stable>) -> Endpoint<Stable> { stable.endpoint(audit) }
fn main() {}
