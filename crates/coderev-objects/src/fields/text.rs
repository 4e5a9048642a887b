//! The two generated files, read only as far as necessary. `types.txt` describes the format.
use std::cmp::Ordering;

/// The position of a type, and the last digits of the versions that have the kind, unless every version has it.
pub(super) fn kind(api_version: &str, kind: &str) -> Option<(u32, Option<&'static str>)> {
    // A name contains none of the characters that separate fields and lines or start a comment in the file.
    if [api_version, kind].iter().any(|name| name.contains([' ', '\n', '#'])) {
        return None;
    }
    let wanted = format!("{api_version} {kind}");
    let found = find(KINDS, '\n', &wanted, ' ')?;
    let mut rest = found[wanted.len() + 1..].split(' ');
    Some((position(rest.next()?), rest.next()))
}

/// The field with this name in the line of a type: the name, `:` and its type.
pub(super) fn field(line: &'static str, name: &str) -> Option<&'static str> {
    if name.contains(' ') { None } else { find(line, ' ', name, ':') }
}

/// The fields in the line of a type that at least one version requires.
pub(super) fn required(line: &'static str) -> impl Iterator<Item = &'static str> {
    line.match_indices('!').map(|(at, _)| {
        let start = line[..at].rfind(' ').map_or(0, |space| space + 1);
        until(&line[start..], ' ')
    })
}

/// The part of a text that starts with `name` and `mark`. The parts are sorted, and the separator sorts before every
/// character of a part, so each step halves the range. Development builds hardly optimise this code, so the search
/// uses functions of the standard library, which are always compiled with optimisations.
fn find(text: &'static str, separator: char, name: &str, mark: char) -> Option<&'static str> {
    let order = |part: &str| {
        let (part, name) = (part.as_bytes(), name.as_bytes());
        let shared = part.len().min(name.len());
        let after = part.get(name.len()).copied().unwrap_or_default();
        part[..shared].cmp(&name[..shared]).then(after.cmp(&(mark as u8)))
    };
    let (mut begin, mut end) = (0, text.len());
    while begin < end {
        let middle = begin + (end - begin) / 2;
        let start = text[begin..middle].rfind(separator).map_or(begin, |at| begin + at + 1);
        match order(&text[start..]) {
            Ordering::Less => begin = text[start..].find(separator).map_or(end, |at| start + at + 1),
            Ordering::Equal => return Some(until(&text[start..], separator)),
            Ordering::Greater => end = start,
        }
    }
    None
}

fn until(text: &'static str, separator: char) -> &'static str {
    text.find(separator).map_or(text, |end| &text[..end])
}

/// The line of a type.
pub(super) fn type_at(position: u32) -> &'static str {
    let start = usize::try_from(position).unwrap_or(usize::MAX);
    until(TYPES.get(start..).unwrap_or_default(), '\n')
}

/// A position in base 36.
pub(super) fn position(digits: &str) -> u32 {
    u32::from_str_radix(digits, 36).expect("positions in the generated files are in base 36")
}

/// Every kind: its apiVersion and its name.
pub(super) fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?))
    })
}

const KINDS: &str = include_str!("kinds.txt");
const TYPES: &str = include_str!("types.txt");
