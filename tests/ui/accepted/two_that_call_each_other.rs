use coderev_infra::prelude::*;
pub fn exp() -> Namespace<Exp> {
    let a = Service::new("a", "a:1");
    let b = Service::new("b", "b:1").calls(&a);
    let a = a.calls(&b);
    Namespace::new("exp", Exp).service(a).service(b)
}

fn main() {}
