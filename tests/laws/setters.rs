//! All setters of the language, read from its sources. Most stand inside macros, so it is tokens that are read, and not items.
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::fs;
use std::path::Path;

/// A word as it is declared.
pub(crate) struct Setter {
    /// File and word: `pod init`.
    pub(crate) name: String,
    /// The first line of its doc.
    pub(crate) doc: String,
}

pub(crate) fn all() -> Vec<Setter> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/coderev-infra/src/words");
    let mut found = Vec::new();
    in_folder(&folder, &mut found);
    found
}

/// The setters of all sources in `folder` and below it.
fn in_folder(folder: &Path, found: &mut Vec<Setter>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder of ours").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            in_folder(&path, found);
            continue;
        }
        // Setters that do not exist: they are there for their compile errors.
        if path.ends_with("unsupported.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source is text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let tokens: TokenStream = code.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = path.file_stem().expect("a source has a name").to_string_lossy().into_owned();
        below(&file, tokens, Holds::Others, found);
    }
}

/// What tokens are inside of.
#[derive(Clone, Copy)]
enum Holds {
    /// A struct for which derive_builder writes the setters.
    Fields,
    Others,
}

fn below(file: &str, tokens: TokenStream, holds: Holds, found: &mut Vec<Setter>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let (mut doc, mut is_custom, mut is_built) = (None, false, false);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            // `#[doc = ".."]`, which is what `///` is; the first of several is kept.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && is(&tokens, at.wrapping_sub(1), "#") =>
            {
                let text = group.stream().to_string();
                if let Some(line) = text.strip_prefix("doc = ") {
                    doc.get_or_insert_with(|| line.trim_matches(['r', '"', ' ']).to_owned());
                }
                is_custom |= text.contains("setter (custom)") || text.contains("setter(custom)");
                is_built |= text.starts_with("derive") && text.contains("Builder");
            }
            TokenTree::Ident(word) => {
                let setter = match tokens.get(at + 1) {
                    // A word of `say!`: `word(arguments) |it| ..`.
                    Some(TokenTree::Group(group)) => {
                        group.delimiter() == Delimiter::Parenthesis && is(&tokens, at + 2, "|") && doc.is_some()
                    }
                    // A field for which derive_builder writes the setter.
                    Some(TokenTree::Punct(mark)) => {
                        matches!(holds, Holds::Fields) && doc.is_some() && !is_custom && mark.as_char() == ':'
                    }
                    _ => false,
                } || is_method(&tokens, at);
                if setter {
                    found.push(Setter { name: format!("{file} {word}"), doc: doc.clone().unwrap_or_default() });
                }
            }
            _ => {}
        }
        if let TokenTree::Group(group) = token {
            let is_struct = is_built && group.delimiter() == Delimiter::Brace;
            below(file, group.stream(), if is_struct { Holds::Fields } else { Holds::Others }, found);
        }
        let ends = match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(mark) => matches!(mark.as_char(), ';' | ','),
            _ => false,
        };
        if ends {
            (doc, is_custom, is_built) = (None, false, false);
        }
    }
}

/// `pub fn word(mut self, ..) -> Self`, `pub const fn word<T>(self, ..) -> Self`.
fn is_method(tokens: &[TokenTree], at: usize) -> bool {
    let before = |steps| at.checked_sub(steps).is_some_and(|at| is(tokens, at, ["", "fn", "const", "pub"][steps]));
    let is_public = at.checked_sub(2).is_some_and(|at| is(tokens, at, "pub")) || (before(2) && before(3));
    let after = tokens[at..].iter().position(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        _ => false,
    });
    let Some(arguments) = after.filter(|_| before(1) && is_public).map(|steps| at + steps) else { return false };
    let first = tokens[arguments].to_string().trim_start_matches('(').trim_start_matches("mut ").to_owned();
    first.starts_with("self") && ["-", ">", "Self"].iter().zip(arguments + 1..).all(|(text, at)| is(tokens, at, text))
}
fn is(tokens: &[TokenTree], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.to_string() == text)
}
