//! Values that lost their meaning on the path to JSON, or that readers of JSON change.
use coderev_objects::pointer_part;
use serde_json::Value;

/// An integer above `i64::MAX`, with its JSON pointer. kubectl and the API server read objects of custom resources with integers of 64 bits
/// with a sign, and everything else as a float, which has other digits:
/// <https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/json/json.go>.
pub(super) fn large_integer(value: &Value) -> Option<(String, String)> {
    find(value, &|value| value.as_u64().filter(|_| value.as_i64().is_none()).map(|it| it.to_string()))
}
/// The reason why a value of a patch is probably not the one in the program, with its JSON pointer.
pub(super) fn lost(value: &Value) -> Option<(String, String)> {
    find(value, &|value| match value {
        Value::Null => Some("to null, which is also the value of a float that is not finite".to_owned()),
        Value::Number(number) if number.is_f64() => {
            // A whole number is exact, even if `f32` displays it with other digits.
            let wide = number.as_f64().filter(|wide| wide.fract() != 0.0)?;
            // The conversion is exact for a value that was an `f32`.
            #[expect(clippy::cast_possible_truncation, reason = "the comparison finds a loss")]
            let narrow = wide as f32;
            let is_narrow = f64::from(narrow).to_bits() == wide.to_bits() && narrow.to_string() != wide.to_string();
            is_narrow.then(|| format!("to {wide}, the `f32` {narrow} with the digits of an `f64`"))
        }
        _ => large_integer(value).map(|(_, integer)| format!("to {integer}, which kubectl rounds")),
    })
}

/// The first value inside `value`, or the value itself, for which `reason` has a text.
fn find(value: &Value, reason: &dyn Fn(&Value) -> Option<String>) -> Option<(String, String)> {
    let below = |key: &str, value: &Value| {
        find(value, reason).map(|(pointer, reason)| (format!("/{}{pointer}", pointer_part(key)), reason))
    };
    match value {
        Value::Array(items) => items.iter().enumerate().find_map(|(at, item)| below(&at.to_string(), item)),
        Value::Object(fields) => fields.iter().find_map(|(key, field)| below(key, field)),
        other => reason(other).map(|reason| (String::new(), reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::lost;
    use serde_json::json;

    #[test]
    fn only_a_fraction_can_be_an_f32_with_other_digits() {
        for exact in [json!(1_073_741_824.0_f64), json!(0.1_f64), json!(0.5_f32), json!({"a": [16_777_217.0_f64]})] {
            assert_eq!(lost(&exact), None, "{exact}");
        }
        assert!(lost(&json!({"a": [0.1_f32]})).is_some_and(|(pointer, _)| pointer == "/a/0"));
    }
}
