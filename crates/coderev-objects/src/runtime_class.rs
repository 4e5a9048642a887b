//! The overhead of the pods of a RuntimeClass.
use crate::Object;
use crate::quantity::{Amount, parse};
use serde_json::Value;

/// `overhead.podFixed` of a RuntimeClass, by resource. Objects of other kinds have no overhead. The admission plugin `RuntimeClass` sets it in
/// each pod: <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/>.
///
/// ```
/// use coderev_objects::{overhead_of_class, quantity};
///
/// let class = "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: kata}\nhandler: kata\noverhead: {podFixed: {cpu: 250m}}\n";
/// let read = coderev_objects::read("class.yaml", class.as_bytes())?;
/// let overhead: Vec<_> = overhead_of_class(read[0].object()).collect();
/// assert_eq!(overhead, [("cpu", quantity::parse("250m").ok_or("a quantity")?)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn overhead_of_class(class: &Object) -> impl Iterator<Item = (&str, Amount)> {
    let is_class = (class.api_version(), class.kind()) == ("node.k8s.io/v1", "RuntimeClass");
    let fields = class.written_fields().filter(|_| is_class);
    let fixed = fields.and_then(|fields| fields.get("overhead")?.get("podFixed")?.as_object());
    fixed.into_iter().flatten().filter_map(|(resource, amount)| Some((&**resource, quantity(amount)?)))
}
fn quantity(value: &Value) -> Option<Amount> {
    match value {
        Value::String(text) => parse(text),
        Value::Number(number) => parse(&number.to_string()),
        _ => None,
    }
}
