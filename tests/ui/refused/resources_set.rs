use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").resources(Quota::new().cpu(cores(1)));
}
