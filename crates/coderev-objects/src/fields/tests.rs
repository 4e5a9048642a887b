//! Tests that the generated data can be read, and that problems are found.
mod faults;

use super::{Node, Type, kinds, tree};

#[test]
fn every_kind_is_found_and_no_other() {
    let all: Vec<_> = kinds().collect();
    assert!(all.len() > 190, "{}", all.len());
    for (api_version, kind) in &all {
        let node = tree(api_version, kind).unwrap_or_else(|| panic!("{api_version} {kind}"));
        assert!(matches!(node.field("metadata").map(|it| it.ty()), Some(Type::Object(_))), "{api_version} {kind}");
    }
    for (api_version, kind) in [
        ("apps/v1", "Deploymen"),
        ("apps/v1", "Deployment2"),
        ("apps/v2", "Deployment"),
        ("", ""),
        ("#", "Made"),
        ("z", "z"),
    ] {
        assert_eq!(tree(api_version, kind), None, "{api_version} {kind}");
    }
}

#[test]
fn text_of_the_file_format_is_not_a_name() {
    let lines: Vec<_> = include_str!("kinds.txt").lines().filter(|line| !line.starts_with('#')).collect();
    for pair in lines.windows(2) {
        let words: Vec<_> = pair[1].split(' ').collect();
        assert_eq!(tree(&format!("{}\n{}", pair[0], words[0]), words[1]), None, "{}", pair[1]);
        assert_eq!(tree(&format!("{} {}", words[0], words[1]), words[2]), None, "{}", pair[1]);
    }
    let pod = tree("v1", "Pod").expect("a known kind");
    let line = pod.line();
    let second = line.split(' ').nth(1).and_then(|word| word.split(':').next()).expect("a second field");
    let both = &line[..line.find(second).expect("the name is in the line") + second.len()];
    for name in ["", ":", "spec:", "*", both] {
        assert_eq!(pod.field(name), None, "{name}");
    }
    assert!(pod.field(second).is_some());
}

#[test]
fn every_type_can_be_read() {
    let mut seen = std::collections::BTreeSet::new();
    let mut open: Vec<Node> = kinds().filter_map(|(api_version, kind)| tree(api_version, kind)).collect();
    while let Some(node) = open.pop() {
        if !seen.insert(node.line().as_ptr()) {
            continue;
        }
        for field in node.fields() {
            assert_eq!(node.field(field.name()), Some(field), "{}", field.name());
            open.extend(object_in(field.ty()));
        }
    }
    let lines = include_str!("types.txt").lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(seen.len(), lines, "types that no kind has");
}

/// The object type inside any number of lists and maps.
fn object_in(ty: Type) -> Option<Node> {
    match ty {
        Type::Object(node) | Type::ObjectOrAny(node) => Some(node),
        Type::List(item) | Type::Map(item) => object_in(item.ty()),
        _ => None,
    }
}
