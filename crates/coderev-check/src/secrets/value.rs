//! Whether a value looks like a secret, a name, or another harmless value.
use super::alphabet::{ALNUM, ALPHA, BASE64, BEARER, UUID};

/// Whether the body of a token is random: not a placeholder and not a name.
pub(super) fn is_random_body(body: &str) -> bool {
    let is_phrase = !body.bytes().any(|byte| byte.is_ascii_uppercase()) && is_wordy(body);
    distinct(body) >= 6 && !has_run(body, body.len() / 4) && !is_placeholder(body) && !is_phrase
}
/// Whether the value is random: long, with characters of several classes, and not a name.
pub(super) fn is_random(value: &str, minimum: usize) -> bool {
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let classes =
        [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase].into_iter().filter(|it| has(*it));
    value.len() >= minimum
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && classes.count() >= 2
        && distinct(value) >= 8.min(value.len() / 2)
        && !has_run(value, value.len() / 4)
        && !is_placeholder(value)
        && !is_wordy(value)
        && !is_name(value)
}
/// Whether a person can have chosen the value as a password: letters with digits or symbols, and not a name.
pub(super) fn is_chosen(value: &str, minimum: usize) -> bool {
    const SYMBOLS: &[u8] = b"!@#$%^&*?+~=";
    let is_mixed = value.bytes().any(|byte| byte.is_ascii_digit() || SYMBOLS.contains(&byte));
    value.len() >= minimum
        && is_mixed
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !is_algorithm(value)
        && !is_amount(value)
        && !is_name(value)
}
/// Whether the value cannot be a secret: a number, a reference, a path, a URL, a placeholder, a digest, a public key or
/// a structure.
pub(super) fn is_harmless(value: &str) -> bool {
    let value = value.trim();
    let begins = |starts: &[&str]| starts.iter().any(|start| value.starts_with(start));
    value.is_empty()
        || is_number(value)
        || is_amount(value)
        || is_reference(value)
        || value.contains("://")
        || is_path(value)
        || is_placeholder(value)
        || value.contains(char::is_whitespace)
        || is_email(value)
        // The cipher text of a SealedSecret.
        || (value.len() >= 200 && value.starts_with("Ag") && BASE64.contains_all(value))
        || begins(&[
            "sha256:",
            "sha512:",
            "sha256-",
            "sha384-",
            "sha512-",
            "arn:",
            "urn:",
            "did:",
            "-----BEGIN ",
            "ENC[",
            "$ANSIBLE",
        ])
}
fn is_number(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b',' | b':' | b'_' | b'/' | b'%'))
}
/// `15m`, `1h30m`, `512Mi`, `12chars`.
fn is_amount(value: &str) -> bool {
    let units = [
        "ns", "us", "ms", "s", "m", "h", "d", "w", "y", "min", "sec", "k", "M", "G", "T", "Ki", "Mi", "Gi", "KB", "MB",
        "GB", "kb", "mb", "b", "B", "x", "bit", "bits", "bytes", "chars",
    ];
    let mut rest = value;
    let mut is_one = false;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let letters = ALPHA.run(&rest.as_bytes()[digits..]);
        if digits == 0 || letters == 0 || !units.contains(&&rest[digits..digits + letters]) {
            return false;
        }
        rest = &rest[digits + letters..];
        is_one = true;
    }
    is_one
}
/// `$(PASSWORD)`, `${PASSWORD}`, `$PASSWORD`, `{{ .password }}`, `<password>`, `%s`, `%(password)s`, `@password@`,
/// `vault:secret/db#password`.
pub(super) fn is_reference(value: &str) -> bool {
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
    let is_bcrypt = value.starts_with("$2") || value.starts_with("$apr1$") || value.starts_with("$argon2");
    ["$(", "${", "{{", "<%", "%("].iter().any(|opens| value.contains(opens))
        || is_markup(value)
        || (value.starts_with('$') && !is_bcrypt && is_identifier(&value[1..]))
        || (value.starts_with('@') && value.ends_with('@'))
        || SCHEMES.iter().any(|scheme| value.starts_with(scheme))
}
/// `<password>`, `[password]`, `%password%`, `{"a": 1}`; `&anchor`, `*alias`, `!tag` and `|` of YAML.
fn is_markup(value: &str) -> bool {
    let pairs = [('<', '>'), ('[', ']'), ('{', '}'), ('%', '%')];
    let tail = value.strip_prefix(['&', '*', '!', '%', '|', '>']);
    pairs.iter().any(|(open, close)| value.starts_with(*open) && value.ends_with(*close))
        || value.starts_with("{{")
        || tail.is_some_and(|tail| tail.len() <= 1 || (is_identifier(tail) && is_wordy(tail)))
}
fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| ALNUM.contains(byte) || matches!(byte, b'_' | b'.' | b'-'))
}
fn is_path(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_windows = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'\\';
    // Base64 may begin with a slash.
    let is_absolute = value.starts_with('/') && (value.len() < 32 || value.contains('.') || is_wordy(value));
    let files = [".pem", ".key", ".crt", ".txt", ".json", ".yaml", ".yml", ".toml", ".env", ".jks", ".p12", ".pub"];
    is_windows
        || is_absolute
        || value.starts_with("./")
        || value.starts_with("../")
        || value.starts_with("~/")
        || files.iter().any(|end| value.ends_with(end))
}
fn is_email(value: &str) -> bool {
    value.split_once('@').is_some_and(|(user, host)| {
        host.contains('.')
            && is_identifier(host)
            && host.bytes().all(|it| !it.is_ascii_uppercase())
            && is_wordy(user)
            && is_wordy(host)
    })
}
/// `xxxx`, `***`, `your-token`, `EXAMPLE`, `__PASSWORD__`, and terms that stand for the value.
pub(super) fn is_placeholder(value: &str) -> bool {
    const PARTS: &[&str] = &[
        // The token of jwt.io, which examples copy.
        "eyJzdWIiOiIxMjM0NTY3ODkwI",
        "xxxx",
        "****",
        "....",
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
    let is_blank =
        value.bytes().all(|byte| matches!(byte, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b'#' | b'?' | b'0'));
    is_blank
        || (value.starts_with("__") && value.ends_with("__"))
        || is_reference(value)
        || contains_any(value, PARTS)
        || is_stand_in(value)
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
/// `sha256`, `scram-sha-256`, `oauth2`: names of algorithms contain digits.
fn is_algorithm(value: &str) -> bool {
    const PARTS: &[&str] = &[
        "sha1", "sha2", "sha3", "sha5", "sha-", "md5", "base64", "oauth2", "argon2", "pbkdf2", "utf-8", "utf8",
        "ed25519", "aes-", "aes2", "hs256",
    ];
    value.len() <= 24
        && (contains_any(value, PARTS)
            || ["RS", "ES", "PS", "HS"].iter().any(|it| value.len() == 5 && value.starts_with(it)))
}
fn contains_any(value: &str, parts: &[&str]) -> bool {
    let value = value.as_bytes();
    parts.iter().any(|part| value.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes())))
}

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
    !is_mixed && is_wordy(head) && (is_wordy(last) || is_hash)
}
/// A passphrase of four terms or more: `copper-river-meadow-castle`. A name has a technical term.
pub(super) fn is_passphrase(value: &str) -> bool {
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

fn distinct(text: &str) -> usize {
    let mut seen = [false; 256];
    text.bytes().for_each(|byte| seen[usize::from(byte)] = true);
    seen.iter().filter(|it| **it).count()
}
/// Whether one character is repeated `count` times, and at least 6 times.
fn has_run(text: &str, count: usize) -> bool {
    let count = count.max(6);
    text.as_bytes().chunk_by(|a, b| a == b).any(|run| run.len() >= count)
}
/// Whether the whole text is a UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    text.len() == 36
        && UUID.contains_all(text)
        && text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == dashes.contains(&at))
}
/// Whether the text has only characters of base64 or of a bearer token.
pub(super) fn is_encoded(text: &str) -> bool {
    BASE64.contains_all(text) || BEARER.contains_all(text)
}
