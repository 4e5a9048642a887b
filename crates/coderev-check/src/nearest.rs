//! The known name that is most similar to a misspelled name.
use std::cmp::Reverse;

/// The known name that is most similar to `name`: with the most common letters at both ends, ignoring case.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let likeness = |other: &str| {
        let other = other.to_lowercase();
        let begin = name.bytes().zip(other.bytes()).take_while(|(x, y)| x == y).count();
        let rest = name.len().min(other.len()) - begin;
        let end = name.bytes().rev().zip(other.bytes().rev()).take(rest).take_while(|(x, y)| x == y).count();
        begin + end
    };
    let best = known.into_iter().max_by_key(|other| (likeness(other), Reverse(other.len())))?;
    (likeness(best) * 3 >= name.len() * 2).then_some(best)
}
