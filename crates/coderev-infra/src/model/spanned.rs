use std::panic::Location;

/// A position in the user's program.
pub(crate) type Place = &'static Location<'static>;

/// A value with its position in the program of the user. A finding points at that position.
///
/// `From` is `#[track_caller]`, and so is `Into` of the standard library. A setter that takes `impl Into<Spanned<V>>`
/// therefore records the position of its caller. A function with `#[track_caller]` passes on the position of its own
/// caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<V> {
    /// The value.
    pub(crate) value: V,
    /// The position of the setter in the user's program.
    pub(crate) at: Place,
}
impl<V> Spanned<V> {
    /// A value with the position of the caller.
    #[track_caller]
    pub(crate) fn here(value: impl Into<V>) -> Self {
        Self { value: value.into(), at: Location::caller() }
    }
}
impl<V> From<V> for Spanned<V> {
    #[track_caller]
    fn from(value: V) -> Self {
        Self { value, at: Location::caller() }
    }
}

/// A rule whose findings are suppressed, with the reason: `allow("replicas-outside-tier", "two replicas are enough")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allow {
    pub(crate) rule: String,
    pub(crate) reason: String,
    pub(crate) at: Place,
}
impl Allow {
    #[track_caller]
    pub(crate) fn new(rule: &str, reason: &str) -> Self {
        Self { rule: rule.into(), reason: reason.into(), at: Location::caller() }
    }
}

/// Adds an item to a list with keys. An item with the same key replaces the earlier item, at its position.
pub(crate) fn keyed<T>(list: &mut Vec<T>, item: T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|old| same(old, &item)) {
        Some(old) => *old = item,
        None => list.push(item),
    }
}

/// Adds each item of `stronger` as [`keyed`] does. The list gets no spare room, since the lists of all workloads are in memory at once.
pub(crate) fn merge_keyed<T>(list: &mut Vec<T>, stronger: Vec<T>, same: impl Fn(&T, &T) -> bool) {
    list.reserve_exact(stronger.len());
    for item in stronger {
        keyed(list, item, &same);
    }
}
