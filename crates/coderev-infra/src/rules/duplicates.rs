//! Items that are declared more than once.
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Calls `report` with each item that has the key of an earlier item, and with the first item that has this key.
pub(super) fn duplicates<T: Copy, K: Ord>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> K,
    mut report: impl FnMut(T, T),
) {
    let mut seen = BTreeMap::<K, T>::new();
    for item in items {
        match seen.entry(key(item)) {
            Entry::Occupied(first) => report(item, *first.get()),
            Entry::Vacant(free) => drop(free.insert(item)),
        }
    }
}
