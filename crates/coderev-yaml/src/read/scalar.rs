//! The type of a plain scalar in both versions of YAML and to kubectl. The writer quotes the strings that this module
//! reads as another type.
mod kubectl;

use serde_json::{Number, Value};

/// The type that one version of YAML gives to a plain scalar.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Null,
    Bool(bool),
    Integer(i128),
    /// An integer that exceeds every type here.
    Huge,
    Float(f64),
    Text,
    /// A type that only YAML 1.1 has: times, dates, `=` and `<<`.
    Old(&'static str),
}

impl Meaning {
    fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Huge => "an integer",
            Self::Float(_) => "a float",
            Self::Text => "a string",
            Self::Old(name) => name,
        }
    }
}

/// The value of a plain scalar on which both versions agree, or the reason why they do not.
pub(super) fn plain(text: &str) -> Result<Value, String> {
    let (old, new) = (yaml_1_1(text), yaml_1_2(text));
    let go = kubectl::meaning(text, &new);
    if old != new {
        let remedy = if text == "<<" { "write the keys out".into() } else { remedy(&go) };
        return Err(match (&old, &new) {
            (Meaning::Integer(old), Meaning::Integer(new)) => {
                format!("`{text}` is {old} in YAML 1.1 but {new} in YAML 1.2: {remedy}")
            }
            _ => format!("`{text}` is {} in YAML 1.1 but {} in YAML 1.2: {remedy}", old.name(), new.name()),
        });
    }
    let is_too_large = matches!(new, Meaning::Integer(value) if integer(value).is_none()) || new == Meaning::Huge;
    if go != new && !is_too_large {
        let remedy = remedy(&go);
        return Err(format!("`{text}` is {} to kubectl but {} in YAML 1.2: {remedy}", go.name(), new.name()));
    }
    if let Some(reader) = misread(text) {
        return Err(format!("{reader} does not read `{text}` as {}: {}", new.name(), remedy(&go)));
    }
    match new {
        Meaning::Null => Ok(Value::Null),
        Meaning::Bool(value) => Ok(value.into()),
        Meaning::Text | Meaning::Old(_) => Ok(text.into()),
        Meaning::Integer(value) => integer(value).ok_or_else(|| too_large(text)),
        Meaning::Huge => Err(too_large(text)),
        Meaning::Float(value) => match Number::from_f64(value) {
            Some(number) => Ok(number.into()),
            None => Err(format!("`{text}` is a float that has no form that Kubernetes reads")),
        },
    }
}

/// The value that kubectl reads, or the reason why it reads none.
pub(super) fn as_kubectl(text: &str) -> Result<Value, String> {
    let is_number = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'));
    let meaning = match shared(text) {
        Some(meaning) => meaning,
        None if is_keyword(text, &["y", "yes", "on"]) => Meaning::Bool(true),
        None if is_keyword(text, &["n", "no", "off"]) => Meaning::Bool(false),
        // A date is text to it: it keeps the characters.
        // It drops underscores, unless the first character is the point.
        None if text.starts_with('.') && text.contains('_') => Meaning::Text,
        None if is_number && !is_date(text) => kubectl::number(&text.replace('_', "")),
        None => Meaning::Text,
    };
    match meaning {
        Meaning::Null => Ok(Value::Null),
        Meaning::Bool(value) => Ok(value.into()),
        Meaning::Text | Meaning::Old(_) => Ok(text.into()),
        Meaning::Integer(value) => integer(value).ok_or_else(|| too_large(text)),
        Meaning::Huge => Err(too_large(text)),
        Meaning::Float(value) => match Number::from_f64(value) {
            Some(number) => Ok(whole_number(number.into())),
            None => Err(format!("`{text}` is a float that has no form that Kubernetes reads")),
        },
    }
}

/// The number as kubectl writes it in JSON: a float without a fraction is an integer.
pub(super) fn whole_number(value: Value) -> Value {
    let whole = value.as_f64().filter(|it| value.is_f64() && it.fract() == 0.0 && it.abs() < 9e18);
    // The cast is exact: the float is a whole number within the range.
    #[allow(clippy::cast_possible_truncation, reason = "the float is a whole number below 2^63")]
    whole.map_or(value, |it| Value::from(it as i64))
}

/// The advice for a scalar that readers take for different types. Only the schema decides whether the scalar is a number, as in `defaultMode: 0644`.
fn remedy(go: &Meaning) -> String {
    let number = match go {
        Meaning::Integer(value) => value.to_string(),
        Meaning::Float(value) => value.to_string(),
        _ => String::new(),
    };
    // A float may have hundreds of digits.
    if number.is_empty() || number.len() > 20 {
        return "put it in quotes".into();
    }
    format!("write `{number}`, the number that kubectl reads, or put it in quotes if it is text")
}

pub(super) fn integer(value: i128) -> Option<Value> {
    i64::try_from(value).map(Value::from).or_else(|_| u64::try_from(value).map(Value::from)).ok()
}

pub(super) fn too_large(text: &str) -> String {
    format!("`{text}` is an integer of more than 64 bits: put it in quotes if it is text")
}

/// Whether `text` is one of `keywords` in a spelling that YAML accepts: `no`, `No` or `NO`.
fn is_keyword(text: &str, keywords: &[&str]) -> bool {
    keywords.iter().any(|keyword| text.eq_ignore_ascii_case(keyword)) && {
        let tail = &text.as_bytes()[1..];
        let is_lower = tail.iter().all(u8::is_ascii_lowercase);
        is_lower || text.bytes().all(|byte| byte.is_ascii_uppercase())
    }
}

/// The reader that deviates from the versions of YAML for this scalar.
fn misread(text: &str) -> Option<&'static str> {
    let (_, size) = signed(text);
    // Its pattern for a float has a sign only before a digit, and its patterns for integers need no digit:
    // <https://github.com/yaml/pyyaml/blob/6.0.2/lib/yaml/resolver.py>.
    let has_no_digit = |prefix: &str| size.strip_prefix(prefix).is_some_and(|rest| is_all(rest, |byte| byte == b'_'));
    if (text.len() > size.len() && size.starts_with('.') && !size.ends_with(['f', 'F', 'n', 'N']))
        || has_no_digit("0b")
        || has_no_digit("0x")
    {
        return Some("PyYAML");
    }
    // Its pattern for a float of YAML 1.1 needs no digit before the exponent:
    // <https://github.com/eemeli/yaml/blob/v2.8.1/src/schema/yaml-1.1/float.ts>.
    let is_exponent = |(before, exponent): (&str, &str)| {
        (before.is_empty() || before == ".") && is_all(signed(exponent).1, |byte| byte.is_ascii_digit())
    };
    size.split_once(['e', 'E']).is_some_and(is_exponent).then_some("`yaml` of JavaScript")
}

/// The types on which both versions agree.
fn shared(text: &str) -> Option<Meaning> {
    if text.is_empty() || text == "~" || is_keyword(text, &["null"]) {
        return Some(Meaning::Null);
    }
    if is_keyword(text, &["true"]) {
        return Some(Meaning::Bool(true));
    }
    if is_keyword(text, &["false"]) {
        return Some(Meaning::Bool(false));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        // NaN is not equal to itself, so it is treated as an infinity, which is refused with the same message.
        return Some(Meaning::Float(f64::INFINITY));
    }
    let (sign, size) = signed(text);
    matches!(size, ".inf" | ".Inf" | ".INF").then_some(Meaning::Float(if sign < 0 {
        f64::NEG_INFINITY
    } else {
        f64::INFINITY
    }))
}

fn signed(text: &str) -> (i128, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    }
}

fn yaml_1_2(text: &str) -> Meaning {
    if let Some(meaning) = shared(text) {
        return meaning;
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(1, digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(1, digits, 16);
    }
    let (sign, size) = signed(text);
    if is_all(size, |byte| byte.is_ascii_digit()) {
        return radix(sign, size, 10);
    }
    if is_float(size, |exponent| is_all(signed(exponent).1, |byte| byte.is_ascii_digit())) {
        return float(text);
    }
    Meaning::Text
}

fn yaml_1_1(text: &str) -> Meaning {
    if let Some(meaning) = shared(text) {
        return meaning;
    }
    if is_keyword(text, &["y", "yes", "on"]) {
        return Meaning::Bool(true);
    }
    if is_keyword(text, &["n", "no", "off"]) {
        return Meaning::Bool(false);
    }
    match text {
        "=" => return Meaning::Old("a default value"),
        "<<" => return Meaning::Old("a merge"),
        _ if is_date(text) => return Meaning::Old("a date"),
        _ => {}
    }
    let (sign, size) = signed(text);
    let digits = size.replace('_', "");
    match size.as_bytes() {
        [b'0', b'b', _, ..] => radix(sign, &digits[2..], 2),
        [b'0', b'x', _, ..] => radix(sign, &digits[2..], 16),
        // `08` is text in YAML 1.1, because 8 is not an octal digit.
        [b'0', _, ..] if is_all(&digits, |byte| byte.is_ascii_digit()) => radix(sign, &digits, 8),
        [b'0'..=b'9', ..] if is_all(&digits, |byte| byte.is_ascii_digit()) => radix(sign, &digits, 10),
        [b'0'..=b'9', ..] if is_sexagesimal(&digits) => Meaning::Old("a base-60 number"),
        // A float must have a decimal point, and its exponent must have a sign.
        [b'0'..=b'9' | b'.', ..]
            if digits.contains('.')
                && is_float(&digits, |exponent| {
                    exponent.starts_with(['+', '-']) && is_all(&exponent[1..], |byte| byte.is_ascii_digit())
                }) =>
        {
            float(&format!("{}{digits}", if sign < 0 { "-" } else { "" }))
        }
        _ => Meaning::Text,
    }
}

fn is_all(text: &str, is: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is)
}

fn radix(sign: i128, digits: &str, radix: u32) -> Meaning {
    if !is_all(digits, |byte| char::from(byte).is_digit(radix)) {
        return Meaning::Text;
    }
    i128::from_str_radix(digits, radix).map_or(Meaning::Huge, |size| Meaning::Integer(sign * size))
}

/// `1.5`, `1.`, `.5`, `1e3`: digits, an optional decimal point, and an exponent that the version accepts.
fn is_float(size: &str, is_exponent: impl Fn(&str) -> bool) -> bool {
    let (mantissa, exponent) = match size.find(['e', 'E']) {
        Some(at) => (&size[..at], Some(&size[at + 1..])),
        None => (size, None),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty()) && exponent.is_none_or(is_exponent)
}

/// Rust reads every float that both versions accept.
fn float(text: &str) -> Meaning {
    text.parse().map_or(Meaning::Text, Meaning::Float)
}

/// `12:30:00` and `1:30.5`: every part after the first is below sixty.
fn is_sexagesimal(digits: &str) -> bool {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut places = whole.split(':');
    let first = places.next().unwrap_or_default();
    let is_place = |place: &str| matches!(place.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    let rest: Vec<&str> = places.collect();
    is_all(first, |byte| byte.is_ascii_digit())
        && !rest.is_empty()
        && rest.into_iter().all(is_place)
        && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date such as `2001-12-14`, with an optional time after it.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| bytes[from..to].iter().all(u8::is_ascii_digit);
    if bytes.len() < 8 || !bytes.is_ascii() || !digits(0, 4) || bytes[4] != b'-' {
        return false;
    }
    if bytes.len() == 10 && bytes[7] == b'-' {
        return digits(5, 7) && digits(8, 10);
    }
    // Before a time, a month and a day may have one digit.
    let Some((date, time)) = text.split_once(['T', 't', ' ', '\t']) else { return false };
    let mut parts = date.split('-').skip(1);
    let is_short = |part: &str| matches!(part.len(), 1 | 2) && is_all(part, |byte| byte.is_ascii_digit());
    parts.next().is_some_and(is_short) && parts.next().is_some_and(is_short) && parts.next().is_none() && is_time(time)
}

/// `21:59:43`, with an optional fraction of a second and an optional time zone.
fn is_time(text: &str) -> bool {
    let text = text.trim_start();
    let clock = text.find(|character: char| !character.is_ascii_digit() && character != ':').unwrap_or(text.len());
    let (clock, rest) = text.split_at(clock);
    let places: Vec<usize> = clock.split(':').map(str::len).collect();
    let rest = match rest.strip_prefix('.') {
        Some(rest) => rest.trim_start_matches(|character: char| character.is_ascii_digit()),
        None => rest,
    };
    let zone = rest.trim_start();
    let is_offset =
        |zone: &str| zone.starts_with(['+', '-']) && is_all(&zone[1..], |byte| byte.is_ascii_digit() || byte == b':');
    matches!(places[..], [1 | 2, 2, 2]) && (zone.is_empty() || zone == "Z" || is_offset(zone))
}
