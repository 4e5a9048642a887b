//! Values that stand for a secret: references and placeholders.
use super::alphabet::ALNUM;
use super::chosen::is_chosen;
use super::terms::{contains_any, is_wordy};

/// `$(PASSWORD)`, `${PASSWORD}`, `$PASSWORD`, `{{ .password }}`, `<password>`, `%s`, `%(password)s`, `@password@`,
/// `vault:secret/db#password`, `db-${STAGE}`. A reference next to a password is not one: `hunter22${STAGE}`.
pub(super) fn is_reference(value: &str) -> bool {
    let is_plain = |rest: String| is_wordy(&rest) && !is_chosen(&rest, 6);
    is_one_reference(value) || is_open(value) || without_references(value).is_some_and(is_plain)
}
/// Whether a value is only references, as is right in a Secret: `${PASSWORD}`, `<password>`.
pub(super) fn is_all_references(value: &str) -> bool {
    let is_empty = |rest: String| !rest.contains(|c: char| c.is_alphanumeric());
    is_one_reference(value) || without_references(value).is_some_and(is_empty)
}
fn is_one_reference(value: &str) -> bool {
    const SCHEMES: &[&str] = &[
        "vault:",
        "env:",
        "file:",
        "ref+",
        "op:",
        "secretref:",
        "valueFrom",
        "secretKeyRef",
        "process.env",
        "os.environ",
        "projects/",
        "keyvault:",
        "ssm:",
        "secretsmanager:",
    ];
    let is_target = |target: &str| target.contains('/') || is_label(target);
    is_markup(value)
        || value.strip_prefix('$').is_some_and(|name| is_identifier(name) && (is_label(name) || is_constant(name)))
        || value.strip_prefix('@').and_then(|rest| rest.strip_suffix('@')).is_some_and(is_label)
        || SCHEMES.iter().any(|scheme| value.strip_prefix(scheme).is_some_and(is_target))
}
/// The start of a reference that continues after the end of the value: `$(cat`, `{{`.
fn is_open(value: &str) -> bool {
    let body = ["$(", "${", "{{", "<%", "%("].iter().find_map(|opens| value.strip_prefix(opens));
    body.is_some_and(|body| body.trim_matches(['-', '.']).is_empty() || is_label(body) || is_constant(body))
}
/// The text outside of the references. None if there is no reference.
fn without_references(value: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 5] = [("$(", ")"), ("${", "}"), ("{{", "}}"), ("<%", "%>"), ("%(", ")s")];
    let (mut text, mut rest) = (String::new(), value);
    let mut is_any = false;
    while let Some((at, (open, close))) = PAIRS.iter().filter_map(|it| Some((rest.find(it.0)?, it))).min() {
        let Some(end) = rest[at + open.len()..].find(close) else { break };
        text.push_str(&rest[..at]);
        rest = &rest[at + open.len() + end + close.len()..];
        is_any = true;
    }
    text.push_str(rest);
    is_any.then_some(text)
}
/// `<password>`, `[password]`, `%password%`, `{"a": 1}`; `&anchor`, `*alias`, `!tag` and `|` of YAML.
fn is_markup(value: &str) -> bool {
    let within = |open: char, close: char| value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let is_structure = |text: &str| text.is_empty() || text.contains(['"', ':', ',', '{', '[']) || is_label(text);
    let tail = value.strip_prefix(['&', '*', '!', '%', '|', '>']);
    within('<', '>').or_else(|| within('%', '%')).is_some_and(is_label)
        || within('[', ']').or_else(|| within('{', '}')).is_some_and(is_structure)
        || tail.is_some_and(|tail| tail.len() <= 1 || (is_identifier(tail) && is_label(tail)))
}
/// Whether a text between marks is the name of a value, and not a value: `password`, `DB_PASSWORD_2`, `your token`.
fn is_label(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_term = |term: &str| is_wordy(term) && !is_chosen(term, 6);
    is_stand_in(stem) || text.split([' ', '(', ')']).all(is_term)
}
fn is_constant(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b':' | b'-'))
}
pub(super) fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| ALNUM.contains(byte) || matches!(byte, b'_' | b'.' | b'-'))
}
/// `xxxx`, `***`, `your-token`, `EXAMPLE`, `__PASSWORD__`, and terms that stand for the value.
pub(super) fn is_placeholder(value: &str) -> bool {
    let label = value.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    is_blank(value)
        || label.is_some_and(|it| is_constant(it) || is_label(it))
        || contains_any(value, BLANKS)
        || PARTS.iter().any(|part| is_around(value, part))
        || is_reference(value)
        || is_stand_in(value)
}
/// The same for the body of a token, which contains a term only if a person wrote it.
pub(super) fn is_placeholder_body(body: &str) -> bool {
    is_blank(body) || contains_any(body, BLANKS) || contains_any(body, PARTS) || is_reference(body) || is_stand_in(body)
}
/// Parts of masked values.
const BLANKS: &[&str] = &[
    // The token of jwt.io, which examples copy.
    "eyJzdWIiOiIxMjM0NTY3ODkwI",
    "xxxx",
    "****",
    "....",
];
/// Terms that a person writes in place of a value.
const PARTS: &[&str] = &[
    "example",
    "redacted",
    "replace",
    "placeholder",
    "dummy",
    "insert",
    "todo",
    "fixme",
    "masked",
    "hidden",
    "your-",
    "your_",
    "yourtoken",
    "yourkey",
    "yoursecret",
    "yourpassword",
    "yourapi",
    "-here",
    "_here",
    "notarealone",
    "not-a-real",
    "not_a_real",
];
fn is_blank(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b'#' | b'?' | b'0'))
}
/// Whether the value is `part` with other terms around it: `example-token`, and not `Xk7-example-9Qz2mT4w`.
fn is_around(value: &str, part: &str) -> bool {
    let is_part = |window: &[u8]| window.eq_ignore_ascii_case(part.as_bytes());
    let Some(at) = value.as_bytes().windows(part.len()).position(is_part) else { return false };
    // The keys in the documentation of AWS.
    if value.ends_with("EXAMPLE") || value.ends_with("EXAMPLEKEY") {
        return true;
    }
    let around = [&value[..at], " ", &value[at + part.len()..]].concat();
    !value.bytes().any(|byte| byte.is_ascii_digit())
        || (is_wordy(&around) && around.split(' ').all(|text| !is_chosen(text, 6)))
}
/// A term that stands for a secret or for its absence.
pub(super) fn is_stand_in(value: &str) -> bool {
    const TERMS: &[&str] = &[
        "pass",
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "pw",
        "secret",
        "token",
        "apikey",
        "key",
        "user",
        "username",
        "credential",
        "credentials",
        "none",
        "null",
        "nil",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "enabled",
        "disabled",
        "enable",
        "disable",
        "required",
        "optional",
        "never",
        "always",
        "auto",
        "default",
        "prompt",
        "vault",
        "env",
        "file",
        "plain",
        "plaintext",
        "basic",
        "scram",
        "md5",
        "ldap",
        "oidc",
        "saml",
        "kerberos",
        "iam",
        "trust",
        "peer",
        "string",
        "text",
        "undefined",
        "unset",
        "empty",
        "generate",
        "generated",
        "random",
        "external",
        "managed",
        "existing",
        "bearer",
        "opaque",
    ];
    let mut plain = [0_u8; 16];
    let mut length = 0;
    for byte in value.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' ' | b'.')) {
        if length == plain.len() {
            return false;
        }
        plain[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    TERMS.iter().any(|term| term.as_bytes() == &plain[..length])
}
