//! One pass over a text: each byte that may begin or be within a secret has a test.
use super::alphabet::HEX;
use super::{assignment, command, file, key, shape, token, url};

/// The shortest text that contains a secret: `a://b:c@d`.
const SHORTEST: usize = 8;

/// The kind of secret in `text`, by its form or by the name that it is assigned to.
pub(super) fn scan(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    let (mut follows_letter, mut by_name) = (false, None);
    for (at, byte) in text.bytes().enumerate() {
        let class = CLASSES[usize::from(byte)];
        if class & (STARTS | MARK) != 0 {
            let found = if class & MARK != 0 {
                at_mark(text, at, byte)
            } else if follows_letter {
                None
            } else {
                token::at_start(&text[at..])
            };
            match found {
                // A form may follow, and its name is more exact.
                Some(BY_NAME) => by_name = found,
                Some(_) => return found,
                None => {}
            }
        }
        follows_letter = class & LETTER != 0;
    }
    by_name
}
fn at_mark(text: &str, at: usize, byte: u8) -> Option<&'static str> {
    let rest = &text.as_bytes()[at + 1..];
    match byte {
        b':' if rest.starts_with(b"//") => url::has_password(text, at).then_some("a URL with a password"),
        b':' if rest.first() == Some(&b'A') && shape::is_telegram(text, at) => Some("a Telegram token"),
        b':' if at >= 11 && shape::is_firebase(text, at) => Some("a Firebase key"),
        b':' if matches!(rest.first(), Some(b'0'..=b'9' | b'*')) && file::is_pgpass(text, at) => {
            Some("a login in a pgpass file")
        }
        b':' if at >= 13 && rest.len() >= 43 && shape::with_two_parts(text, at).is_some() => {
            shape::with_two_parts(text, at)
        }
        b':' | b'=' => assignment::assigns_secret(text, at).then_some(BY_NAME),
        b'-' if rest.starts_with(b"----B") => key::begins_private(&text[at..]).then_some("a private key"),
        b'-' if rest.starts_with(b"-") => assignment::flag_has_secret(text, at).then_some(BY_NAME),
        b'-' if rest.starts_with(b"u ") => assignment::curl_has_password(text, at).then_some(BY_NAME),
        b'-' if at >= 6 && matches!(rest.first(), Some(b'p' | b'a')) && command::has_password(text, at) => {
            Some(BY_NAME)
        }
        b'-' if at >= 32 => shape::is_mail_key(text, at),
        b'.' if rest.starts_with(b"atlasv1.") => shape::is_terraform(text, at).then_some("a Terraform Cloud token"),
        b'.' if at >= 23 && rest.get(6) == Some(&b'.') => shape::is_discord(text, at).then_some("a Discord token"),
        b'.' if rest.len() >= 56 && HEX.contains(rest[55]) && shape::is_unleash(text, at) => Some("an Unleash token"),
        b'.' if at >= 6 && rest.len() >= 16 => shape::is_bootstrap_token(text, at).then_some("a bootstrap token"),
        b'~' if at >= 5 => shape::is_azure(text, at).then_some("an Azure client secret"),
        b'|' if at >= 15 => shape::is_facebook_app(text, at).then_some("a Facebook token"),
        b'$' => file::is_password_entry(text, at).then_some("a password hash"),
        b'@' if at > 0 => (url::is_go_source(text, at) || url::is_oracle(text, at)).then_some("a URL with a password"),
        b'>' if at > 8 && command::is_redis_rule(text, at) => Some(BY_NAME),
        b'>' if at > 0 => assignment::element_has_secret(text, at).then_some(BY_NAME),
        b'\'' if at > 0 => assignment::sql_has_password(text, at).then_some(BY_NAME),
        _ => None,
    }
}
/// The kind of a secret without a form.
pub(super) const BY_NAME: &str = "a value that looks like a secret";

const LETTER: u8 = 1;
const STARTS: u8 = 1 << 1;
const MARK: u8 = 1 << 2;
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        let at = byte as usize;
        if byte.is_ascii_alphanumeric() {
            classes[at] |= LETTER;
        }
        if token::begins_a_prefix(byte) {
            classes[at] |= STARTS;
        }
        if matches!(byte, b':' | b'=' | b'-' | b'.' | b'~' | b'|' | b'$' | b'@' | b'>' | b'\'') {
            classes[at] |= MARK;
        }
        byte += 1;
    }
    classes
};
