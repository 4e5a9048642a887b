//! Each word is said in a test, and in an example of the documentation, which is compiled.
use crate::setters;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_word_is_said_in_a_test() {
    let words = texts(&[root("tests/words"), root("tests/words.rs")], str::to_owned);
    let of_the_library = texts(&[root("crates/coderev-infra/src")], |text| {
        text.split_once("#[cfg(test)]").map_or_else(String::new, |(_, tests)| tests.to_owned())
    });
    let of_rules = texts(&[root("crates/coderev-infra/tests")], str::to_owned);
    missing("in a test", &(words + &of_the_library + &of_rules));
}

#[test]
fn every_word_is_said_in_an_example() {
    let examples = texts(&[root("crates/coderev-infra/src"), root("crates/coderev-infra/README.md")], examples);
    missing("in an example of the documentation", &examples);
}

#[test]
fn the_walk_tells_examples_from_other_text() {
    let text = "/// Says `.no(1)`.\n///\n/// ```\n/// x.yes(1);\n/// ```\nfn f() { x.no(2) }\n";
    assert_eq!(examples(text).trim(), "x.yes(1);");
    assert_eq!(examples("# A page\n\n```\na.yes(1)\n```\n\n```text\nb.no(1)\n```\n").trim(), "a.yes(1)");
}

fn missing(where_: &str, text: &str) {
    let absent: BTreeSet<String> = setters::all()
        .into_iter()
        .filter(|word| {
            let name = word.name.split_once(' ').map_or(&*word.name, |(_, name)| name);
            !text.contains(&format!(".{name}("))
        })
        .map(|word| word.name)
        .collect();
    assert!(absent.is_empty(), "not said {where_}: {absent:#?}");
}

/// What stands between fences that are compiled: in comments of sources, and in pages.
fn examples(text: &str) -> String {
    let is_page = !text.lines().any(|line| line.trim_start().starts_with("//"));
    let mut inside = None;
    let mut found = String::new();
    for line in text.lines() {
        let said = line.trim_start();
        let Some(said) = said.strip_prefix("///").or(said.strip_prefix("//!")).or(is_page.then_some(line)) else {
            continue;
        };
        match (said.trim_start().strip_prefix("```"), inside) {
            (Some(kind), None) => inside = Some(matches!(kind, "" | "no_run")),
            (Some(_), Some(_)) => inside = None,
            (None, Some(true)) => found.extend([said.strip_prefix(' ').unwrap_or(said), "\n"]),
            (None, _) => {}
        }
    }
    found
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
/// All sources and pages below `paths`, each as `part` has it.
fn texts(paths: &[PathBuf], part: fn(&str) -> String) -> String {
    let mut all = String::new();
    for path in paths {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("a folder of ours");
            let entries: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
            all += &texts(&entries, part);
        } else if path.extension().is_some_and(|it| it == "rs" || it == "md") {
            all += &part(&fs::read_to_string(path).expect("a source is text"));
        }
    }
    all
}
