use coderev_infra::prelude::*;
/// A function that a different team's crate exports.
pub fn api(tokens: &Endpoint<Stable>) -> Namespace<Exp> {
    let v1 = Service::new("v1-api", "v1-api:1").calls(tokens);
    Namespace::new("platform-v1-exp", Exp).service(v1)
}

fn main() {}
