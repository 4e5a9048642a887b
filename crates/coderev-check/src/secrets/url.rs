//! URLs with a password.
use super::{head, placeholder, tail, terms};

/// The number of bytes of credentials that are read.
const LONGEST: usize = 1024;

/// Whether a URL with a password is around the `://` at `at`: `scheme://user:password@host`.
pub(super) fn has_password(text: &str, at: usize) -> bool {
    let has_scheme = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let rest = head(&text[at + "://".len()..], LONGEST);
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '\\');
    let authority = rest.split(ends).next().unwrap_or_default();
    let Some((user, host)) = authority.rsplit_once('@') else { return false };
    let Some((user, password)) = user.split_once(':') else { return false };
    has_scheme && !is_placeholder(user, password, host)
}
/// Whether the `@` at `at` ends `user:password` of a connection string of Go: `user:password@tcp(host:3306)/shop`.
pub(super) fn is_go_source(text: &str, at: usize) -> bool {
    if !["tcp(", "tcp6(", "unix("].iter().any(|network| text[at + 1..].starts_with(network)) {
        return false;
    }
    let before = tail(&text[..at], LONGEST)
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '='))
        .next()
        .unwrap_or_default();
    before.split_once(':').is_some_and(|(user, password)| !is_placeholder(user, password, ""))
}
/// Whether an image reference has credentials: `user:hunter22@registry.acme.dev/web:v1`. `web:v1@sha256:..` has no credentials.
pub(super) fn is_image_login(text: &str) -> bool {
    let login = text.split_once('@').filter(|(_, host)| !host.starts_with("sha256:") && !host.starts_with("sha512:"));
    login.and_then(|(login, _)| login.split_once(':')).is_some_and(|(user, password)| {
        !password.is_empty() && !user.contains('/') && !is_placeholder(user, password, "")
    })
}
/// Whether the `@` at `at` ends `user/password` of a URL of Oracle: `jdbc:oracle:thin:user/password@host`.
pub(super) fn is_oracle(text: &str, at: usize) -> bool {
    let before = tail(&text[..at], LONGEST).rsplit_once(":thin:");
    before
        .and_then(|(_, user)| user.split_once('/'))
        .is_some_and(|(user, password)| !is_placeholder(user, password, ""))
}
/// `$(PASSWORD)`, `<password>`, `%s`, `***`, `PASSWORD`, and the default of a local server: `guest:guest@localhost`.
fn is_placeholder(user: &str, password: &str, host: &str) -> bool {
    let name = host.split([':', ',']).next().unwrap_or_default();
    let is_local = matches!(name, "localhost" | "127.0.0.1" | "0.0.0.0" | "[" | "host.docker.internal");
    let is_default = user == password || terms::is_wordy(password);
    let is_constant = password.contains('_') && password.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
    placeholder::is_placeholder(password) || is_constant || (is_local && is_default)
}
