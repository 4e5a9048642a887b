//! Names that announce a secret.

/// How much evidence a value needs under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    /// `DB_PASSWORD`, `SMTP_PWD`: a password, which a person may have chosen.
    Password,
    /// `API_KEY`, `TOKEN`, `CLIENT_SECRET`: a token, or the name of one.
    Token,
    /// `ENCRYPTION_KEY`: often a name or public, so the value must be random.
    Key,
    /// `auth` of a registry: `user:password` in base64.
    Auth,
}

/// The grade of a name: of a variable, a key, a field, a flag or a header.
pub(super) fn grade(name: &str) -> Option<Grade> {
    let name = without_encoding(name);
    if !may_end_so(name) {
        return None;
    }
    let trimmed = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | '.'));
    if ![ENDS, LABELS, USERS].iter().any(|ends| ends_with_any(trimmed, ends)) {
        return None;
    }
    let terms = terms(trimmed);
    let mut terms: Vec<&str> = terms.iter().map(|term| &**term).collect();
    while terms.len() > 1 && terms.last().is_some_and(|last| LABELS.contains(last)) {
        terms.pop();
    }
    let (last, before) = terms.split_last()?;
    // `PASSWORD_DB`: the password of the database, or the database of passwords.
    if USERS.contains(last) {
        let (last, before) = before.split_last()?;
        return (of_last(before, last)? == Grade::Password).then_some(Grade::Token);
    }
    of_last(before, last)
}
/// `DB_PASSWORD_BASE64` is `DB_PASSWORD` in base64.
fn without_encoding(name: &str) -> &str {
    let is_encoding = |end: &&str| {
        name.len().checked_sub(end.len()).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(end.as_bytes()))
    };
    let end = ["base64", "b64", "hex"].iter().find(|end| is_encoding(end)).map_or(0, |end| end.len());
    name[..name.len() - end].trim_end_matches(['_', '-', '.'])
}
/// The grade of a name with this last term. `HASH_SECRET` is a secret, and `SITE_TOKEN` is public.
fn of_last(before: &[&str], last: &str) -> Option<Grade> {
    let singular = if last.ends_with("ss") { last } else { last.strip_suffix('s').unwrap_or(last) };
    let grade = of_terms(before, singular)?;
    // `PUBLIC_KEY_PASSWORD`: the password of a key is never public.
    let is_describing =
        |term: &str| DESCRIBING.contains(&term) && !(grade == Grade::Password && term.starts_with("pub"));
    let is_public = |term: &&str| {
        is_describing(term) || (grade != Grade::Password && singular != "secret" && PUBLIC.contains(term))
    };
    (last == "salt" || !before.iter().any(is_public)).then_some(grade)
}
/// Whether a name in [`ENDS`], [`LABELS`] or [`USERS`] has the same last letters. Almost all names end otherwise.
fn may_end_so(name: &str) -> bool {
    let [.., a, b, c] = name.as_bytes() else { return name.eq_ignore_ascii_case("pw") };
    !c.is_ascii_alphabetic() || BEFORE[last_two(*b, *c)] & 1 << (*a % 32) != 0
}
/// For the last two characters of a name, one bit for each third-last character. Only five bits of each character count: these are
/// the same for both cases of a letter. Other names with the same bits are compared in full later.
static BEFORE: [u32; 1024] = {
    #[rustfmt::skip]
    const ENDINGS: [&[u8; 3]; 76] = [
        b"ord", b"swd", b"pwd", b"ase", b"ode", b"ort", b"ass", b"ret", b"ken", b"key", b"uth", b"sig", b"ion", b"nid", b"kie", b"alt",
        b"per", b"eed", b"jwt", b"rer", b"red", b"ial", b"_id", b"-id", b"tid", b"psw", b"rds", b"ets", b"ens", b"eys", b"als", b"eds",
        b"psk", b"pat", b"nic",
        // Labels.
        b"rod", b"ing", b"age", b"dev", b"ent", b"est", b"_qa", b"-qa", b"ive", b"box", b"old", b"new", b"ous", b"ary", b"ult", b"kup",
        b"_rw", b"_ro", b"ain", b"lue",
        // Users.
        b"_db", b"-db", b".db", b"app", b"api", b"web", b"min", b"oot", b"res", b"_pg", b"-pg", b"sql", b"ngo", b"dis", b"mtp", b"ner",
        b"ter", b"der", b"nly", b"ica", b"adb",
    ];
    let mut before = [0; 1024];
    before[last_two(b'p', b'w')] = u32::MAX;
    let mut at = 0;
    while at < ENDINGS.len() {
        let [a, b, c] = *ENDINGS[at];
        before[last_two(b, c)] |= 1 << (a % 32);
        at += 1;
    }
    before
};
const fn last_two(b: u8, c: u8) -> usize {
    (b as usize % 32) << 5 | (c as usize % 32)
}
fn of_terms(before: &[&str], last: &str) -> Option<Grade> {
    let is_password =
        ["password", "passwd", "passphrase", "passcode", "passwort"].iter().any(|end| last.ends_with(end))
            || matches!(last, "pwd" | "pass" | "pw" | "psw" | "pswd" | "requirepass" | "psk" | "mnemonic")
            || ["pwd", "pass"].iter().any(|end| last.strip_suffix(end).is_some_and(|stem| STEMS.contains(&stem)));
    if is_password {
        return Some(Grade::Password);
    }
    match (before.last().copied(), last) {
        (
            _,
            "secret" | "token" | "apikey" | "jwt" | "bearer" | "accesskey" | "secretkey" | "authtoken" | "credential"
            | "cred" | "sig" | "pat",
        ) => Some(Grade::Token),
        (Some("key"), "base") | (Some("secret"), "id" | "string") => Some(Grade::Token),
        (Some("api" | "access" | "secret" | "auth" | "account" | "master" | "admin" | "root"), "key") => {
            Some(Grade::Token)
        }
        (Some(term), "key") if term.ends_with("api") => Some(Grade::Token),
        (Some(term), "key") if KEYS.contains(&term.trim_end_matches(|c: char| c.is_ascii_digit())) => Some(Grade::Key),
        (
            _,
            "privatekey" | "encryptionkey" | "signingkey" | "sharedkey" | "presharedkey" | "salt" | "pepper" | "seed",
        ) => Some(Grade::Key),
        (_, "session" | "sessionid" | "cookie") => Some(Grade::Key),
        (_, term) if ["secret", "token", "apikey"].iter().any(|end| term.ends_with(end)) => Some(Grade::Token),
        (_, "auth") => Some(Grade::Auth),
        _ => None,
    }
}

/// The ends of all names of [`of_terms`].
const ENDS: &[&str] = &[
    "password",
    "passwd",
    "phrase",
    "passcode",
    "passwort",
    "pwd",
    "pass",
    "pw",
    "psw",
    "secret",
    "token",
    "key",
    "base",
    "auth",
    "sig",
    "session",
    "sessionid",
    "cookie",
    "salt",
    "pepper",
    "seed",
    "jwt",
    "bearer",
    "cred",
    "credential",
    "cret_id",
    "cret-id",
    "cretid",
    "passwords",
    "secrets",
    "tokens",
    "keys",
    "credentials",
    "creds",
    "pswd",
    "psk",
    "pat",
    "mnemonic",
];
/// Terms that follow the name of a secret: `DB_PASSWORD_PROD`.
const LABELS: &[&str] = &[
    "prod",
    "production",
    "staging",
    "stage",
    "dev",
    "development",
    "test",
    "qa",
    "live",
    "sandbox",
    "old",
    "new",
    "current",
    "previous",
    "primary",
    "secondary",
    "default",
    "backup",
    "rw",
    "ro",
    "main",
    "value",
    "v",
];
/// Terms after the name of a password: its user, or its server.
const USERS: &[&str] = &[
    "db",
    "database",
    "app",
    "api",
    "web",
    "admin",
    "root",
    "postgres",
    "pg",
    "mysql",
    "mariadb",
    "mongo",
    "redis",
    "smtp",
    "owner",
    "writer",
    "reader",
    "readonly",
    "replication",
    "replica",
];
/// Terms of names whose values describe a secret.
const DESCRIBING: &[&str] = &[
    "public",
    "pub",
    "publishable",
    "checksum",
    "digest",
    "fingerprint",
    "thumbprint",
    "sha",
    "sha1",
    "sha256",
    "version",
    "revision",
    "tokenizer",
    "placeholder",
];
/// Terms of names whose tokens and keys are public.
const PUBLIC: &[&str] = &["site", "hash", "continue", "page", "next", "header", "partition"];
/// Terms before `pass` and `pwd` without a separator: `dbpass`.
const STEMS: &[&str] = &[
    "db", "pg", "my", "mysql", "sql", "smtp", "mail", "user", "root", "admin", "redis", "ftp", "ldap", "http", "ssh",
    "mq", "mongo", "rabbit", "require", "ssh",
];
/// Terms before `key`.
const KEYS: &[&str] = &[
    "encryption",
    "encrypt",
    "signing",
    "sign",
    "private",
    "session",
    "cookie",
    "hmac",
    "jwt",
    "aes",
    "app",
    "webhook",
    "shared",
    "preshared",
    "storage",
    "service",
    "license",
    "deploy",
    "crypto",
    "cipher",
    "data",
    "integration",
    "fernet",
    "unseal",
    "recovery",
    "signature",
    "routing",
    "ingestion",
    "application",
];
fn ends_with_any(name: &str, ends: &[&str]) -> bool {
    let name = name.as_bytes();
    ends.iter()
        .any(|end| name.len().checked_sub(end.len()).is_some_and(|at| name[at..].eq_ignore_ascii_case(end.as_bytes())))
}
/// The terms of a name, in lower case: `secretKeyBase`, `SECRET_KEY_BASE` and `secret-key-base` have the same terms.
fn terms(name: &str) -> Vec<String> {
    let bytes = name.as_bytes();
    let mut terms = vec![String::new()];
    for (at, byte) in bytes.iter().enumerate() {
        let starts_hump = byte.is_ascii_uppercase()
            && at > 0
            && (!bytes[at - 1].is_ascii_uppercase() || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase));
        if (starts_hump || !byte.is_ascii_alphanumeric()) && terms.last().is_some_and(|term| !term.is_empty()) {
            terms.push(String::new());
        }
        if let (true, Some(term)) = (byte.is_ascii_alphanumeric(), terms.last_mut()) {
            term.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms
}

#[cfg(test)]
mod tests {
    use super::Grade::{Auth, Key, Password, Token};
    use super::grade;

    #[test]
    fn the_last_letters_of_all_names_are_known() {
        for end in super::ENDS.iter().chain(super::LABELS).chain(super::USERS) {
            let name = ["api_", end].concat();
            assert!(end.len() == 1 || super::may_end_so(&name), "{name}");
        }
    }
    #[test]
    fn names_have_grades() {
        for (expected, names) in [
            (
                Some(Password),
                "DB_PASSWORD DB_PASS SMTP_PWD PGPASSWORD password dbPassword PASSPHRASE DB_PASSWORD_PROD PASSWORD_2 dbpass PUBLIC_KEY_PASSWORD DB_PASSWORD_BASE64 dbPasswordBase64 DB_PASSWORD_B64",
            ),
            (
                Some(Token),
                "TOKEN API_KEY apiKey x-api-key APIKey AWS_SECRET_ACCESS_KEY SECRET_KEY SECRET_KEY_BASE ACCESS_KEY clientSecret",
            ),
            (Some(Token), "_authToken API_KEYS secret_id GITHUB_TOKEN_OLD"),
            (Some(Key), "ENCRYPTION_KEY signing-key PrivateKey HASHING_SALT presharedKey FERNET_KEY"),
            (Some(Auth), "auth _auth"),
            (
                None,
                "PUBLIC_KEY JWT_PUBLIC_KEY PASSWORD_FILE TOKEN_TTL SECRET_NAME secretName MAX_TOKEN_COUNT checksum/secret key",
            ),
            (
                None,
                "CACHE_KEY COMPASS BYPASS PRIMARY databases database status STRIPE_PUBLISHABLE_KEY KEY_ID GPG_KEY_ID base",
            ),
        ] {
            for name in names.split(' ') {
                assert_eq!(grade(name), expected, "{name}");
            }
        }
    }
}
