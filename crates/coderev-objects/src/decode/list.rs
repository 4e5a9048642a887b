//! Lists of objects, as `kubectl get` writes them.
use super::{DecodeError, named};
use serde_json::Value;

/// How deep lists may be nested.
const DEPTH: usize = 16;

/// The objects of a value, each with its JSON pointer. A `List` or a typed list such as `PodList` has one object for
/// each item; any other value is one object. An item without a kind or a version takes that of its list.
///
/// ```
/// use coderev_objects::unfold;
/// use serde_json::json;
///
/// let list = json!({"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "web"}}]});
/// let all = unfold(list)?;
/// assert_eq!(all[0].0, "/items/0");
/// assert_eq!(all[0].1["kind"], "Pod");
/// # Ok::<(), coderev_objects::DecodeError>(())
/// ```
///
/// # Errors
///
/// When the items are not a list, or when lists are nested more than 16 deep.
pub fn unfold(value: Value) -> Result<Vec<(String, Value)>, DecodeError> {
    let mut objects = Vec::new();
    into(&mut objects, String::new(), value, DEPTH)?;
    Ok(objects)
}

fn into(
    objects: &mut Vec<(String, Value)>,
    pointer: String,
    mut value: Value,
    depth: usize,
) -> Result<(), DecodeError> {
    let (version, kind) = named(&value);
    let wrong = |reason: &str| Err(DecodeError::WrongType { path: format!("{pointer}/items"), reason: reason.into() });
    let items = match (kind.strip_suffix("List"), value.get_mut("items")) {
        (Some(_), Some(items)) => items.take(),
        _ => {
            objects.push((pointer, value));
            return Ok(());
        }
    };
    let Value::Array(items) = items else { return wrong("`items` is not a list") };
    let Some(depth) = depth.checked_sub(1) else { return wrong("lists are nested more than 16 deep") };
    for (index, mut item) in items.into_iter().enumerate() {
        if let Some(fields) = item.as_object_mut()
            && kind != "List"
        {
            fields.entry("kind").or_insert_with(|| kind.trim_end_matches("List").into());
            if !version.is_empty() {
                fields.entry("apiVersion").or_insert_with(|| version.as_str().into());
            }
        }
        into(objects, format!("{pointer}/items/{index}"), item, depth)?;
    }
    Ok(())
}
