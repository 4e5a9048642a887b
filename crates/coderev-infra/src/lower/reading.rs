//! The decoding of raw and patched objects, from `coderev-objects`.
pub(crate) use coderev_objects::{
    DecodeError, decode as read, has_known_fields as knows, is_built_in as is_core, is_cluster_scoped as is_of_cluster,
};

/// The known name that is most similar to `name`: with the most common letters at its ends, or equal except for case.
pub(crate) fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a String> {
    let like = |other: &&String| {
        let (a, b) = (name.to_lowercase(), other.to_lowercase());
        let begin = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
        let rest = a.len().min(b.len()) - begin;
        let end = a.bytes().rev().zip(b.bytes().rev()).take(rest).take_while(|(x, y)| x == y).count();
        (begin + end, std::cmp::Reverse(b.len()))
    };
    known.iter().max_by_key(like).filter(|best| like(best).0 * 3 >= name.len() * 2)
}
