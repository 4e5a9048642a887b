//! Assignments within a text: `password: hunter22`, `"apiKey": ".."`, `Password=..;`, `?password=..`, `--password ..`.
use super::alphabet::{ALNUM, BEARER};
use super::chosen::is_chosen;
use super::name::{Grade, grade};
use super::{command, head, header, pair, tail, terms, value};

/// The longest name that is read.
const LONGEST_NAME: usize = 64;
/// The number of bytes of a value that are read.
const LONGEST: usize = 1024;

/// Whether the `:` or `=` at `at` assigns a secret to a name.
pub(super) fn assigns_secret(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    // `Secret::new`, `a == b`, `a != b`.
    let next = bytes.get(at + 1).copied().unwrap_or_default();
    let previous = at.checked_sub(1).map_or(0, |at| bytes[at]);
    if matches!(next, b':' | b'=') || matches!(previous, b':' | b'=' | b'!' | b'<' | b'>' | b'~') {
        return false;
    }
    let name = match name_before(text, at) {
        "" if bytes[at] == b':' => return explicit_key_has_secret(text, at),
        "" => return false,
        name => name,
    };
    if matches!(name, "d" | "k") {
        return is_private_jwk(text, name, at);
    }
    // The resource of `arn:aws:secretsmanager:eu-west-1:1:secret:db` is not a name.
    if bytes[at] == b':' && text[..at - name.len().min(at)].ends_with(':') {
        return false;
    }
    if is_authorization(name) {
        return header::has_credentials(head(&text[at + 1..], LONGEST));
    }
    let name = match name {
        "value" | "Value" => pair::name_of_value(text[..at].trim_end_matches(['"', '\'', '\\', ' '])).unwrap_or(name),
        "default" => pair::name_of_default(&text[..at]).unwrap_or(name),
        _ => name,
    };
    if name.ends_with("password_hash") || name == "code" {
        return is_hash_or_code(head(&text[at + 1..], LONGEST));
    }
    let Some(grade) = grade(name) else { return false };
    let rest = head(&text[at + 1..], LONGEST);
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    has_value(grade, rest, bytes[at] == b':')
}
/// Whether a secret under a name of this grade is at the start of `rest`.
fn has_value(grade: Grade, rest: &str, is_colon: bool) -> bool {
    let rest = pair::continued(rest.trim_start_matches([' ', '\t']));
    let rest = if is_colon { pair::without_properties(rest) } else { rest };
    // `x = [a]` is code, if no quote follows the bracket.
    if let Some(mut items) = pair::items(rest).filter(|_| is_colon || rest[1..].starts_with(['"', '\''])) {
        return items.any(|item| is_secret(grade, item, true));
    }
    let next_line = pair::next_line(rest).filter(|_| is_colon).map(|value| (value, false));
    next_line.or_else(|| value_at(rest, is_colon)).is_some_and(|(value, is_quoted)| is_secret(grade, value, is_quoted))
}
/// Whether the `:` at `at` is before the value of an explicit key of YAML: `? password`, a line break, `: hunter22`.
fn explicit_key_has_secret(text: &str, at: usize) -> bool {
    let grade = pair::name_of_explicit_key(&text[..at]).and_then(grade);
    grade.is_some_and(|grade| has_value(grade, head(&text[at + 1..], LONGEST), true))
}
/// Whether the `--` at `at` begins a flag with a secret: `--password hunter22`.
pub(super) fn flag_has_secret(text: &str, at: usize) -> bool {
    let rest = head(&text[at + 2..], LONGEST);
    if rest.starts_with("password-stdin") {
        return command::has_piped_password(&text[..at]);
    }
    let Some((name, rest)) = rest.split_once(' ').filter(|(name, _)| name.len() <= LONGEST_NAME) else { return false };
    let value = rest.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
    if name == "user" {
        return command::is_login(value);
    }
    !name.contains('=') && grade(name).is_some_and(|grade| !value.starts_with('-') && is_secret(grade, value, true))
}
/// Whether the `-` at `at` begins the credentials of curl: `-u user:hunter22`.
pub(super) fn curl_has_password(text: &str, at: usize) -> bool {
    let rest = head(&text[at + "-u ".len()..], LONGEST);
    let pair =
        rest.trim_start_matches([' ', '"', '\'']).split([' ', '"', '\'']).next().and_then(|pair| pair.split_once(':'));
    pair.is_some_and(|(_, password)| is_secret(Grade::Password, password, true))
}
/// Whether the `>` at `at` ends the tag of an element with a secret: `<password>hunter22</password>`.
pub(super) fn element_has_secret(text: &str, at: usize) -> bool {
    let rest = head(&text[at + 1..], LONGEST);
    let data = rest.trim_start().strip_prefix("<![CDATA[").and_then(|rest| rest.split_once("]]>"));
    let data = data.and_then(|(value, rest)| Some((value, rest.trim_start().strip_prefix('<')?)));
    let Some((value, rest)) = data.or_else(|| rest.split_once('<')) else { return false };
    let name = match name_before(text, at) {
        "value" => pair::name_of_element(&text[..at]).unwrap_or("value"),
        name => name,
    };
    rest.starts_with('/') && value.len() <= 256 && grade(name).is_some_and(|grade| is_secret(grade, value.trim(), true))
}
/// Whether the quote at `at` begins a password in SQL: `PASSWORD 'hunter22'`, `IDENTIFIED BY 'hunter22'`.
pub(super) fn sql_has_password(text: &str, at: usize) -> bool {
    let before = tail(&text[..at], 32).trim_end_matches([' ', '(']).as_bytes();
    let is_statement = ["password", "identified by"].iter().any(|word| {
        before.len().checked_sub(word.len()).is_some_and(|at| before[at..].eq_ignore_ascii_case(word.as_bytes()))
    });
    let value = head(&text[at + 1..], LONGEST).split('\'').next().unwrap_or_default();
    is_statement && is_secret(Grade::Password, value, true)
}

/// Whether a value within a text is a secret under a name of this grade.
fn is_secret(grade: Grade, text: &str, is_quoted: bool) -> bool {
    if grade == Grade::Password && is_disguised(text) {
        return true;
    }
    if value::is_harmless(text) {
        return false;
    }
    // Unquoted brackets are code: `token = next(tokens)`.
    let is_code = !is_quoted && text.contains(['(', ')', '[', ']', '{', '}', '`']);
    match grade {
        Grade::Auth => header::is_user_and_password(text),
        _ if is_code => false,
        Grade::Password => is_chosen(text, 6) || value::is_random(text, 8) || terms::is_passphrase(text),
        Grade::Token => value::is_uuid(text) || value::is_random(text, 12),
        Grade::Key => is_key(text),
    }
}
/// A password that looks like a number or a URL: `73519482`, `http://hunter22`.
fn is_disguised(text: &str) -> bool {
    let host = text.split_once("://").map(|(_, host)| host);
    value::is_pin(text) || host.is_some_and(|host| ALNUM.contains_all(host) && is_chosen(host, 6))
}
/// `user:password`, plain or in base64, or a token.
fn is_auth(text: &str) -> bool {
    header::is_user_and_password(text) || command::is_login(text) || value::is_random(text, 16)
}
/// The name of the header with credentials.
fn is_authorization(name: &str) -> bool {
    ends_with(name, "authorization")
}
fn ends_with(name: &str, end: &str) -> bool {
    name.len().checked_sub(end.len()).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(end.as_bytes()))
}
/// A random key, in any encoding.
fn is_key(text: &str) -> bool {
    let text = text.strip_prefix("base64:").unwrap_or(text);
    value::is_random(text, 16) && value::is_encoded(text) && !value::is_uuid(text)
}
/// The name that ends before `at`, without quotes and spaces.
fn name_before(text: &str, at: usize) -> &str {
    let bytes = text.as_bytes();
    let mut end = at;
    while end > 0 && at - end < 16 && matches!(bytes[end - 1], b' ' | b'"' | b'\'' | b'\\' | b'`') {
        end -= 1;
    }
    // `config["password"] = "hunter22"`
    if end > 1 && bytes[end - 1] == b']' && matches!(bytes[end - 2], b'"' | b'\'') {
        end -= 2;
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
    let length = bytes[..end].iter().rev().take(LONGEST_NAME).take_while(|it| is_name(it)).count();
    &text[end - length..end]
}
/// The value at the start of `rest`, and whether it is quoted.
fn value_at(rest: &str, is_colon: bool) -> Option<(&str, bool)> {
    let rest = rest.trim_start_matches([' ', '\t']);
    if let Some(value) = pair::long_text(rest).or_else(|| if is_colon { pair::block_text(rest) } else { None }) {
        return Some((value, true));
    }
    let escapes = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let open = &rest[escapes..];
    if let Some(quote) = open.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
        let value = open[1..].split([quote, '\n']).next().unwrap_or_default();
        return Some((value.trim_end_matches('\\'), true));
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&' | '"' | '\'' | '\\' | '<');
    let (value, tail) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
    // After a colon, more text is a sentence.
    let tail = tail.split('\n').next().unwrap_or_default().trim();
    let is_sentence =
        is_colon && !tail.is_empty() && !tail.starts_with(['#', ',', '}', ']', ';', '&', '"', '\'', '\\', '<']);
    (!is_sentence).then(|| (value.trim_end_matches(['}', ']', ')']), false))
}
/// The hash of a password of RabbitMQ, or the key of a function of Azure: `?code=`.
fn is_hash_or_code(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '"', '\'', '\\']);
    let value = &rest[..BEARER.run(rest.as_bytes())];
    (40..=64).contains(&value.len()) && value::is_random(value, 40) && (value.ends_with('=') || value.len() == 48)
}
/// Whether the `d` or `k` of a JSON Web Key has a value: the private part.
fn is_private_jwk(text: &str, name: &str, at: usize) -> bool {
    let rest = head(&text[at + 1..], LONGEST);
    let around = [tail(&text[..at], LONGEST), rest];
    let has = |part: &str| around.iter().any(|text| text.contains(part));
    let is_key = has("\"kty\"") && (name == "d" || has("\"oct\""));
    is_key && value_at(rest, true).is_some_and(|(value, is_quoted)| is_quoted && value::is_random(value, 20))
}

/// Whether a whole value is a secret under `name`: of a field or a flag.
pub(super) fn field_has_secret(name: &str, text: &str) -> bool {
    if is_authorization(name) {
        return header::has_credentials(text);
    }
    text.len() >= 6 && grade(name).is_some_and(|grade| is_secret(grade, text, true))
}
/// Whether a whole value is a secret under `name`: of a variable, or the key of a ConfigMap.
pub(super) fn names_secret(name: &str, text: &str) -> bool {
    if is_authorization(name) {
        return header::has_credentials(text);
    }
    // `ETCDCTL_USER=root:hunter22`
    if ends_with(name, "user") && command::is_login(text) && value::is_random(text, 10) {
        return true;
    }
    // `MYSQL_OPTS=-phunter22`
    if command::are_options(name) && command::options_have_password(name, text) {
        return true;
    }
    let Some(grade) = grade(name) else { return false };
    if grade == Grade::Password && is_disguised(text) {
        return true;
    }
    let may_be_phrase = grade == Grade::Password || name.to_ascii_lowercase().ends_with("secret");
    let is_mnemonic = ends_with(name, "mnemonic") && terms::is_mnemonic(text);
    if is_mnemonic || (may_be_phrase && terms::is_phrase(text)) {
        return true;
    }
    if value::is_harmless(text) {
        return false;
    }
    match grade {
        Grade::Auth => is_auth(text),
        Grade::Password => (text.len() >= 4 && !terms::is_name(text)) || terms::is_passphrase(text),
        Grade::Token => value::is_uuid(text) || is_chosen(text, 8) || value::is_random(text, 12),
        Grade::Key => is_key(text),
    }
}
