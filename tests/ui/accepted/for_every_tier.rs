use coderev_infra::prelude::*;
pub fn api<T: Tier + Autoscales + Uses<Database>>(tag: &str) -> Service<T> {
    Service::new("api", format!("api:{tag}")).uses(&POSTGRES).autoscale(Autoscale::new(1..=2))
}
pub fn stable() -> Namespace<Stable> { Namespace::new("a", Stable).service(api("1")) }
pub fn exp() -> Namespace<Exp> { Namespace::new("b", Exp).service(api("2")) }
pub fn any<T: Tier>(namespace: Namespace<T>, service: Service<T>) -> Namespace<T> { namespace.service(service) }

fn main() {}
