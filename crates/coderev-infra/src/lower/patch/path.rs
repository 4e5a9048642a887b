//! Paths into JSON, in the syntax of patches: `/spec/template/spec/containers/[name=web]/tty`.
use coderev_objects::pointer_part;
use serde_json::{Map, Value};

/// The reason why a path cannot be applied.
#[derive(Debug)]
pub(crate) enum PathError {
    /// The field to remove does not exist.
    Nothing,
    Wrong {
        message: String,
        help: String,
    },
}
fn wrong<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, PathError> {
    Err(PathError::Wrong { message: message.into(), help: help.into() })
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Field(String),
    /// The item of a list whose field has this value.
    Item(String, String),
}

/// Sets the field. With `strict`, the parent of the field must exist; otherwise missing parents are created.
pub(crate) fn set(value: &mut Value, root: &str, path: &str, new: Value, strict: bool) -> Result<(), PathError> {
    if new.is_null() {
        return wrong(format!("`{path}` would be set to null"), "to remove a field, use `.remove(..)`");
    }
    let (parts, last) = split(root, path)?;
    let mut at = value;
    for part in &parts {
        at = match part {
            Part::Field(name) => {
                let fields = object(at, path, name)?;
                if strict && !fields.contains_key(name) {
                    return wrong(
                        format!(
                            "`{path}` needs the field `{name}`, which does not exist, and the fields of this kind are unknown"
                        ),
                        "set the closest existing field to a complete value: `json!({..})`",
                    );
                }
                fields.entry(name.clone()).or_insert_with(|| Map::new().into())
            }
            Part::Item(..) => item(at, part, path)?,
        };
    }
    match &last {
        Part::Field(name) => drop(object(at, path, name)?.insert(name.clone(), new)),
        Part::Item(..) => *item(at, &last, path)? = new,
    }
    Ok(())
}

/// The JSON pointer of a path in `value`; of the first part that is absent, if there is one.
pub(crate) fn pointer(value: &Value, root: &str, path: &str) -> String {
    let Ok((mut parts, last)) = split(root, path) else { return String::new() };
    parts.push(last);
    let mut pointer = String::new();
    let mut at = Some(value);
    for part in parts {
        let step = match &part {
            Part::Field(name) => Some(pointer_part(name).into_owned()),
            Part::Item(key, text) => at.and_then(|at| {
                let items = at.as_array()?;
                items.iter().position(|item| has_text(item, key, text)).map(|index| index.to_string())
            }),
        };
        let Some(step) = step else { break };
        at = at.and_then(|at| at.pointer(&format!("/{step}")));
        pointer = format!("{pointer}/{step}");
        if at.is_none() {
            break;
        }
    }
    pointer
}

/// Removes an existing field or item.
pub(crate) fn remove(value: &mut Value, root: &str, path: &str) -> Result<(), PathError> {
    let (parts, last) = split(root, path)?;
    let mut at = value;
    for part in &parts {
        at = match part {
            Part::Field(name) => object(at, path, name)?.get_mut(name).ok_or(PathError::Nothing)?,
            Part::Item(..) => item(at, part, path)?,
        };
    }
    match &last {
        Part::Field(name) => drop(object(at, path, name)?.remove(name).ok_or(PathError::Nothing)?),
        Part::Item(key, text) => {
            item(at, &last, path)?;
            let Value::Array(items) = at else { return Err(PathError::Nothing) };
            items.retain(|item| !has_text(item, key, text));
        }
    }
    Ok(())
}

fn object<'a>(value: &'a mut Value, path: &str, name: &str) -> Result<&'a mut Map<String, Value>, PathError> {
    match value {
        Value::Object(fields) => Ok(fields),
        Value::Array(items) => {
            let message = if name.parse::<usize>().is_ok() {
                format!("`{path}` selects a list item by position (`{name}`)")
            } else {
                format!("`{path}` uses `{name}` as a field name, but the value is a list")
            };
            wrong(
                message,
                format!("select the item by a field, because positions can change: {}", names(items, "name")),
            )
        }
        _ => wrong(
            format!("`{path}` continues below a plain value"),
            format!("a plain value does not have the field `{name}`"),
        ),
    }
}
fn item<'a>(value: &'a mut Value, part: &Part, path: &str) -> Result<&'a mut Value, PathError> {
    let Part::Item(key, text) = part else { return Err(PathError::Nothing) };
    match value {
        Value::Array(items) => match items.iter().position(|item| has_text(item, key, text)) {
            Some(index) => Ok(&mut items[index]),
            None => wrong(
                format!("no item of the list in `{path}` has the {key} `{text}`"),
                format!("the list has {}", names(items, key)),
            ),
        },
        _ => wrong(
            format!("`{path}` selects the item `[{key}={text}]` of a value that is not a list"),
            "set the complete list: `json!([..])`",
        ),
    }
}
/// Whether the field `key` of the item has this value. Numbers, such as ports, are compared as integers.
fn has_text(item: &Value, key: &str, text: &str) -> bool {
    match item.get(key) {
        Some(Value::String(declared)) => declared == text,
        Some(other) => other.as_i64().is_some_and(|number| text.parse() == Ok(number)),
        None => false,
    }
}
fn names(items: &[Value], key: &str) -> String {
    let named: Vec<String> = items
        .iter()
        .filter_map(|item| item.get(key))
        .map(|name| format!("`[{key}={}]`", name.as_str().map_or_else(|| name.to_string(), str::to_owned)))
        .collect();
    if named.is_empty() {
        "no item with such a field; set the complete list: `json!([..])`".into()
    } else {
        named.join(", ")
    }
}

/// The path to a field, and the field.
fn split(root: &str, path: &str) -> Result<(Vec<Part>, Part), PathError> {
    let help = "a path begins at the object: `/spec/template/spec/containers/[name=web]/tty`";
    if !path.is_empty() && !path.starts_with('/') {
        return wrong(
            format!("`{path}` is not a path"),
            if path.contains('/') { format!("write `/{path}`") } else { help.into() },
        );
    }
    let mut parts = Vec::new();
    let whole = format!("{root}{path}");
    let mut rest = &*whole;
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix('/') else {
            return wrong(format!("`{path}` is not a path"), help);
        };
        // A slash within the brackets belongs to the name: `[mountPath=/tmp]`.
        let end = match after.strip_prefix('[').map(|inner| inner.find(']')) {
            Some(Some(end)) => end + 2,
            Some(None) => return wrong(format!("`{path}` opens a bracket but does not close it"), help),
            None => after.find('/').unwrap_or(after.len()),
        };
        let (part, next) = after.split_at(end);
        rest = next;
        parts.push(match part.strip_prefix('[').and_then(|part| part.strip_suffix(']')) {
            Some(item) => match item.split_once('=') {
                Some((key, text)) => Part::Item(key.into(), text.into()),
                None => return wrong(format!("`[{item}]` in `{path}` selects no item"), help),
            },
            None if part.is_empty() => return wrong(format!("`{path}` has an empty part"), help),
            None => Part::Field(part.replace("~1", "/").replace("~0", "~")),
        });
    }
    let Some(last) = parts.pop() else { return wrong("the path is empty", help) };
    if path.is_empty() {
        return wrong("the path is empty", help);
    }
    Ok((parts, last))
}
