//! Labels of objects, and of the pods and Jobs that they create.
use crate::Report;
use coderev_objects::names::{is_label_key, is_label_value};
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
            if (is_label_key(key) && is_label_value(value)) || !seen.insert((key, value)) {
                continue;
            }
            let origin = || entry.origin_of(&format!("{at}/metadata/labels/{}", coderev_objects::pointer_part(key)));
            if !is_label_key(key) {
                let message = format!("`{key}` is not a valid label key");
                report.push(report.finding(entry.subject(), message).at(origin()).help(KEY));
            }
            if !is_label_value(value) && !is_reported(value) {
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
