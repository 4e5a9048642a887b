//! An unknown field is found at any depth of any kind, and no other field is.
use crate::sample::{FREE, largest};
use coderev_objects::fields::{FieldProblem, kinds, tree};
use serde_json::Value;
use std::collections::BTreeSet;

const PLANTED: &str = "notAField";

#[test]
fn an_unknown_field_is_found_at_any_depth_of_any_kind() {
    let mut count = 0;
    for (api_version, kind) in kinds() {
        let node = tree(api_version, kind).unwrap_or_else(|| panic!("{api_version} {kind}"));
        for version in node.versions().iter() {
            let mut sample = largest(node, version);
            assert_eq!(node.problems(&sample, version), [], "{api_version} {kind}");
            let mut expected = BTreeSet::new();
            plant(&mut sample, String::new(), &mut expected);
            let found = node.problems(&sample, version);
            assert!(found.iter().all(|it| matches!(it, FieldProblem::Unknown { .. })), "{api_version} {kind}");
            let found: BTreeSet<_> = found.iter().map(|it| it.path().pointer()).collect();
            assert_eq!(found, expected, "{api_version} {kind}");
            count += expected.len();
        }
    }
    assert!(count > 40_000, "{count}");
}

/// Adds a field to every object with fixed field names, and records its position.
fn plant(value: &mut Value, at: String, planted: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                plant(value, format!("{at}/{name}"), planted);
            }
            if !fields.contains_key(FREE) {
                fields.insert(PLANTED.into(), 1.into());
                planted.insert(format!("{at}/{PLANTED}"));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                plant(item, format!("{at}/{index}"), planted);
            }
        }
        _ => {}
    }
}
