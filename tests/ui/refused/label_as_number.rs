use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").label("version", 2).annotation(coderev_infra::Object::POD, "scrape", true);
}
