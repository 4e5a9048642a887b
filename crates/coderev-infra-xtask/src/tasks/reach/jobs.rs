//! A job cannot be changed, so a new version of it has a new name: which jobs of two sets of manifests are the same.
use k8s_openapi::api::batch::v1::Job;
use std::collections::{BTreeMap, BTreeSet};

/// What a job is called whatever its version.
const NAME: &str = "app.kubernetes.io/name";

/// By namespace and label, the jobs that both sets have one of. Where there are several, the label does not tell which is which.
pub(super) fn common(old: &[Job], new: &[Job]) -> BTreeSet<(String, String)> {
    let [old, new] = [old, new].map(|jobs| {
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        for key in jobs.iter().filter_map(key) {
            *known.entry(key).or_default() += 1;
        }
        known.into_iter().filter(|(_, count)| *count == 1).map(|(key, _)| key).collect::<BTreeSet<_>>()
    });
    old.intersection(&new).cloned().collect()
}

/// Has such a job go by its label.
pub(super) fn rename(job: &mut Job, common: &BTreeSet<(String, String)>) {
    if let Some(key) = key(job).filter(|key| common.contains(key)) {
        job.metadata.name = Some(key.1);
    }
}

/// Its namespace and its label, where its name begins as the label does.
fn key(job: &Job) -> Option<(String, String)> {
    let label = job.metadata.labels.as_ref()?.get(NAME)?;
    let version = job.metadata.name.as_deref()?.strip_prefix(label.as_str())?;
    let namespace = job.metadata.namespace.clone().unwrap_or_else(|| "default".into());
    (version.is_empty() || version.starts_with('-')).then(|| (namespace, label.clone()))
}
