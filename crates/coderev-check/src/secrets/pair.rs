//! Values and their names on several lines, or in forms of one language.
use super::tail;

/// The number of bytes before a value in which its name is.
const NEAR: usize = 200;

/// The name next to a value: `- name: DB_PASSWORD`, a line break, `value: ..`.
pub(super) fn name_of_value(before: &str) -> Option<&str> {
    let before = tail(before, 160).strip_suffix("value").or_else(|| before.strip_suffix("Value"))?;
    let rest = &before[before.rfind("name")? + "name".len()..];
    let rest =
        rest.trim_start_matches(['"', '\'', '\\', ' ']).strip_prefix(':')?.trim_start_matches(['"', '\'', '\\', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))?;
    let (name, between) = rest.split_at(end);
    let is_beside =
        between.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'"' | b'\'' | b'\\' | b',' | b'n'));
    (is_beside && name.len() >= 2).then_some(name)
}
/// The name next to the value of an XML property: `<name>fs.s3a.secret.key</name><value>` in files of Hadoop.
pub(super) fn name_of_element(before: &str) -> Option<&str> {
    let (start, between) = tail(before, NEAR).rsplit_once("</name>")?;
    let is_beside = between.trim_start().strip_prefix('<')?.bytes().all(|byte| byte.is_ascii_alphabetic());
    let (_, name) = start.rsplit_once("<name>")?;
    is_beside.then(|| name.trim())
}
/// The name of the variable of Terraform with this default: `variable "db_password" { default =`.
pub(super) fn name_of_default(before: &str) -> Option<&str> {
    let (_, block) = tail(before, NEAR).rsplit_once("variable \"")?;
    let (name, block) = block.split_once('"')?;
    (!block.contains('}')).then_some(name)
}
/// A text between three quotes in TOML and Python, or between `[[` and `]]` in Lua.
pub(super) fn long_text(rest: &str) -> Option<&str> {
    let within = |open: &str, close: &str| rest.strip_prefix(open).and_then(|rest| rest.split_once(close));
    let quoted = within("\"\"\"", "\"\"\"").or_else(|| within("'''", "'''"));
    let in_brackets = || within("[[", "]]").filter(|(text, _)| !text.contains(['"', '\'', ',', ' ', '[', '$']));
    quoted.or_else(in_brackets).map(|(text, _)| text.trim())
}
/// The first line of a block of YAML: `>-`, a line break, the text.
pub(super) fn block_text(rest: &str) -> Option<&str> {
    let (header, rest) = rest.split_once('\n')?;
    let options = header.trim_end().strip_prefix(['|', '>'])?;
    let is_header = options.len() <= 2 && options.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9'));
    let line = rest.split('\n').next().unwrap_or_default();
    // A block without text ends before a line without an indent.
    (is_header && line.starts_with(' ')).then(|| line.trim())
}
