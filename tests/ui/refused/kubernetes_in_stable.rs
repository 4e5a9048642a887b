use coderev_infra::prelude::*;
use coderev_infra::PolicyRule;
pub fn stable() -> Namespace<Stable> {
    let operator = Service::new("operator", "operator:1").role(PolicyRule::new(["get"], ["pods"]));
    Namespace::new("platform-v2-stable", Stable).service(operator)
}
fn main() {}
