use std::panic::Location;

/// A line of the user's program.
pub(crate) type Place = &'static Location<'static>;

/// A value and the line on which the user said it: what a finding points at.
///
/// `From` is `#[track_caller]`, std's `Into` is too, so a setter that takes `impl Into<Spanned<V>>` knows its caller, and a function that
/// is itself `#[track_caller]` passes on its own caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<V> {
    /// The value.
    pub value: V,
    /// Where it was said.
    pub at: &'static Location<'static>,
}
impl<V> Spanned<V> {
    /// A value that becomes a `V`, on the line of the caller.
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

/// A rule that the user answered, with the reason: `allow("replicas-outside-tier", "the guide runs two")`.
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

/// Lists with keys: the same key again, the later wins, in the place of the first.
pub(crate) fn keyed<T>(list: &mut Vec<T>, item: T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|old| same(old, &item)) {
        Some(old) => *old = item,
        None => list.push(item),
    }
}
