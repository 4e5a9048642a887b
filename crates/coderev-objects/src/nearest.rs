//! Suggests a known name for a misspelled name.
use std::cmp::Reverse;

/// The known name that is most similar to `name`: it shares the most letters with `name` at the start and at the end,
/// in any case. None where no name shares at least two thirds of its letters.
///
/// ```
/// assert_eq!(coderev_objects::nearest("dnsPolcy", ["dnsConfig", "dnsPolicy"]), Some("dnsPolicy"));
/// assert_eq!(coderev_objects::nearest("image", ["ports", "env"]), None);
/// ```
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = name.to_lowercase();
    let ranked = known.into_iter().map(|other| (shared(&written, &other.to_lowercase()), other));
    let (shared, best) = ranked.max_by_key(|(shared, other)| (*shared, Reverse(other.len())))?;
    (shared > 0 && shared * 3 >= name.len() * 2).then_some(best)
}

/// The number of letters that two names share at the start, plus the number that the remainders share at the end.
fn shared(a: &str, b: &str) -> usize {
    let begin = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - begin;
    begin + a.bytes().rev().zip(b.bytes().rev()).take(rest).take_while(|(x, y)| x == y).count()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelled_name_is_found() {
        let known = ["restartPolicy", "replicas", "dnsNames", "dnsName"];
        assert_eq!(nearest("replica", known), Some("replicas"));
        assert_eq!(nearest("DNSNames", known), Some("dnsNames"), "in any case");
        assert_eq!(nearest("restarPolicy", known), Some("restartPolicy"));
        assert_eq!(nearest("dnsNam", known), Some("dnsName"), "the shorter of two");
    }

    #[test]
    fn a_different_name_is_not_found() {
        assert_eq!(nearest("image", ["replicas"]), None);
        assert_eq!(nearest("image", []), None);
        assert_eq!(nearest("", ["replicas"]), None);
    }
}
