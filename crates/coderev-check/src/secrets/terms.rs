//! Whether a text consists of terms, as names do.
use super::alphabet::ALNUM;

/// A name of several terms: `db-credentials`, `DB_PASSWORD`, `spring.datasource.password`, `db-credentials-7t8hk2m9bd`.
pub(super) fn is_name(value: &str) -> bool {
    let Some((head, last)) = value.trim_end_matches(['-', '_']).rsplit_once(['-', '_', '.', '/', ':']) else {
        return false;
    };
    let is_hash = (4..=10).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && head.contains(['-', '_', '.', '/', ':']);
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    // `prod/db-AbC123`: the suffix of a secret of AWS.
    let is_of_aws = head.contains('/') && last.len() == 6 && value.ends_with(&["-", last].concat());
    let is_plain = !is_mixed && (is_wordy(last) || is_hash);
    is_wordy(head) && (is_plain || (is_of_aws && !head.bytes().any(|byte| byte.is_ascii_uppercase())))
}
/// A passphrase of terms with spaces: `keyboard cat`. A sentence about a password has another term.
pub(super) fn is_phrase(value: &str) -> bool {
    const SENTENCE: &[&str] = &[
        "your", "the", "a", "an", "to", "of", "is", "must", "for", "at", "in", "not", "set", "see", "use", "enter",
        "required", "invalid", "wrong", "forgot", "reset", "no", "and", "or", "by", "on", "be", "has", "it", "new",
        "old",
    ];
    let words: Vec<&str> = value.split(' ').collect();
    let is_plain =
        |word: &str| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_technical = |word: &&str| SENTENCE.contains(word) || TECHNICAL.contains(word);
    words.len() >= 2 && words.len() <= 8 && words.iter().all(|word| is_plain(word) && !is_technical(word))
}
/// The mnemonic of a wallet (BIP 39): 12 to 24 terms.
pub(super) fn is_mnemonic(value: &str) -> bool {
    let words = value.split(' ').filter(|word| word.len() >= 3);
    words.count() >= 12 && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ')
}
/// A passphrase of four terms or more: `copper-river-meadow-castle`. A name has a technical term.
pub(super) fn is_passphrase(value: &str) -> bool {
    let terms: Vec<&str> = value.split(['-', '_', '.', ' ']).collect();
    let is_plain = |term: &&str| term.len() >= 4 && term.bytes().all(|byte| byte.is_ascii_lowercase());
    terms.len() >= 4 && terms.iter().all(|term| is_plain(term) && !TECHNICAL.contains(term))
}
/// Whether the value consists of terms and short numbers: `sk-learn-pipeline-server`, `IfNotPresent`, `web01`.
pub(super) fn is_wordy(value: &str) -> bool {
    let (mut segments, mut letters) = (0_usize, 0_usize);
    for part in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
        let runs = part.as_bytes().chunk_by(|a, b| is_letter(a) == is_letter(b)).count();
        let is_short = |term: &str| term.len() == 1 && part.len() >= 8 && is_letter(&term.as_bytes()[0]);
        if (runs > 2 && part.len() > 6 && !part.starts_with("v1")) || humps(part).any(is_short) {
            return false;
        }
        for term in humps(part) {
            segments += 1;
            letters += term.len();
            if !is_term(term) {
                return false;
            }
        }
    }
    // Random text has many short humps.
    value.bytes().all(|byte| ALNUM.contains(byte) || b"-_./:@ ,+#".contains(&byte))
        && (letters < 12 || letters >= segments * 3)
}
/// The terms of a text in camel case: `If`, `Not`, `Present`.
fn humps(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let first = bytes.first()?;
        let uppers = bytes.iter().take_while(|it| it.is_ascii_uppercase()).count();
        let end = match uppers {
            0 | 1 => {
                let tail = bytes[1..].iter().take_while(|it| !it.is_ascii_uppercase()).count();
                1 + tail
            }
            _ if bytes.get(uppers).is_some_and(u8::is_ascii_lowercase) => uppers - 1,
            _ => uppers + bytes[uppers..].iter().take_while(|it| it.is_ascii_digit()).count(),
        };
        let _ = first;
        let (term, tail) = rest.split_at(end);
        rest = tail;
        Some(term)
    })
}
/// A term, a short number, or a term with a short number: `web`, `2026`, `v2`, `15m`.
fn is_term(term: &str) -> bool {
    let letters = |text: &str| text.len() <= 16 && is_pronounceable(text);
    let digits = |text: &str| text.len() <= 8 && text.bytes().all(|it| it.is_ascii_digit());
    let start = term.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (head, tail) = term.split_at(start);
    if tail.is_empty() {
        return letters(head);
    }
    if digits(tail) {
        return head.is_empty() || (tail.len() <= 4 && letters(head));
    }
    let end = term.bytes().take_while(u8::is_ascii_digit).count();
    end > 0 && end <= 4 && term.len() - end <= 3 && term[end..].bytes().all(|it| it.is_ascii_alphabetic())
        || matches!(term, "v1beta1" | "v1alpha1" | "v1beta2" | "v1alpha2" | "k8s" | "i18n" | "l10n" | "e2e" | "s3fs")
}
fn is_pronounceable(term: &str) -> bool {
    let (mut run, mut longest, mut vowels) = (0, 0, 0);
    for byte in term.bytes() {
        if matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
            (run, vowels) = (0, vowels + 1);
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    term.len() <= 4 || (longest <= 5 && vowels * 6 >= term.len())
}
/// Terms of the names of secrets.
const TECHNICAL: &[&str] = &[
    "secret",
    "secrets",
    "password",
    "passwords",
    "credential",
    "credentials",
    "creds",
    "key",
    "keys",
    "token",
    "tokens",
    "user",
    "users",
    "database",
    "postgres",
    "postgresql",
    "mysql",
    "redis",
    "mongodb",
    "rabbitmq",
    "kafka",
    "elastic",
    "minio",
    "grafana",
    "vault",
    "service",
    "server",
    "cluster",
    "admin",
    "root",
    "auth",
    "login",
    "account",
    "access",
    "config",
    "name",
    "file",
    "path",
    "from",
    "value",
    "store",
    "manager",
    "external",
    "sealed",
    "backup",
    "default",
    "replication",
    "production",
    "staging",
    "namespace",
    "internal",
    "client",
    "shared",
    "public",
    "private",
    "model",
    "pipeline",
    "worker",
    "with",
    "this",
    "that",
    "must",
    "change",
];

pub(super) fn contains_any(value: &str, parts: &[&str]) -> bool {
    let value = value.as_bytes();
    parts.iter().any(|part| value.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes())))
}
