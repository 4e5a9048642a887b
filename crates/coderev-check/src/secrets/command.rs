//! Passwords in the arguments of known programs and directives.
use super::chosen::is_chosen;
use super::name::{Grade, grade};
use super::terms::{contains_any, is_wordy};
use super::{assignment, head, tail, value};

/// The number of bytes of an argument that are read.
const LONGEST: usize = 512;

/// Whether the `-` at `at` begins an option of a known program with a password: `mysql -phunter22`, `redis-cli -a hunter22`.
pub(super) fn has_password(text: &str, at: usize) -> bool {
    const PROGRAMS: &[&str] = &["mysql", "mariadb", "sshpass", "mongo", "login", "redis-cli", "redis-benchmark"];
    // `web-app`
    if !text[..at].ends_with([' ', '=', '"', '\'']) {
        return false;
    }
    let line = tail(&text[..at], 200).rsplit(['\n', ';', '|', '&']).next().unwrap_or_default();
    let rest = head(&text[at + 1..], LONGEST);
    let is_program = line.ends_with(' ') && PROGRAMS.iter().any(|program| line.contains(program));
    if !is_program {
        // `MYSQL_OPTS="-u root -phunter22"`
        let name = line.split_once('=').map(|(name, _)| name.rsplit(' ').next().unwrap_or_default());
        let name = name.filter(|name| are_options(name));
        return name.is_some_and(|name| is_option_with_password(name, rest));
    }
    is_option_with_password(line, rest)
}
/// Whether a variable holds options of a known program: `MYSQL_OPTS`, `REDIS_CLI_ARGS`.
pub(super) fn are_options(name: &str) -> bool {
    let ends = |end: &str| {
        name.len() > end.len() && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    ["opts", "options", "args", "flags", "params"].into_iter().any(ends)
        && contains_any(name, &["mysql", "mariadb", "mongo", "redis"])
}
/// Whether options of the program in `name` contain a password: `-u root -phunter22`.
pub(super) fn options_have_password(name: &str, options: &str) -> bool {
    let starts = |(at, _): &(usize, &str)| *at == 0 || options[..*at].ends_with([' ', '"', '\'']);
    options
        .match_indices('-')
        .filter(starts)
        .any(|(at, _)| is_option_with_password(name, head(&options[at + 1..], LONGEST)))
}
/// Whether `rest`, after a `-`, is `phunter22`; for Redis, `a hunter22`.
fn is_option_with_password(program: &str, rest: &str) -> bool {
    let option = if contains_any(program, &["redis-", "redis_", "rediscli"]) { 'a' } else { 'p' };
    let Some(rest) = rest.strip_prefix(option) else { return false };
    is_password(rest.trim_start_matches([' ', '"', '\'']).split([' ', '"', '\'', '\n']).next().unwrap_or_default())
}
/// Whether `before` ends with a command that reads a password from a pipe: `echo hunter22 | docker login -u ci `.
pub(super) fn has_piped_password(before: &str) -> bool {
    let line = tail(before, 300).rsplit(['\n', ';', '&']).next().unwrap_or_default();
    let Some((source, _)) = line.rsplit_once('|') else { return false };
    let source = source.rsplit('|').next().unwrap_or_default().trim();
    let text = ["echo ", "printf "].iter().find_map(|command| source.rsplit_once(command)).map(|(_, text)| text);
    // `printf '%s' hunter22`
    text.and_then(|text| text.rsplit(' ').next()).is_some_and(|text| is_password(text.trim_matches(['"', '\''])))
}
/// Whether an argument is `user:password`.
pub(super) fn is_login(argument: &str) -> bool {
    argument
        .split_once(':')
        .is_some_and(|(user, password)| !user.is_empty() && !user.contains('/') && is_password(password))
}
fn is_password(text: &str) -> bool {
    !value::is_harmless(text) && (is_chosen(text, 6) || value::is_random(text, 10))
}
/// Whether the argument after `-p`, `-a` or `-u` is a password or a login: `["-p", "hunter22xyz"]`.
pub(super) fn is_password_of(option: &str, text: &str) -> bool {
    match option {
        "-u" => is_login(text),
        "-p" | "-a" => {
            is_password(text)
                && !is_wordy(text)
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || SYMBOLS.contains(&byte))
        }
        _ => false,
    }
}
/// Symbols of passwords that are in no path, port or address.
const SYMBOLS: &[u8] = b"!@#$%^&*?+~-_";
/// Whether the `>` at `at` begins a password of an access list of Redis: `user app on >hunter22 ~* +@all`.
pub(super) fn is_redis_rule(text: &str, at: usize) -> bool {
    let before = tail(&text[..at], 128).rsplit('\n').next().unwrap_or_default();
    let mut words = head(&text[at + 1..], LONGEST).split('\n').next().unwrap_or_default().split(' ');
    let password = words.next().unwrap_or_default();
    let is_rule =
        before.contains("user ") && before.ends_with(' ') && words.any(|word| word.starts_with(['~', '+', '&']));
    is_rule && is_password(password)
}
/// `'DB_PASSWORD', 'hunter22')` after `define(`, in PHP.
pub(super) fn is_php_secret(rest: &str, _: usize) -> bool {
    let parts = head(rest, LONGEST).split_once(',').map(|(name, value)| (unquoted(name), unquoted(value)));
    parts.is_some_and(|(name, value)| assignment::field_has_secret(name, value))
}
/// `X-Api-Key "0a1b2c.."` after `proxy_set_header`, in nginx.
pub(super) fn is_nginx_secret(rest: &str, _: usize) -> bool {
    let directive = head(rest, LONGEST).split([';', '\n']).next().and_then(|it| it.split_once(' '));
    directive.is_some_and(|(name, value)| {
        grade(name).is_some_and(|grade| grade != Grade::Auth) && assignment::field_has_secret(name, unquoted(value))
    })
}
fn unquoted(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '"', '\'']);
    text.split(['"', '\'']).next().unwrap_or_default().trim()
}
