use coderev_infra::prelude::*;
fn main() {
    let web = Service::<Stable>::new("web", "web:1").memory("512Mi");
    let disk = PersistentVolumeClaim::new("data", "50Gi");
}
