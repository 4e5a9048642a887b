//! Labels of objects, and of the pods and Jobs that they create.
use super::super::pointer;
use super::format::is_subdomain;
use crate::Report;
use coderev_objects::{Entry, Object};
use k8s_openapi::api::batch::v1::CronJobSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeSet;

const VALUE: &str = "at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends";
const KEY: &str = "at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends; before them, optionally, a domain and `/`";

/// `is_reported` knows the malformed names of the object: a label with the same text needs no separate finding.
pub(super) fn check<'a>(entry: Entry<'a>, is_reported: impl Fn(&'a str) -> bool, report: &mut Report) {
    let object = entry.object();
    let template = object.template();
    let pods = template.and_then(|it| Some((it.metadata()?, it.pointer())));
    let own = (object.metadata(), "");
    let jobs = jobs(object).map(|metadata| (metadata, "/spec/jobTemplate"));
    // The same label on an object and on its pods is reported once.
    let mut seen = BTreeSet::new();
    for (metadata, at) in [Some(own), jobs, pods].into_iter().flatten() {
        for (key, value) in metadata.labels.iter().flatten() {
            if (is_key(key) && is_value(value)) || !seen.insert((key, value)) {
                continue;
            }
            let origin = || entry.origin_of(&format!("{at}/metadata/labels/{}", pointer::escaped(key)));
            if !is_key(key) {
                let message = format!("`{key}` is not a valid label key");
                report.push(report.finding(entry.subject(), message).at(origin()).help(KEY));
            }
            if !is_value(value) && !is_reported(value) {
                let message = format!("`{value}` is not a valid value of the label `{key}`");
                report.push(report.finding(entry.subject(), message).at(origin()).help(VALUE));
            }
        }
    }
}
/// The metadata of the Jobs that a CronJob creates.
fn jobs(object: &Object) -> Option<&ObjectMeta> {
    let Object::CronJob(cron_job) = object else { return None };
    Option::<&CronJobSpec>::from(&cron_job.spec)?.job_template.metadata.as_ref()
}
/// The labels of all objects are checked, so this and [`is_value`] read bytes.
pub(in crate::rules) fn is_key(key: &str) -> bool {
    let (domain, name) = match key.bytes().position(|c| c == b'/') {
        Some(at) => (Some(&key[..at]), &key[at + 1..]),
        None => (None, key),
    };
    !name.is_empty() && is_value(name) && domain.is_none_or(is_subdomain)
}
/// Whether a byte may be inside a key or a value.
const INSIDE: [bool; 256] = {
    let mut inside = [false; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        inside[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        byte += 1;
    }
    inside
};
pub(in crate::rules) fn is_value(value: &str) -> bool {
    let is_end = |c: Option<&u8>| c.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = value.as_bytes();
    bytes.len() <= 63 && is_end(bytes.first()) && is_end(bytes.last()) && bytes.iter().all(|c| INSIDE[usize::from(*c)])
}
