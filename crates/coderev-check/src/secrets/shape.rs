//! Tokens that no prefix and alphabet describe.
use super::alphabet::{ALNUM, DOTTED, HEX, URLSAFE};
use super::{base64, head, placeholder, tail, value};

/// A JSON Web Token: three parts or more; the first is the header in base64.
pub(super) fn is_jwt(rest: &str, length: usize) -> bool {
    let token = rest[..length].trim_end_matches('.');
    let mut parts = token.split('.');
    let (Some(header), Some(_)) = (parts.next(), parts.next()) else { return false };
    let header = base64::decode_text(&["eyJ", header].concat());
    let last = parts.next_back().unwrap_or_default();
    header.is_some_and(|it| it.contains("\"alg\"")) && last.len() >= 16 && !placeholder::is_placeholder(token)
}
pub(super) fn is_uuid(rest: &str, length: usize) -> bool {
    value::is_uuid(&rest[..length])
}
/// A body with capital letters, small letters and digits.
pub(super) fn is_mixed(rest: &str, length: usize) -> bool {
    let has = |test: fn(&u8) -> bool| rest.as_bytes()[..length].iter().any(test);
    has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && value::is_random_body(&rest[..length])
}
/// A mixed body that ends with `=`.
pub(super) fn is_padded(rest: &str, length: usize) -> bool {
    rest[..length].ends_with('=') && is_mixed(rest, length)
}
/// The number of the account, `/`, 6 characters or more.
pub(super) fn is_zapier(rest: &str, length: usize) -> bool {
    let parts = rest[..length].trim_end_matches('/').split_once('/');
    parts.is_some_and(|(account, hook)| {
        account.bytes().all(|byte| byte.is_ascii_digit()) && hook.len() >= 6 && ALNUM.contains_all(hook)
    })
}
/// An identifier, `:`, 54 characters.
pub(super) fn is_rancher(rest: &str, length: usize) -> bool {
    let parts = rest[..length].split_once(':');
    parts.is_some_and(|(id, key)| (5..=24).contains(&id.len()) && key.len() >= 50 && ALNUM.contains_all(key))
}
/// Whether the `:` at `at` is in a key of Ghost: 24 and 64 hexadecimal digits; or of Ably: two groups of 6 characters, and 43.
pub(super) fn with_two_parts(text: &str, at: usize) -> Option<&'static str> {
    let before = tail(&text[..at], 32).bytes().rev().take_while(|byte| DOTTED.contains(*byte)).count();
    let (id, key) = (&text[at - before..at], head(&text[at + 1..], 96));
    if id.len() == 24 && HEX.contains_all(id) && HEX.run(key.as_bytes()) == 64 {
        return Some("a Ghost key");
    }
    let is_ably = id.len() == 13 && id.as_bytes()[6] == b'.' && URLSAFE.run(key.as_bytes()) == 43;
    (is_ably && value::is_random_body(&key[..43])).then_some("an Ably key")
}
/// Whether the `.` at `at` is in a token of Unleash: `project:environment.`, 56 hexadecimal digits.
pub(super) fn is_unleash(text: &str, at: usize) -> bool {
    let key = HEX.run(head(&text[at + 1..], 96).as_bytes());
    let before = tail(&text[..at], 64).rsplit([' ', '"', '\'', '=', '\n']).next().unwrap_or_default();
    let parts = before.split_once(':');
    (56..=64).contains(&key) && parts.is_some_and(|(project, stage)| !project.is_empty() && URLSAFE.contains_all(stage))
}
/// `pat`, 14 letters or digits, a dot, 64 hexadecimal digits.
pub(super) fn is_airtable(rest: &str, length: usize) -> bool {
    let parts = rest[..length].split_once('.');
    parts.is_some_and(|(id, key)| id.len() == 14 && ALNUM.contains_all(id) && key.len() == 64 && HEX.contains_all(key))
}
/// `re_`, 8 characters, `_`, 24 characters.
pub(super) fn is_resend(rest: &str, length: usize) -> bool {
    let parts = rest[..length].split_once('_');
    parts.is_some_and(|(id, key)| id.len() == 8 && key.len() >= 20) && is_mixed(rest, length)
}
/// `1/`, the number of the user, `:`, 32 hexadecimal digits; `2/` has two numbers.
pub(super) fn is_asana(rest: &str, length: usize) -> bool {
    let parts = rest[..length].rsplit_once(':');
    let is_number = |text: &str| text.len() >= 10 && text.bytes().all(|it| it.is_ascii_digit());
    parts.is_some_and(|(user, key)| user.split('/').all(is_number) && key.len() == 32 && HEX.contains_all(key))
}

/// Whether the `.` at `at` is in a token of Terraform Cloud: 14 characters, `.atlasv1.`, 60 characters.
pub(super) fn is_terraform(text: &str, at: usize) -> bool {
    let Some(rest) = text[at..].strip_prefix(".atlasv1.") else { return false };
    ends_with_run(&text[..at], 14) && URLSAFE.run(head(rest, 64).as_bytes()) >= 40
}
/// Whether the `.` at `at` is the first one of a bot token of Discord: the identifier in base64, 6 characters, 27 or more characters.
pub(super) fn is_discord(text: &str, at: usize) -> bool {
    let rest = head(&text[at + 1..], 128).as_bytes();
    let time = URLSAFE.run(rest);
    if time != 6 || rest.get(6) != Some(&b'.') || URLSAFE.run(&rest[7..]) < 27 {
        return false;
    }
    let start = tail(&text[..at], 64).bytes().rev().take_while(|byte| URLSAFE.contains(*byte)).count();
    // The identifier is a number.
    (23..=28).contains(&start)
        && base64::decode_text(&text[at - start..at])
            .is_some_and(|id| id.len() >= 17 && id.bytes().all(|it| it.is_ascii_digit()))
}
/// Whether the `:` at `at` is in a bot token of Telegram: a number, `:A`, 34 characters.
pub(super) fn is_telegram(text: &str, at: usize) -> bool {
    let number = tail(&text[..at], 32).bytes().rev().take_while(u8::is_ascii_digit).count();
    let rest = head(&text[at + 1..], 128).as_bytes();
    (8..=10).contains(&number)
        && rest.first() == Some(&b'A')
        && URLSAFE.run(rest) == 35
        && value::is_random_body(&text[at + 1..at + 36])
}
/// Whether the `-` at `at` is in a key of Mailchimp: 32 hexadecimal digits, `-us`, a number; or of Mailgun: 32
/// hexadecimal digits, and two groups of `-` and 8 hexadecimal digits.
pub(super) fn is_mail_key(text: &str, at: usize) -> Option<&'static str> {
    let before = tail(&text[..at], 64).bytes().rev().take_while(|byte| HEX.contains(*byte)).count();
    if before != 32 {
        return None;
    }
    let rest = head(&text[at + 1..], 128);
    let is_mailchimp = rest.strip_prefix("us").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let mut parts = rest.split('-').map(|part| HEX.run(part.as_bytes()));
    if is_mailchimp {
        Some("a Mailchimp key")
    } else if (parts.next(), parts.next()) == (Some(8), Some(8)) {
        Some("a Mailgun key")
    } else {
        None
    }
}
/// Whether the `~` at `at` is in a client secret of Azure: 3 characters, a digit, `Q~`, 31 characters or more.
pub(super) fn is_azure(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_start = at >= 5 && bytes[at - 1] == b'Q' && bytes[at - 2].is_ascii_digit();
    let body = bytes[at + 1..]
        .iter()
        .take(64)
        .take_while(|byte| URLSAFE.contains(**byte) || matches!(byte, b'.' | b'~'))
        .count();
    is_start && ends_with_run(&text[..at], 5) && body >= 31
}
/// Whether the `|` at `at` is in an access token of a Facebook app: a number, `|`, 27 characters.
pub(super) fn is_facebook_app(text: &str, at: usize) -> bool {
    let number = tail(&text[..at], 32).bytes().rev().take_while(u8::is_ascii_digit).count();
    let length = URLSAFE.run(head(&text[at + 1..], 64).as_bytes());
    (15..=16).contains(&number) && (26..=28).contains(&length) && value::is_random_body(&text[at + 1..at + 1 + length])
}
fn ends_with_run(text: &str, count: usize) -> bool {
    text.len() >= count
        && text.as_bytes()[text.len() - count..]
            .iter()
            .all(|byte| URLSAFE.contains(*byte) || matches!(byte, b'.' | b'~'))
}
/// `K10`, 64 hexadecimal digits, `::`, the user or the password.
pub(super) fn is_k3s(rest: &str, _: usize) -> bool {
    HEX.run(rest.as_bytes()) == 64 && rest[64..].starts_with("::")
}
/// `00D`, the identifier of the organization, `!`, the session.
pub(super) fn is_salesforce(rest: &str, length: usize) -> bool {
    let parts = rest[..length].split_once('!');
    parts.is_some_and(|(id, session)| (12..=15).contains(&id.len()) && ALNUM.contains_all(id) && session.len() >= 60)
}
/// Whether the `.` at `at` is in a bootstrap token of kubeadm: 6 characters, a dot, 16 characters.
pub(super) fn is_bootstrap_token(text: &str, at: usize) -> bool {
    let is_small = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    let before = bytes[..at].iter().rev().take(8).take_while(|byte| URLSAFE.contains(**byte)).count();
    let after = bytes[at + 1..].iter().take(18).take_while(|byte| URLSAFE.contains(**byte) || **byte == b'.').count();
    if (before, after) != (6, 16) {
        return false;
    }
    let (id, secret) = (&bytes[at - 6..at], &text[at + 1..at + 17]);
    let has_digits = |text: &[u8]| text.iter().any(u8::is_ascii_digit);
    let is_token = id.iter().all(is_small) && secret.bytes().all(|byte| is_small(&byte));
    is_token && has_digits(id) && value::is_random(secret, 16)
}
/// Whether the `:` at `at` is in a server key of Firebase: `AAAA`, 7 characters, `:`, 140 characters.
pub(super) fn is_firebase(text: &str, at: usize) -> bool {
    let start = at.checked_sub(11).map(|start| &text.as_bytes()[start..at]);
    start.is_some_and(|it| it.starts_with(b"AAAA") && it.iter().all(|byte| URLSAFE.contains(*byte)))
        && URLSAFE.run(head(&text[at + 1..], 160).as_bytes()) >= 130
}
/// The kind of a whole text with a signature at a fixed place: keys of Azure and of New Relic.
///
/// Azure: <https://github.com/microsoft/security-utilities>, `IdentifiableKey`.
pub(super) fn with_signature(text: &str) -> Option<&'static str> {
    const SIGNATURES: [(usize, usize, &str); 13] = [
        (44, 33, "AzCa"),
        (44, 33, "AIoT"),
        (44, 33, "+AEh"),
        (44, 33, "+ASb"),
        (44, 33, "+ARm"),
        (52, 42, "+ACR"),
        (52, 42, "AzSe"),
        (56, 44, "AzFu"),
        (84, 76, "AZDO"),
        (84, 52, "JQQJ99"),
        (88, 76, "+ASt"),
        (88, 76, "ACDb"),
        (88, 76, "+ABa"),
    ];
    let is_azure = |(length, at, mark): &(usize, usize, &str)| {
        text.len() == *length && text.as_bytes()[*at..].starts_with(mark.as_bytes())
    };
    if SIGNATURES.iter().any(is_azure) && value::is_encoded(text) {
        Some("an Azure key")
    } else if (38..=46).contains(&text.len()) && text.ends_with("FFFFNRAL") && ALNUM.contains_all(text) {
        Some("a New Relic key")
    } else if text.len() == 40 && text.ends_with("_mmk") && URLSAFE.contains_all(text) {
        Some("a MaxMind key")
    } else {
        None
    }
}
