//! Checks one file against the glossary.
use super::files::Format;
use super::glossary::Glossary;
use super::text::{Kind, Passage, Token, locate};
use super::{hash, markdown, rust};

/// A banned word or name and its position.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) line: usize,
    pub(super) column: usize,
    /// The text that matches.
    pub(super) text: String,
    /// The pattern of the glossary that it matches.
    pub(super) pattern: String,
    pub(super) suggestion: String,
}

/// The pattern of a finding about a mention without a link.
const UNLINKED: &str = "deployment guide, not linked";

/// All findings in a file, by position.
pub(super) fn findings(glossary: &Glossary, text: &str, format: Format) -> Vec<Finding> {
    let chars = locate(text);
    let mut findings = Vec::new();
    let passages = match format {
        Format::Markdown => markdown::passages(&chars),
        Format::Hash => hash::passages(&chars),
        Format::Rust { is_test } => {
            let source = rust::source(&chars, is_test);
            let names = source.names.iter().filter_map(|it| Some((it, glossary.name(&it.text)?)));
            let literals = source.literals.iter().filter_map(|it| Some((it, glossary.literal(&it.text)?)));
            findings.extend(names.chain(literals).map(|(it, entry)| Finding {
                line: it.line,
                column: it.column,
                text: it.text.clone(),
                pattern: entry.pattern.clone(),
                suggestion: entry.suggestion.clone(),
            }));
            source.passages
        }
    };
    // The doc comments of test code are not rendered: a link would have no effect.
    let is_rendered = format != Format::Rust { is_test: true };
    for passage in &passages {
        prose(glossary, passage, is_rendered, &mut findings);
    }
    findings.sort_by_key(|it| (it.line, it.column));
    findings
}

/// At each token, only the longest match is reported. The search continues after the match.
fn prose(glossary: &Glossary, passage: &Passage, is_rendered: bool, findings: &mut Vec<Finding>) {
    let tokens = &passage.tokens;
    let mut at = 0;
    while at < tokens.len() {
        if passage.has_links && is_rendered && is_unlinked_guide(tokens, at) {
            let suggestion =
                "a link: `[deployment guide](docs/deployment-guide.md)`, in rustdoc the URL of the repository"
                    .to_owned();
            findings.push(finding(&tokens[at..at + 2], UNLINKED, suggestion));
        }
        match glossary.prose.longest_at(tokens, at) {
            Some((length, entry)) => {
                findings.push(finding(&tokens[at..at + length], &entry.pattern.source, entry.suggestion.clone()));
                at += length;
            }
            None => at += 1,
        }
    }
}

fn is_unlinked_guide(tokens: &[Token], at: usize) -> bool {
    let is = |at: usize, wanted: &str| {
        tokens.get(at).is_some_and(|it| {
            !it.links_guide && matches!(&it.kind, Kind::Word(word) if word.trim_end_matches("'s") == wanted)
        })
    };
    is(at, "deployment") && is(at + 1, "guide")
}

fn finding(tokens: &[Token], pattern: &str, suggestion: String) -> Finding {
    let mut text = String::new();
    for token in tokens {
        match &token.kind {
            Kind::Word(word) => text += &format!(" {word}"),
            Kind::Code => text += " ..",
            Kind::Mark(mark) => text.push(*mark),
            Kind::Break => {}
        }
    }
    Finding {
        line: tokens[0].line,
        column: tokens[0].column,
        text: text.trim_start().to_owned(),
        pattern: pattern.to_owned(),
        suggestion,
    }
}
