use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").strategy("Recreate");
}
