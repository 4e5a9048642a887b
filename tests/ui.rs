//! What rustc says to programs that break a tier's rule, and that it says nothing to those that keep them.
//!
//! A text is current when `TRYBUILD=overwrite cargo test -p tests --test ui` changes nothing. What binds is its first line and our notes.

#[test]
fn rules_are_refused_and_their_neighbours_accepted() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/refused/*.rs");
    cases.pass("ui/accepted/*.rs");
}
