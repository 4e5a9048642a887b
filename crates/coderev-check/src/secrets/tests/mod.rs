//! A corpus of secrets, which is made at run time so that no source contains one, and a corpus of harmless texts.
mod corpus;
mod harmless;
mod kinds;

use super::{in_named, in_text};
use corpus::make;

/// The texts that `find` misses, or finds although it must not.
fn wrong<'a>(texts: impl Iterator<Item = &'a (&'a str, &'a str)>, is_secret: bool) -> Vec<String> {
    let all = texts.map(|(name, form)| ((*name).to_owned(), make(form)));
    all.filter(|(name, text)| in_named(name, text).is_some() != is_secret).map(|it| format!("{it:?}")).collect()
}

#[test]
fn tokens_are_found_by_their_form() {
    let kinds = kinds::TOKENS.iter().map(|form| ("SETTING", *form)).collect::<Vec<_>>();
    assert_eq!(wrong(kinds.iter(), true), [""; 0]);
    assert!(kinds.len() >= 150, "{}", kinds.len());
}
#[test]
fn tokens_are_found_within_a_text() {
    for form in kinds::TOKENS {
        for text in [format!("[api]\nsetting = \"{}\"\n", make(form)), format!("run --setting={} --other", make(form))]
        {
            assert!(in_text(&text).is_some(), "{text}");
        }
    }
}
#[test]
fn secrets_are_found_by_the_name_of_the_variable() {
    assert_eq!(wrong(kinds::NAMED.iter(), true), [""; 0]);
}
#[test]
fn secrets_are_found_by_a_name_within_a_text() {
    let texts = kinds::WITHIN.iter().map(|form| ("SETTING", *form)).collect::<Vec<_>>();
    assert_eq!(wrong(texts.iter(), true), [""; 0]);
}
#[test]
fn harmless_texts_are_silent() {
    assert_eq!(wrong(harmless::TEXTS.iter(), false), [""; 0]);
    assert!(harmless::TEXTS.len() >= 200, "{}", harmless::TEXTS.len());
}
#[test]
fn placeholders_of_tokens_are_silent() {
    for text in [
        format!("ghp_{}", "x".repeat(36)),
        format!("AKIA{}EXAMPLE", "IOSFODNN7"),
        format!("glpat-{}", "X".repeat(20)),
        format!("hf_{}", "a".repeat(34)),
        format!("sk-ant-{}", "your-anthropic-key-goes-here"),
        format!("xoxb-{}", "my-bot-token"),
        format!("npm_{}", "0".repeat(36)),
        "Authorization: Bearer your-access-token".to_owned(),
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----".to_owned(),
    ] {
        assert_eq!(in_text(&text), None, "{text}");
    }
}
#[test]
fn the_kind_is_the_kind_of_the_maker() {
    for (form, what) in [
        ("postgres://shop:hunter22@db:5432/shop", "a URL with a password"),
        ("redis://:hunter22@cache", "a URL with a password"),
        ("a=1\nurl: 'https://user:p@ss@acme.dev/'", "a URL with a password"),
        ("http://web/ https://user:hunter22@acme.dev", "a URL with a password"),
        ("key: |\n  -----BEGIN EC PRIVATE KEY-----\n  {B64}", "a private key"),
        (
            "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\n{B64}",
            "a private key",
        ),
        ("aws_access_key_id=AK|IA{U16}", "an AWS key"),
        ("--token=gh|p_{A36}", "a GitHub token"),
        ("sk_|live_{A24}", "a Stripe key"),
        ("--key sk-|live-{A16}", "an API key"),
        ("sk-|{A20}", "an API key"),
        ("gl|pat-{W20}", "a GitLab token"),
    ] {
        assert_eq!(in_text(&make(form)), Some(what), "{form}");
    }
}
#[test]
fn secrets_in_base64_are_found() {
    use super::base64::tests::encode;
    for form in ["gh|p_{A36}", "postgres://shop:hunter22@db/shop", "{\"password\": \"hunter22x\"}"] {
        let once = encode(make(form).as_bytes());
        assert!(in_text(&once).is_some(), "{once}");
        assert!(super::in_base64(&encode(once.as_bytes())).is_some(), "{once}");
    }
}
/// The scanner never panics, and its time grows linearly.
#[test]
fn any_text_is_scanned() {
    let marks = [
        "--",
        ":",
        "=",
        "//",
        "@",
        "$",
        "eyJ",
        ".",
        "'",
        "<",
        ">",
        "\\",
        "\"",
        "ü",
        "password",
        "-----BEGIN ",
        "Basic ",
        "~",
        "|",
    ];
    let mut state = 7_u32;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(marks[(state >> 16) as usize % marks.len()]);
        }
        let _ = in_named(&text, &text);
    }
    for mark in marks {
        let _ = in_text(&mark.repeat(20_000));
    }
}
