use coderev_infra::prelude::*;
struct Ledger;
impl Tier for Ledger {
    fn spec(&self) -> TierSpec {
        Stable.spec().name("ledger")
    }
}
impl Uses<Database> for Ledger {}
fn main() {
    let books = Service::<Ledger>::new("books", "books:1").uses(&POSTGRES);
    let _ = books.reads(&MINIO);
}
