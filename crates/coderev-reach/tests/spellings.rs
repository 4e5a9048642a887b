//! Spellings of a NetworkPolicy against what an API server answered. `.ci/spellings` records them again.
use coderev_objects::ManifestReader;
use coderev_reach::{Convention, Objects, Reach};

const TABLE: &str = include_str!("spellings.yaml");

/// The errors of one manifest.
fn errors(text: &str) -> Vec<String> {
    let mut objects = Objects::new();
    let mut found = Vec::new();
    for read in ManifestReader::new().read("a.yaml", text.as_bytes()) {
        match read.map(|it| objects.add_document(&it.document)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => found.push(error.to_string()),
            Err(error) => found.push(error.to_string()),
        }
    }
    found.extend(Reach::new(&objects, Convention::KUBERNETES).err().into_iter().flatten().map(|it| it.to_string()));
    found
}

#[test]
fn a_policy_is_refused_if_the_api_server_refuses_it() {
    let (mut refused, mut accepted, mut differences) = (0, 0, Vec::new());
    for part in TABLE.split("\n---\n").skip(1) {
        let (comment, manifest) = part.split_once('\n').expect("a comment and a manifest");
        let found = errors(manifest);
        let is_refused = comment.contains(": refused");
        assert!(is_refused || comment.ends_with(": accepted"), "{comment}");
        *if is_refused { &mut refused } else { &mut accepted } += 1;
        if is_refused == found.is_empty() {
            differences.push(format!("{comment}\n  here: {found:?}"));
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    assert_eq!((accepted, refused), (74, 157));
}

#[test]
fn a_misspelt_field_has_its_line_and_its_remedy() {
    let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db}\nspec:\n  podSelector: {}\n  ingress:\n  - form: [{podSelector: {}}]\n";
    let read = ManifestReader::new().read("a.yaml", text.as_bytes()).remove(0).expect("it is YAML");
    let error = Objects::new().add_document(&read.document).expect_err("`form` is no field");
    assert!(error.is_policy());
    assert_eq!(error.at.as_ref().map(ToString::to_string).as_deref(), Some("a.yaml:7:5"));
    assert_eq!(
        error.to_string(),
        "`db` is not a NetworkPolicy: there is no field `/spec/ingress/0/form`: the known fields are from, ports"
    );
}
