//! The largest object of a type: every field is set once.
use coderev_objects::fields::{KubernetesVersion, Node, Type};
use serde_json::{Map, Value, json};

/// The name of a field in every object that allows any name.
pub(crate) const FREE: &str = "anyName";

/// An object with every field of a version. An object inside another object of the same type is omitted if possible.
pub(crate) fn largest(node: Node, version: KubernetesVersion) -> Value {
    object(node, version, &mut Vec::new())
}

fn object(node: Node, version: KubernetesVersion, around: &mut Vec<Node>) -> Value {
    around.push(node);
    let fields = node.fields().filter(|field| field.versions().contains(version));
    let mut all: Map<String, Value> =
        fields.filter_map(|field| Some((field.name().to_owned(), value(field.ty(), version, around)?))).collect();
    if node.is_open() {
        all.insert(FREE.into(), json!(1));
    }
    around.pop();
    all.into()
}

fn value(ty: Type, version: KubernetesVersion, around: &mut Vec<Node>) -> Option<Value> {
    Some(match ty {
        Type::String => json!("text"),
        Type::Boolean => json!(true),
        Type::Int32 => json!(i32::MAX),
        Type::Int64 => json!(i64::MAX),
        Type::Number => json!(1.5),
        Type::Quantity => json!("1Gi"),
        Type::IntOrString => json!("10%"),
        Type::Time => json!("2026-01-01T00:00:00Z"),
        Type::Bytes => json!("Ynl0ZXM="),
        Type::Any => json!({ FREE: [1] }),
        Type::Object(node) | Type::ObjectOrAny(node) if around.contains(&node) => return None,
        Type::Object(node) | Type::ObjectOrAny(node) => object(node, version, around),
        Type::List(item) => json!([value(item.ty(), version, around)?]),
        Type::Map(item) => json!({ FREE: value(item.ty(), version, around)? }),
        other => unreachable!("{other}"),
    })
}
