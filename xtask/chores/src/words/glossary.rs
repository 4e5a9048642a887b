//! The glossary: banned words and names, each with a replacement. The data is `glossary.txt`.
use super::check::Finding;
use super::matcher::{self, Pattern};
use super::text::{Kind, Token};
use std::collections::BTreeMap;

/// The glossary of this repository.
pub(super) const TEXT: &str = include_str!("glossary.txt");

/// All banned patterns, by the kind of text that they apply to.
#[derive(Debug, Default)]
pub(super) struct Glossary {
    /// Words and phrases of documents, comments and messages.
    pub(super) prose: Phrases,
    /// Whole names of declarations, with `*` at one end for any start or end.
    pub(super) names: Vec<Entry<String>>,
    /// Parts of names: `door` is in `open_door` and in `DoorKind`.
    pub(super) parts: Vec<Entry<String>>,
    /// String literals without a space, such as old names of rules.
    pub(super) literals: Vec<Entry<String>>,
    /// Accepted uses of banned patterns.
    pub(super) exceptions: Vec<Exception>,
}

/// Patterns by the first word of a match. Most words start no pattern.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    entries: Vec<Entry<Pattern>>,
    by_word: BTreeMap<String, Vec<usize>>,
    others: Vec<usize>,
}

impl Phrases {
    fn push(&mut self, entry: Entry<Pattern>) {
        let index = self.entries.len();
        let words = entry.pattern.first_words();
        for word in words {
            self.by_word.entry(word.clone()).or_default().push(index);
        }
        if words.is_empty() {
            self.others.push(index);
        }
        self.entries.push(entry);
    }

    /// The longest match at a token, and its length.
    pub(super) fn longest_at(&self, tokens: &[Token], at: usize) -> Option<(usize, &Entry<Pattern>)> {
        let word = if let Kind::Word(word) = &tokens[at].kind { &**word } else { "" };
        let base = matcher::without_genitive(word);
        let of_base = if base == word { None } else { self.by_word.get(base) };
        let candidates = self.by_word.get(word).into_iter().chain(of_base).flatten().chain(&self.others);
        let entries = candidates.map(|&index| &self.entries[index]);
        let matches = entries.filter_map(|it| Some((it.pattern.length_at(tokens, at)?, it)));
        matches.max_by_key(|&(length, _)| length)
    }
}

/// A banned pattern and its rewrite.
#[derive(Debug)]
pub(super) struct Entry<P> {
    pub(super) pattern: P,
    pub(super) suggestion: String,
}

/// A pattern that is accepted in a file or a folder. The data contains the reason.
#[derive(Debug)]
pub(super) struct Exception {
    /// The file or the folder.
    pub(super) path: String,
    /// The text that is accepted, as a finding quotes it.
    pub(super) text: String,
    /// The line in the data.
    line: usize,
}

impl Exception {
    /// The finding for an exception that matches nothing.
    pub(super) fn unused(&self) -> Finding {
        Finding {
            line: self.line,
            column: 1,
            text: format!("except {} {}", self.path, self.text),
            pattern: "exception that matches nothing".to_owned(),
            suggestion: "remove the exception".to_owned(),
        }
    }
}

impl Glossary {
    /// Reads the data. A line has a kind, a pattern, ` => ` and the suggestion. `#` starts a comment.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut glossary = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |what: &str| format!("line {number} of the glossary: {what}: `{line}`");
            let (left, suggestion) = line.split_once(" => ").ok_or_else(|| fault("no ` => `"))?;
            let (kind, pattern) = left.split_once(' ').ok_or_else(|| fault("no pattern"))?;
            let (pattern, suggestion) = (pattern.trim(), suggestion.trim().to_owned());
            let text = || Entry { pattern: pattern.to_owned(), suggestion: suggestion.clone() };
            match kind {
                "prose" => {
                    let pattern = Pattern::parse(pattern).ok_or_else(|| fault("no word to look for"))?;
                    glossary.prose.push(Entry { pattern, suggestion });
                }
                "name" => glossary.names.push(text()),
                "part" => glossary.parts.push(text()),
                "literal" => glossary.literals.push(text()),
                "except" => {
                    let (path, text) = pattern.split_once(' ').ok_or_else(|| fault("no path and text"))?;
                    glossary.exceptions.push(Exception {
                        path: path.to_owned(),
                        text: text.trim().to_owned(),
                        line: number,
                    });
                }
                _ => return Err(fault("unknown kind")),
            }
        }
        Ok(glossary)
    }

    /// The suggestion for a declared name, and the entry's pattern.
    pub(super) fn name(&self, name: &str) -> Option<&Entry<String>> {
        let whole = self.names.iter().find(|it| fits(&it.pattern, name));
        whole.or_else(|| {
            let parts = parts(name);
            self.parts.iter().find(|it| parts.contains(&it.pattern))
        })
    }

    /// The suggestion for a string literal without a space.
    pub(super) fn literal(&self, text: &str) -> Option<&Entry<String>> {
        self.literals.iter().find(|it| it.pattern == text)
    }
}

fn fits(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => name.len() > end.len() && name.ends_with(end),
        (_, Some(start)) => name.len() > start.len() && name.starts_with(start),
        _ => name == pattern,
    }
}

/// The parts of `snake_case`, `CamelCase` and `UPPER_CASE`, in lowercase.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut after_lowercase = false;
    for char in name.chars() {
        if char == '_' || (char.is_uppercase() && after_lowercase) {
            parts.push(String::new());
        }
        if char != '_' {
            parts.last_mut().expect("there is at least one part").extend(char.to_lowercase());
        }
        after_lowercase = char.is_lowercase();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Glossary, TEXT};
    use std::collections::BTreeSet;

    #[test]
    fn the_glossary_can_be_read_and_has_no_duplicate() {
        let glossary = Glossary::parse(TEXT).unwrap();
        assert!(glossary.prose.entries.len() >= 80, "{}", glossary.prose.entries.len());
        let mut seen = BTreeSet::new();
        for line in TEXT.lines().filter_map(|line| line.split_once(" => ")).map(|(left, _)| left) {
            assert!(seen.insert(line), "duplicate: {line}");
        }
    }

    #[test]
    fn a_line_without_a_suggestion_is_an_error() {
        for bad in ["prose door", "prose !door => nothing", "verse door => destination", "except path => why"] {
            assert!(Glossary::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_match_whole_by_an_end_or_by_a_part() {
        let glossary = Glossary::parse("name Said => Spanned\nname *Words => *Decl\npart door => destination").unwrap();
        let found = |name: &str| glossary.name(name).map(|it| &*it.suggestion);
        assert_eq!(found("Said"), Some("Spanned"));
        assert_eq!(found("PodWords"), Some("*Decl"));
        assert_eq!(found("open_door"), Some("destination"));
        assert_eq!(found("DOOR_KIND"), Some("destination"));
        assert_eq!(found("DoorKind"), Some("destination"));
        for fine in ["Aforesaid", "Words", "Outdoor", "SaidSo"] {
            assert_eq!(found(fine), None, "{fine}");
        }
    }
}
