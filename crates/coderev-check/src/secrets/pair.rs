//! Values and their names on several lines, or in forms of one language.
use super::tail;

/// The number of bytes before a value in which its name is.
const NEAR: usize = 200;

/// The name next to a value: `- name: DB_PASSWORD` or `- key: DB_PASSWORD`, a line break, `value: ..`.
pub(super) fn name_of_value(before: &str) -> Option<&str> {
    let before = tail(before, 160).strip_suffix("value").or_else(|| before.strip_suffix("Value"))?;
    ["name", "key"].into_iter().find_map(|field| name_in_field(before, field))
}
fn name_in_field<'t>(before: &'t str, field: &str) -> Option<&'t str> {
    let (start, rest) = before.rsplit_once(field)?;
    // `api-key` is a value.
    if field == "key" && start.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return None;
    }
    let rest =
        rest.trim_start_matches(['"', '\'', '\\', ' ']).strip_prefix(':')?.trim_start_matches(['"', '\'', '\\', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))?;
    let (name, between) = rest.split_at(end);
    let is_beside =
        between.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'"' | b'\'' | b'\\' | b',' | b'n'));
    (is_beside && name.len() >= 2).then_some(name)
}
/// The key of YAML on a line of its own: `? password`, a line break, `: ..`.
pub(super) fn name_of_explicit_key(before: &str) -> Option<&str> {
    let (lines, indent) = tail(before, NEAR).rsplit_once('\n')?;
    let key = lines.rsplit('\n').next()?.trim().trim_start_matches("- ").strip_prefix("? ")?;
    indent.trim().is_empty().then(|| key.trim().trim_matches(['"', '\'']))
}
/// The text after the tag and the anchor of a value of YAML: `!!str ..`, `&a ..`. Other tags are often references: `!Ref Password`.
pub(super) fn without_properties(rest: &str) -> &str {
    let mut rest = rest;
    while rest.starts_with("!!") || rest.starts_with("! ") || rest.starts_with('&') {
        let Some((_, value)) = rest.split_once(' ').filter(|(property, _)| !property.contains('\n')) else { break };
        rest = value.trim_start_matches(' ');
    }
    rest
}
/// The items of a list on one line: `[a, "b"]`.
pub(super) fn items(rest: &str) -> Option<impl Iterator<Item = &str>> {
    let list = rest.strip_prefix('[').filter(|list| !list.starts_with(['[', '{']))?;
    let (list, _) = list.split_once(']')?;
    let is_item = |text: &str| !text.contains([' ', ':', '(', '[', '{']);
    Some(list.split(',').map(|item| item.trim().trim_matches(['"', '\'', '\\'])).filter(move |item| is_item(item)))
}
/// The text on the line after a key of YAML: the value, or the first item of a list. None if it is a key.
pub(super) fn next_line(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n"))?;
    let line = rest.split('\n').next().unwrap_or_default();
    let value = line.trim().trim_start_matches("- ");
    let is_value = !value.contains([' ', '#']) && !value.contains(": ") && !value.ends_with(':');
    (is_value && line.starts_with([' ', '-'])).then(|| value.trim_matches(['"', '\'']))
}
/// The text after a `\` at the end of a line, which continues a value of a properties file.
pub(super) fn continued(rest: &str) -> &str {
    let next = rest.strip_prefix("\\\n").or_else(|| rest.strip_prefix("\\\r\n"));
    next.map_or(rest, |next| next.trim_start_matches([' ', '\t']))
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
