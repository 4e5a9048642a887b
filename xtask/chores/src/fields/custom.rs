//! Custom resources, from the OpenAPI schemas of their definitions.
use super::schema::{ALL, Field, Kind, Leaf, OBJECT_META, Object, Schema, Shape};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Adds the served versions of the kinds in a file.
pub(super) fn read(schema: &mut Schema, path: &Path) -> Result<(), String> {
    let fault = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read(path).map_err(|error| fault(&error))?;
    for document in coderev_yaml::read(&text).map_err(|error| fault(&error))? {
        let spec = &document.value["spec"];
        let (group, kind) = (text_of(&spec["group"]), text_of(&spec["names"]["kind"]));
        for version in spec["versions"].as_array().into_iter().flatten().filter(|it| it["served"] == true) {
            let name = format!("{group}/{} {kind}", text_of(&version["name"]));
            let object = root(schema, &version["schema"]["openAPIV3Schema"]);
            if schema.kinds.insert(name.clone(), Kind { object, versions: ALL }).is_some() {
                return Err(fault(&format!("`{name}` has two definitions")));
            }
        }
    }
    Ok(())
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn root(schema: &mut Schema, definition: &Value) -> usize {
    let mut object = object(schema, definition);
    add_identity(schema, &mut object);
    schema.add(object)
}

/// The fields that every top-level object has, regardless of its schema.
fn add_identity(schema: &mut Schema, object: &mut Object) {
    let metadata = Shape::leaf(Leaf::Object(schema.at(OBJECT_META)));
    for (name, shape, required) in
        [("apiVersion", Shape::scalar('s'), 0), ("kind", Shape::scalar('s'), 0), ("metadata", metadata, ALL)]
    {
        object.fields.insert(name.into(), Field { shape, versions: ALL, required });
    }
}

fn object(schema: &mut Schema, definition: &Value) -> Object {
    let required = definition["required"].as_array().cloned().unwrap_or_default();
    let properties = definition["properties"].as_object().into_iter().flatten();
    let fields = properties
        .map(|(name, definition)| {
            // The API server sets defaults before it checks required fields.
            let is_optional = definition.get("default").is_some() || definition["nullable"] == true;
            let is_required = !is_optional && required.iter().any(|it| it == name);
            let required = if is_required { ALL } else { 0 };
            (name.clone(), Field { shape: shape(schema, definition), versions: ALL, required })
        })
        .collect();
    Object { is_open: is_open(definition), versions: ALL, fields }
}

fn is_open(definition: &Value) -> bool {
    definition["x-kubernetes-preserve-unknown-fields"] == true
}

fn shape(schema: &mut Schema, definition: &Value) -> Shape {
    let format = text_of(&definition["format"]);
    if definition["x-kubernetes-int-or-string"] == true {
        // The pattern of a quantity starts with this text in every definition.
        let is_quantity = text_of(&definition["pattern"]).starts_with(r"^(\+|-)?(([0-9]+");
        return Shape::scalar(if is_quantity { 'q' } else { 'x' });
    }
    if definition["x-kubernetes-embedded-resource"] == true {
        let object = root(schema, definition);
        return Shape::leaf(Leaf::Object(object));
    }
    match (text_of(&definition["type"]), format) {
        ("string", "date-time") => Shape::scalar('t'),
        ("string", "byte") => Shape::scalar('y'),
        ("string", _) => Shape::scalar('s'),
        ("boolean", _) => Shape::scalar('b'),
        ("integer", "int32") => Shape::scalar('i'),
        ("integer", _) => Shape::scalar('l'),
        ("number", _) => Shape::scalar('n'),
        ("array", _) => shape(schema, &definition["items"]).inside('['),
        ("object", _) => match (&definition["properties"], &definition["additionalProperties"]) {
            (Value::Null, Value::Object(_)) => shape(schema, &definition["additionalProperties"]).inside('{'),
            (Value::Null, Value::Bool(true)) => Shape::scalar('a').inside('{'),
            (Value::Null, _) if is_open(definition) => Shape::scalar('a').inside('{'),
            _ => {
                let object = object(schema, definition);
                Shape::leaf(Leaf::Object(schema.add(object)))
            }
        },
        _ => Shape::scalar('a'),
    }
}
