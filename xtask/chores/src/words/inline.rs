//! One paragraph to tokens: words, punctuation, inline code and links.
use super::text::{Char, Kind, Token, begins};
use std::collections::BTreeSet;

/// Appends the tokens of a paragraph. `guide_labels` are the reference labels of links to `docs/deployment-guide.md`.
pub(super) fn tokens(chars: &[Char], guide_labels: &BTreeSet<String>, tokens: &mut Vec<Token>) {
    let mut links: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(&Char { char, line, column }) = chars.get(at) {
        let rest = &chars[at..];
        let mut push = |kind| tokens.push(Token { kind, line, column, links_guide: false });
        at += match char {
            '`' => match code(rest) {
                Some(length) => {
                    push(Kind::Code);
                    length
                }
                None => 1,
            },
            '{' => match rest.iter().position(|it| it.char == '}') {
                Some(end) if !rest[..end].iter().any(|it| it.char == ' ') => {
                    push(Kind::Code);
                    end + 1
                }
                _ => 1,
            },
            '[' => {
                links.push(tokens.len());
                1
            }
            ']' => {
                let Some(first) = links.pop() else {
                    at += 1;
                    continue;
                };
                let (target, length) = target(&rest[1..]);
                let target = target.unwrap_or_else(|| words(&tokens[first..]));
                if target.contains("deployment-guide.md") || guide_labels.contains(&target) {
                    tokens[first..].iter_mut().for_each(|it| it.links_guide = true);
                }
                1 + length
            }
            '<' => match rest.iter().position(|it| it.char == '>') {
                Some(end)
                    if rest[..end].iter().any(|it| it.char == ':') && rest[..end].iter().all(|it| it.char != ' ') =>
                {
                    push(Kind::Code);
                    end + 1
                }
                _ => 1,
            },
            '|' => {
                push(Kind::Break);
                1
            }
            _ if char.is_alphanumeric() => {
                let length = rest
                    .iter()
                    .take_while(|it| it.char.is_alphanumeric() || matches!(it.char, '\'' | '’' | '-' | '_'))
                    .count();
                if begins(&rest[length..], "://") {
                    push(Kind::Code);
                    rest.iter().take_while(|it| !it.char.is_whitespace() && !matches!(it.char, ')' | '>')).count()
                } else {
                    let word: String = rest[..length].iter().flat_map(|it| it.char.to_lowercase()).collect();
                    push(Kind::Word(word.replace('’', "'")));
                    length
                }
            }
            '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '"' | '—' | '–' => {
                push(Kind::Mark(char));
                1
            }
            _ => 1,
        };
    }
}

/// The length of the inline code at the start of `chars`, with its backticks.
fn code(chars: &[Char]) -> Option<usize> {
    let fence = chars.iter().take_while(|it| it.char == '`').count();
    let mut at = fence;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|it| it.char == '`').count();
        if run == fence {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}

/// The target of a link, whose text ended before `chars`, and the length of the target: `(url)`, `[label]`, or none.
fn target(chars: &[Char]) -> (Option<String>, usize) {
    let close = match chars.first().map(|it| it.char) {
        Some('(') => ')',
        Some('[') => ']',
        _ => return (None, 0),
    };
    match chars.iter().position(|it| it.char == close) {
        Some(end) => (Some(chars[1..end].iter().flat_map(|it| it.char.to_lowercase()).collect()), end + 1),
        None => (None, 0),
    }
}

fn words(tokens: &[Token]) -> String {
    let words = tokens.iter().filter_map(|it| if let Kind::Word(word) = &it.kind { Some(&**word) } else { None });
    words.collect::<Vec<_>>().join(" ")
}
