//! The two generated files, read only as far as somebody asks. `types.txt` explains the format.

/// The position of a type, and the digits of the versions that have the kind, if not all have it.
pub(super) fn kind(api_version: &str, kind: &str) -> Option<(u32, Option<&'static str>)> {
    let wanted = format!("{api_version} {kind} ");
    // The lines are sorted, notes first: the first line that is not before the wanted one is found by halves.
    let (mut begin, mut end) = (0, KINDS.len());
    while begin < end {
        let middle = begin + (end - begin) / 2;
        let start = KINDS.as_bytes()[begin..middle].iter().rposition(|&it| it == b'\n').map_or(begin, |at| begin + at + 1);
        let line = line(KINDS, start);
        if *line < *wanted {
            begin = start + line.len() + 1;
        } else {
            end = start;
        }
    }
    let mut rest = line(KINDS, begin).strip_prefix(&*wanted)?.split(' ');
    Some((position(rest.next()?), rest.next()))
}

/// The line of a type.
pub(super) fn type_at(position: u32) -> &'static str {
    line(TYPES, usize::try_from(position).unwrap_or(usize::MAX))
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

fn line(text: &'static str, start: usize) -> &'static str {
    let rest = text.get(start..).unwrap_or_default();
    rest.split_once('\n').map_or(rest, |(line, _)| line)
}

const KINDS: &str = include_str!("kinds.txt");
const TYPES: &str = include_str!("types.txt");
