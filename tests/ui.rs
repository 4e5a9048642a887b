//! The compile errors of programs that break a rule of a tier, and programs without an error that follow the rules.
//!
//! A text is current if `TRYBUILD=overwrite cargo test -p tests --test ui` does not change it. Its first line and the
//! notes of this library matter.

#[test]
fn wrong_programs_are_refused_and_similar_right_programs_accepted() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/refused/*.rs");
    cases.pass("ui/accepted/*.rs");
}

/// A macro of the library in an error is code that the user did not write.
#[test]
fn no_error_shows_a_macro() {
    let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/refused")).expect("the folder exists");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let texts: Vec<_> = paths.filter(|path| path.extension().is_some_and(|it| it == "stderr")).collect();
    assert!(texts.len() > 60, "only {} errors", texts.len());
    for path in texts {
        let text = std::fs::read_to_string(&path).expect("an error is text");
        for part in ["in this macro invocation", "originates in the macro", "macro_rules!"] {
            assert!(!text.contains(part), "{} shows a macro", path.display());
        }
    }
}
