use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").image("web:2").replicas(3);
    let log = Container::new("log", "log:1").image("log:2");
}
