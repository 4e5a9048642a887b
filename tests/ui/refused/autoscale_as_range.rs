use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").autoscale(3..=9);
    let web = Service::<Stable>::new("web", "web:1").autoscale(Autoscale::new(3..=9).cpu(70));
}
