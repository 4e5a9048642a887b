use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").volume(Volume::empty_dir(gibi(1)));
}
