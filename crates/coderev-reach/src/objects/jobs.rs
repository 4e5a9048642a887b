//! Jobs. A Job is immutable, so each version has another name, and a label has the name that all versions share.

use std::collections::{BTreeMap, BTreeSet};

use coderev_objects::labels;
use k8s_openapi::api::batch::v1::{Job, JobCondition, JobSpec};

use super::workloads::{template, workload};
use super::{Object, Objects, Workload};

impl Object for Job {
    fn add_to(&self, objects: &mut Objects) {
        let spec: Option<&JobSpec> = (&self.spec).into();
        let Some(spec) = spec else { return };
        let conditions = self.status.as_ref().and_then(|it| it.conditions.as_ref());
        let is_end = |it: &JobCondition| matches!(&*it.type_, "Complete" | "Failed") && it.status == "True";
        if conditions.into_iter().flatten().any(is_end) {
            objects.owners.finished += 1;
            return;
        }
        let workload = workload(&self.metadata, "Job");
        if spec.completion_mode.as_deref() == Some("Indexed") {
            objects.controller_labels.indexed.insert(workload.clone());
        }
        let label = self.metadata.labels.as_ref().and_then(|it| it.get(labels::NAME));
        let is_version = |label: &&String| {
            let version = workload.name.strip_prefix(label.as_str());
            version.is_some_and(|it| it.is_empty() || it.starts_with('-'))
        };
        if let Some(label) = label.filter(|_| workload.kind == "Job").filter(is_version) {
            objects.job_names.insert(workload, label.clone());
        }
        template(objects, &self.metadata, "Job", Some(&spec.template));
    }
}

impl Objects {
    /// Gives the versions of a Job the same name in both sets, so that a comparison treats them as one Job.
    ///
    /// Only a Job with exactly one version in each set is renamed. With two versions in one set, the successor is
    /// unknown.
    pub fn align_job_versions(old: &mut Self, new: &mut Self) {
        let common: BTreeSet<(String, String)> = old.single_jobs().intersection(&new.single_jobs()).cloned().collect();
        for objects in [old, new] {
            for (workload, name) in std::mem::take(&mut objects.job_names) {
                if common.contains(&(workload.namespace.clone(), name.clone())) {
                    objects.rename(&workload, &name);
                }
            }
        }
    }

    /// The namespaces and shared names of the Jobs with one version.
    fn single_jobs(&self) -> BTreeSet<(String, String)> {
        let mut count: BTreeMap<_, usize> = BTreeMap::new();
        for (workload, name) in &self.job_names {
            *count.entry((workload.namespace.clone(), name.clone())).or_default() += 1;
        }
        count.into_iter().filter(|(_, count)| *count == 1).map(|(job, _)| job).collect()
    }

    /// Renames the template of a workload.
    fn rename(&mut self, workload: &Workload, name: &str) {
        if let Some(mut peer) = self.peers.remove(&(workload.clone(), String::new())) {
            peer.workload.name = name.to_owned();
            self.peer(peer);
        }
    }
}
