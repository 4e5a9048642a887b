//! What rustc says to programs that break a tier's rule, and that it says nothing to those that keep them.
//!
//! A text is current when `TRYBUILD=overwrite cargo test -p tests --test ui` changes nothing. What binds is its first line and our notes.

#[test]
fn rules_are_refused_and_their_neighbours_accepted() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/refused/*.rs");
    cases.pass("ui/accepted/*.rs");
}

/// A macro of the library in an error is source that its reader did not write.
#[test]
fn no_error_shows_a_macro() {
    let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/refused")).expect("a folder of ours");
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
