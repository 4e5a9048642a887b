//! Comments that start with `#`: in YAML, TOML, shell scripts and lists of commands. And the descriptions of packages.
use super::markdown;
use super::text::{Char, Passage, plain, trim_start};

/// The comments of `chars`. Comments on adjacent lines are one passage, so that a phrase may continue on the next line.
pub(super) fn passages(chars: &[Char]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut block: Vec<Char> = Vec::new();
    for line in chars.split(|it| it.char == '\n') {
        let (comment, alone) = comment(line);
        if !alone && !block.is_empty() {
            passages.push(markdown::message(&std::mem::take(&mut block)));
        }
        block.extend_from_slice(comment);
        block.extend(comment.last().map(|last| Char { char: '\n', ..*last }));
    }
    passages.push(markdown::message(&block));
    passages
}

/// The comment of a line, and whether the line contains only the comment.
fn comment(line: &[Char]) -> (&[Char], bool) {
    let start = trim_start(line);
    // The description of a package is on its page in the registry.
    if plain(start).starts_with("description = \"") {
        return (&start["description = ".len()..], false);
    }
    if start.first().is_some_and(|it| it.char == '#') {
        return (if plain(start).starts_with("#!") { &[] } else { &start[1..] }, true);
    }
    let mut quote = None;
    for (at, it) in line.iter().enumerate() {
        match (it.char, quote) {
            ('#', None) if at > 0 && line[at - 1].char == ' ' => return (&line[at + 1..], false),
            ('"' | '\'', None) => quote = Some(it.char),
            (char, Some(open)) if char == open => quote = None,
            _ => {}
        }
    }
    (&[], false)
}
