//! Tests with small inputs and a small glossary, and with the position of each finding.
use super::check;
use super::files::{self, Format};
use super::glossary::Glossary;

const GLOSSARY: &str = "\
prose when nobody says => Default
prose nobody => no workload
prose say|says => set
prose say ` => set a value
prose !at least => minimum
prose the most $ => maximum
prose door => destination
prose word => setter
prose ^ what is !wrong => a noun
prose !deployment guide => the deployment guide
name Said => Spanned
part door => destination
literal container-twice => duplicate-container
";
const RUST: Format = Format::Rust { is_test: false };

/// Each finding in `text`: line, column and text.
fn found(format: Format, text: &str) -> Vec<(usize, usize, String)> {
    let glossary = Glossary::parse(GLOSSARY).unwrap();
    check::findings(&glossary, text, format).into_iter().map(|it| (it.line, it.column, it.text)).collect()
}

#[track_caller]
fn check(format: Format, text: &str, expected: &[(usize, usize, &str)]) {
    let found = found(format, text);
    let found: Vec<_> = found.iter().map(|(line, column, text)| (*line, *column, &**text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_banned_word_is_found_with_its_position_in_any_case() {
    check(Format::Markdown, "One line.\n\nA Door is open; the DOOR's key.\n", &[(3, 3, "door"), (3, 21, "door's")]);
}

#[test]
fn the_longest_phrase_counts_also_across_lines() {
    check(
        Format::Markdown,
        "It is 3 when\nnobody says. Nobody moves.",
        &[(1, 9, "when nobody says"), (2, 14, "nobody")],
    );
    check(RUST, "/// It is 3 when\n/// nobody says.\nfn f() {}", &[(1, 13, "when nobody says")]);
}

#[test]
fn a_word_inside_another_word_is_fine() {
    check(Format::Markdown, "A password, a keyword, the outdoors, an essay.", &[]);
}

#[test]
fn the_words_around_a_phrase_count() {
    check(Format::Markdown, "At least one. The least.", &[(1, 19, "least")]);
    check(Format::Markdown, "Run the most. The most specific rule.", &[(1, 5, "the most")]);
    check(Format::Markdown, "- What is new\n- See what is new. What is wrong", &[(1, 3, "what is")]);
    check(Format::Markdown, "| what is a | b, what is c |", &[(1, 3, "what is")]);
}

#[test]
fn inline_code_is_no_prose_but_a_pattern_can_ask_for_it() {
    check(Format::Markdown, "The `door` and ``a ` door`` of <https://a.dev/door> or https://a.dev/door.", &[]);
    check(Format::Markdown, "Say `.replicas(3)`.", &[(1, 1, "say ..")]);
}

#[test]
fn of_fenced_code_only_comments_are_prose() {
    check(Format::Markdown, "```sh\nopen door # a door\n# the door\n```\n", &[(2, 15, "door"), (3, 7, "door")]);
    check(
        Format::Markdown,
        "```rust\nlet door = \"a door\"; // a door\n```\nA door.",
        &[(2, 27, "door"), (4, 3, "door")],
    );
    check(Format::Markdown, "```text\na door # door\n```\n", &[]);
    check(RUST, "/// ```\n/// let door = 1; // a door\n/// ```\nfn f() {}", &[(2, 24, "door")]);
}

#[test]
fn headings_items_and_cells_end_a_phrase() {
    for text in ["# When\nnobody says", "- when\n- nobody says", "| when | nobody says |", "when\n\nnobody says"] {
        assert!(found(Format::Markdown, text).iter().all(|(_, _, text)| !text.starts_with("when")), "{text}");
    }
}

#[test]
fn comments_messages_and_names_of_rust_are_read() {
    let source = "//! A door.\nstruct Said; // a door\n/* a door */\nfn open_door() -> &'static str { \"a \\\"door\\\" {door}\" }\n\
                  enum E { #[cfg(x)] DoorOne(Said), Two { door: u8 } }";
    let expected = [
        (1, 7, "door"),
        (2, 8, "Said"),
        (2, 19, "door"),
        (3, 6, "door"),
        (4, 4, "open_door"),
        (4, 39, "door"),
        (5, 20, "DoorOne"),
    ];
    check(RUST, source, &expected);
}

#[test]
fn literals_without_a_space_are_names_of_rules() {
    check(RUST, "const A: [&str; 2] = [\"door\", \"container-twice\"];", &[(1, 32, "container-twice")]);
}

#[test]
fn raw_strings_characters_and_lifetimes_do_not_confuse_the_lexer() {
    let source =
        "fn f<'a>(it: &'a str) { g('\"', '\\'', r#\"a \"door\"\"#, b\"a door\", \"two\\\n   lines, a door\"); }";
    check(RUST, source, &[(1, 44, "door"), (1, 57, "door"), (2, 13, "door")]);
    check(RUST, "fn f(it: char) -> bool { matches!(it, '\\n'|'\"') && g(\"a door\") }", &[(1, 57, "door")]);
}

#[test]
fn strings_and_names_of_test_code_are_data_but_comments_are_prose() {
    let source =
        "#[cfg(test)]\nmod tests {\n    // A door.\n    fn door() { f(\"a door\"); }\n}\nfn f() { g(\"a door\") }";
    check(RUST, source, &[(3, 10, "door"), (6, 15, "door")]);
    check(Format::Rust { is_test: true }, "// A door.\nfn door() { f(\"a door\") }", &[(1, 6, "door")]);
}

#[test]
fn comments_of_yaml_are_prose_and_values_are_not() {
    check(
        Format::Hash,
        "a: door # a door\nb: \"door # door\"\nc: d#door\n# when\n# nobody says\n",
        &[(1, 13, "door"), (4, 3, "when nobody says")],
    );
    check(Format::Hash, "#!/bin/door\n", &[]);
    check(Format::Hash, "name = \"door\"\ndescription = \"A door\"\n", &[(2, 18, "door")]);
}

#[test]
fn the_deployment_guide_is_named_and_linked() {
    check(Format::Markdown, "The guide. The deployment guide.", &[(1, 5, "guide"), (1, 16, "deployment guide")]);
    let linked = [
        "The [deployment guide](docs/deployment-guide.md).",
        "The [deployment guide][1].\n\n[1]: https://a.dev/docs/deployment-guide.md",
        "The [deployment guide].\n\n[deployment guide]: docs/deployment-guide.md",
    ];
    for text in linked {
        check(Format::Markdown, text, &[]);
    }
    check(Format::Markdown, "The [deployment guide](docs/rules.md).", &[(1, 6, "deployment guide")]);
    check(RUST, "/// The deployment guide.\nfn f() {}", &[(1, 9, "deployment guide")]);
    check(Format::Rust { is_test: true }, "/// The deployment guide.\nfn f() {}", &[]);
    check(RUST, "// The deployment guide.\nfn f() { g(\"the deployment guide\") }", &[]);
}

#[test]
fn every_format_of_file_is_known_and_the_deployment_guide_is_its_owners() {
    assert_eq!(files::format("README.md"), Some(Format::Markdown));
    assert_eq!(files::format("docs/deployment-guide.md"), None);
    assert_eq!(files::format("crates/a/src/lib.rs"), Some(RUST));
    for test in ["tests/reach.rs", "crates/a/tests/b.rs", "crates/a/src/b/tests.rs"] {
        assert_eq!(files::format(test), Some(Format::Rust { is_test: true }), "{test}");
    }
    for hash in
        ["tests/golden/shop/deployments.yaml", "tests/golden/shop/secrets.commands.txt", "Cargo.toml", ".ci/run"]
    {
        assert_eq!(files::format(hash), Some(Format::Hash), "{hash}");
    }
    assert_eq!(files::format("crates/a/src/fields.txt"), None);
}

#[test]
fn the_repository_is_in_plain_english() {
    let found = super::findings(&[]).unwrap();
    assert!(found.is_empty(), "\n{}", super::list(&found));
}
