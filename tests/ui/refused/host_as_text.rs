use coderev_infra::prelude::*;
fn main() {
    let shop = Namespace::new("shop", Stable).host("shop.example.com");
}
