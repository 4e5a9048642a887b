use coderev_infra::prelude::*;
pub fn exp(auth: &Service<Stable>) -> Namespace<Exp> {
    Namespace::new("platform-v1-exp", Exp).service(Service::<Exp>::new("v1-api", "v1-api:1").calls(auth))
}

fn main() {}
