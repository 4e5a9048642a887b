//! The fields of Kubernetes and of the custom resources that the library writes, as `coderev-objects` knows them.
use coderev_objects::fields::{self, KubernetesVersion, Node, Type};
use coderev_objects::{Kind, is_built_in};
use std::collections::BTreeSet;

/// The fields of the kinds of Kubernetes 1.35 and of the custom resources that are typed, and the names of all kinds.
pub(crate) struct Schema(BTreeSet<String>);
impl Schema {
    pub(crate) fn read() -> Self {
        let mut all: BTreeSet<String> = Kind::all().iter().map(|kind| kind.name().to_owned()).collect();
        let mut seen: Vec<Node> = Vec::new();
        let is_written = |api_version: &str, kind: &str| {
            is_built_in(api_version) || Kind::find(api_version, kind).is_some_and(Kind::is_typed)
        };
        let mut open: Vec<Node> = fields::kinds()
            .filter(|(api_version, kind)| is_written(api_version, kind))
            .filter_map(|(api_version, kind)| fields::tree(api_version, kind))
            .collect();
        while let Some(node) = open.pop() {
            if seen.contains(&node) {
                continue;
            }
            seen.push(node);
            for field in node.fields().filter(|it| it.versions().contains(KubernetesVersion::V1_35)) {
                all.insert(field.name().to_owned());
                open.extend(object_in(field.ty()));
            }
        }
        assert!(all.len() > 800, "only {} fields were read", all.len());
        Self(all)
    }
    /// The path of the field or kind in `code`, without brackets. For an annotation or a label, the complete name.
    pub(crate) fn field<'a>(&self, code: &'a str) -> Option<Vec<&'a str>> {
        if code.contains("::") {
            return None;
        }
        let path = code.split([':', '=']).next().unwrap_or_default().trim();
        if path.split_once('/').is_some_and(|(domain, name)| domain.contains('.') && !name.is_empty()) {
            return Some(vec![path]);
        }
        let steps: Vec<_> = path.split('.').map(|step| step.trim_end_matches("[]")).collect();
        steps.iter().all(|step| self.0.contains(*step)).then_some(steps)
    }
}
/// The texts between backticks.
pub(crate) fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
/// The part of a documentation's first line that contains the fields: up to the first colon outside backticks.
pub(crate) fn head(doc: &str) -> &str {
    let mut is_code = false;
    let end = doc.find(|letter| {
        is_code ^= letter == '`';
        letter == ':' && !is_code
    });
    &doc[..end.unwrap_or(doc.len())]
}

/// The object type in any number of lists and maps.
fn object_in(ty: Type) -> Option<Node> {
    match ty {
        Type::Object(node) | Type::ObjectOrAny(node) => Some(node),
        Type::List(item) | Type::Map(item) => object_in(item.ty()),
        _ => None,
    }
}
