//! Names of objects that two stages compute in the same way.
use crate::model::Host;
use coderev_objects::ImageRef;
use std::collections::{BTreeMap, BTreeSet};

/// The image's tag, as a label's value.
pub(crate) fn version(image: &str) -> Option<String> {
    ImageRef::parse(image).tag().map(|tag| tag.chars().take(63).collect())
}

/// The name of a Job. A Job is immutable, so each version of its image has its own Job: `migrate-2-8-0`. For an image
/// without a tag, the name contains the first digits of the digest.
pub(crate) fn job(workload: &str, image: &str, run: Option<&str>) -> String {
    let digits = || ImageRef::parse(image).digest_digits().map(|digits| digits.chars().take(12).collect());
    let version: Option<String> = version(image).or_else(digits);
    let parts = [Some(workload), version.as_deref(), run].into_iter().flatten().enumerate();
    let text = |(n, part): (usize, &str)| match n {
        0 => part.to_owned(),
        _ => part.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-").trim_matches('-').to_owned(),
    };
    parts.map(text).collect::<Vec<_>>().join("-")
}

/// The short names of all hosts: `api` for `api.example.com`, or the complete name if two hosts have the same first
/// label.
pub(crate) struct HostNames(BTreeMap<String, usize>);
impl HostNames {
    pub(crate) fn count<'a>(hosts: impl Iterator<Item = &'a Host>) -> Self {
        let mut labels = BTreeMap::new();
        for host in hosts {
            *labels.entry(first_label(&host.name)).or_default() += 1;
        }
        Self(labels)
    }
    pub(crate) fn short(&self, host: &Host) -> String {
        let first = first_label(&host.name);
        match self.0.get(&first) {
            Some(2..) => host.name.replace("*.", "wildcard."),
            _ => first,
        }
    }
}
fn first_label(name: &str) -> String {
    name.trim_start_matches("*.").split('.').next().unwrap_or(name).to_owned()
}

/// A path as a part of a name: `/api/auth` is `api-auth`, `/` is `all`.
pub(crate) fn slug(path: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let text: String = path.chars().map(letter).collect();
    let parts: Vec<_> = text.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "all".into() } else { parts.join("-").chars().take(40).collect() }
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
