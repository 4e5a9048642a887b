//! Converts Markdown to tokens: paragraphs, lists and tables. In fenced code, only the comments are prose.
use super::text::{Char, Kind, Passage, Token, begins, plain, trim_start};
use super::{hash, inline, rust};
use std::collections::BTreeSet;

/// The prose of a Markdown document, or of a doc comment, and the comments of its fenced code.
pub(super) fn passages(chars: &[Char]) -> Vec<Passage> {
    let lines: Vec<&[Char]> = chars.split(|it| it.char == '\n').collect();
    let labels = guide_labels(&lines);
    let mut passages = Vec::new();
    let mut tokens = Vec::new();
    let mut paragraph: Vec<Char> = Vec::new();
    let mut fence: Option<(String, Vec<Char>)> = None;
    for line in &lines {
        let start = trim_start(line);
        if let Some((language, code)) = &mut fence {
            if begins(start, "```") {
                passages.extend(comments(language, code));
                fence = None;
            } else {
                code.extend_from_slice(line);
                code.extend(line.last().map(|last| Char { char: '\n', ..*last }));
            }
            continue;
        }
        let opens_fence = begins(start, "```");
        if opens_fence
            || start.is_empty()
            || begins(start, "|")
            || begins(start, "#")
            || is_item(start)
            || definition(start).is_some()
        {
            finish(&mut paragraph, &labels, &mut tokens);
        }
        if opens_fence {
            fence = Some((plain(start).trim_matches('`').trim().to_owned(), Vec::new()));
        } else if definition(start).is_none() {
            paragraph.extend_from_slice(line);
            paragraph.extend(line.last().map(|last| Char { char: '\n', ..*last }));
        }
        if begins(start, "#") {
            finish(&mut paragraph, &labels, &mut tokens);
        }
    }
    finish(&mut paragraph, &labels, &mut tokens);
    passages.push(Passage { tokens, has_links: true });
    passages
}

/// A message or a plain comment: one paragraph, in which links do not work.
pub(super) fn message(chars: &[Char]) -> Passage {
    let mut tokens = Vec::new();
    inline::tokens(chars, &BTreeSet::new(), &mut tokens);
    Passage { tokens, has_links: false }
}

fn finish(paragraph: &mut Vec<Char>, labels: &BTreeSet<String>, tokens: &mut Vec<Token>) {
    inline::tokens(paragraph, labels, tokens);
    if let Some(last) = paragraph.last() {
        tokens.push(Token { kind: Kind::Break, line: last.line, column: last.column, links_guide: false });
    }
    paragraph.clear();
}

/// The comments in a block of code. Doctests and examples without a language are Rust.
fn comments(language: &str, code: &[Char]) -> Vec<Passage> {
    match language.split([',', ' ']).next().unwrap_or_default() {
        "sh" | "bash" | "yaml" | "toml" => hash::passages(code),
        "text" | "console" | "json" | "diff" => Vec::new(),
        _ => rust::comments(code),
    }
}

fn is_item(start: &[Char]) -> bool {
    let digits = start.iter().take_while(|it| it.char.is_ascii_digit()).count();
    begins(start, "- ") || begins(start, "* ") || (digits > 0 && begins(&start[digits..], ". "))
}

/// The label of a line such as `[label]: url`, and its URL.
fn definition(start: &[Char]) -> Option<(String, String)> {
    let text = plain(start);
    let (label, url) = text.strip_prefix('[')?.split_once("]: ")?;
    Some((label.to_lowercase(), url.to_owned()))
}

fn guide_labels(lines: &[&[Char]]) -> BTreeSet<String> {
    let definitions = lines.iter().filter_map(|line| definition(trim_start(line)));
    definitions.filter(|(_, url)| url.contains("deployment-guide.md")).map(|(label, _)| label).collect()
}
