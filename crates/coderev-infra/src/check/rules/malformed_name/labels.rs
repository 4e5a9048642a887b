//! Labels of objects and of the pods and Jobs that they make.
use super::wanted::is_subdomain;
use crate::finding::Finding;
use crate::manifest::{Manifest, Object};
use k8s_openapi::api::batch::v1::CronJobSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeSet;

/// `is_told` knows the names that are told as names: they stand in labels too.
pub(super) fn check(manifest: &Manifest, is_told: impl Fn(&str) -> bool, findings: &mut Vec<Finding>) {
    let object = &manifest.object;
    let template = object.template().filter(|_| !matches!(object, Object::Raw(_)));
    let all = [Some(object.metadata()), of_jobs(object), template.and_then(|it| it.metadata())].into_iter().flatten();
    let labels = all.flat_map(|metadata| metadata.labels.iter().flatten());
    // The same label on an object and on its pods is told once.
    let wrong: BTreeSet<_> = labels.filter(|(key, value)| !is_key(key) || !is_value(value)).collect();
    for (key, value) in wrong {
        if !is_key(key) {
            findings.push(
                Finding::error("malformed-name", &manifest.subject, Some(manifest.at))
                    .message(format!("`{key}` is no key for a label"))
                    .help("letters, digits, `-`, `_` and `.`, a letter or digit at both ends, 63 characters at most; before it, if at all, a domain and `/`"),
            );
        }
        if !is_value(value) && !is_told(value) {
            findings.push(
                Finding::error("malformed-name", &manifest.subject, Some(manifest.at))
                    .message(format!("`{value}` is no value for the label `{key}`"))
                    .help("letters, digits, `-`, `_` and `.`, a letter or digit at both ends, 63 characters at most"),
            );
        }
    }
}
/// The metadata of the Jobs that a CronJob makes.
fn of_jobs(object: &Object) -> Option<&ObjectMeta> {
    let Object::CronJob(cron_job) = object else { return None };
    Option::<&CronJobSpec>::from(&cron_job.spec)?.job_template.metadata.as_ref()
}
fn is_key(key: &str) -> bool {
    let (domain, name) = key.split_once('/').map_or((None, key), |(domain, name)| (Some(domain), name));
    domain.is_none_or(is_subdomain) && !name.is_empty() && is_value(name)
}
fn is_value(value: &str) -> bool {
    let inside = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    let end = |c: char| c.is_ascii_alphanumeric();
    value.is_empty() || value.len() <= 63 && value.bytes().all(inside) && value.starts_with(end) && value.ends_with(end)
}
