//! Names of objects that two stages compute in the same way.
use crate::model::Method;
use coderev_objects::ImageRef;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The image's tag, as a label's value.
pub(crate) fn version(image: &str) -> Option<String> {
    // A label ends with a letter or a digit.
    let label =
        |tag: &str| tag.get(..63).unwrap_or(tag).trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    ImageRef::parse(image).tag().map(label)
}

/// The name of a Job. A Job is immutable, so each version of its image has its own Job: `migrate-2-8-0`. For an image
/// without a tag, the name contains the first digits of the digest. A name of more than `longest` characters ends with
/// a hash.
pub(crate) fn job(workload: &str, image: &str, run: Option<&str>, longest: usize) -> String {
    let digits = || ImageRef::parse(image).digest_digits().map(|digits| digits.chars().take(12).collect());
    let version: Option<String> = version(image).or_else(digits);
    let parts = [Some(workload), version.as_deref(), run].into_iter().flatten().enumerate();
    let text = |(n, part): (usize, &str)| match n {
        0 => part.to_owned(),
        _ => part.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-").trim_matches('-').to_owned(),
    };
    shortened(parts.map(text).collect::<Vec<_>>().join("-"), longest)
}

/// The text, or its beginning and 8 digits of its hash if it has more than `longest` characters.
fn shortened(text: String, longest: usize) -> String {
    let Some(start) = text.get(..longest - 9).filter(|_| text.len() > longest) else { return text };
    format!("{}-{}", start.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()), hash(&text))
}

/// 8 digits of the hash of a text.
pub(crate) fn hash(text: &str) -> String {
    Sha256::digest(text).into_iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the objects of a host: the host name. It does not depend on other hosts.
pub(crate) fn host(host: &str) -> String {
    // Room for a prefix and a suffix, such as `-tls`: a name has at most 253 characters.
    // Only a host that is not a DNS name has other letters: `malformed-host` reports it.
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
    let text: String = host.replace("*.", "wildcard.").chars().map(letter).collect();
    shortened(text.trim_matches(['.', '-']).to_owned(), 200)
}

/// A path as a part of a name: `/api/auth` is `api-auth`, `/` is `all`. The name depends only on the path, and another
/// path has another name: a path that cannot be read from its name gets 8 digits of its hash, as `/api-auth` does.
pub(crate) fn path(path: &str) -> String {
    let is_plain = |segment: &str| !segment.is_empty() && segment.chars().all(is_lower);
    // The names of an edge have these parts for other reasons.
    let is_method = |last: &str| Method::ALL.iter().any(|method| method.0.eq_ignore_ascii_case(last));
    let ends_like_a_rule = path.rsplit('/').next().is_some_and(|last| last == "exact" || is_method(last));
    let reserved =
        ends_like_a_rule || path == "/all" || path.starts_with("/deny/") || path.ends_with("/method/not/allowed");
    let segments = path.strip_prefix('/').map(|rest| rest.split('/').all(is_plain));
    distinct(path, path == "/" || !reserved && segments == Some(true))
}
/// A gRPC path as a part of a name: `/acme.Quotes` is `acme-quotes`.
pub(crate) fn grpc_path(path: &str) -> String {
    let service = path.strip_prefix('/').unwrap_or_default();
    let (package, name) = service.rsplit_once('.').unwrap_or_default();
    let is_plain = |segment: &str| !segment.is_empty() && segment.chars().all(is_lower);
    let is_plain_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().skip(1).all(is_lower);
    distinct(path, path == "/" || is_plain_name && package.split('.').all(is_plain))
}
fn is_lower(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit()
}
fn distinct(path: &str, is_plain: bool) -> String {
    if is_plain { slug(path) } else { format!("{}-{}", slug(path), hash(path)) }
}
/// Lowercase letters, digits and single hyphens.
fn slug(path: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let text: String = path.chars().map(letter).collect();
    let parts: Vec<_> = text.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "all".into() } else { shortened(parts.join("-"), 40) }
}
/// `name`, or `name-2` if `name` is taken.
pub(crate) fn unique(taken: &mut BTreeSet<String>, name: String) -> String {
    let mut free = name.clone();
    let mut n = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}-{n}");
        n += 1;
    }
    free
}
