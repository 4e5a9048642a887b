//! The overhead of each pod of a RuntimeClass that the program declares.
use coderev_objects::quantity::{Amount, parse};
use coderev_objects::{Object, overhead_of_class};
use std::collections::BTreeMap;

/// The overheads of the RuntimeClasses, by name and resource: CPU in millicores, other resources in mebibytes.
#[derive(Default)]
pub(super) struct Overheads(BTreeMap<String, BTreeMap<String, u128>>);
impl Overheads {
    /// Adds the overhead of a RuntimeClass. Objects of other kinds have no overhead.
    pub(super) fn add(&mut self, object: &Object) {
        let in_units = |(resource, amount): (&str, Amount)| {
            let unit = if resource == "cpu" { parse("1m")? } else { Amount::from(1 << 20) };
            Some((resource.to_owned(), amount.div_ceil(unit)))
        };
        let amounts: BTreeMap<String, u128> = overhead_of_class(object).filter_map(in_units).collect();
        if !amounts.is_empty() {
            self.0.insert(object.name().to_owned(), amounts);
        }
    }
    /// The overhead of one pod of this class.
    pub(super) fn of_pod(&self, class: &str, resource: &str) -> u128 {
        self.0.get(class).and_then(|it| it.get(resource)).copied().unwrap_or_default()
    }
}
