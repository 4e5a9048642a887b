//! The steps of the deployment, as data.
use crate::file_layout::{FileLayout, ObjectFile, OutputFile};
use coderev_objects::{Inventory, Object, labels};
use k8s_openapi::api::apps::v1::{DaemonSetSpec, StatefulSetSpec};
use k8s_openapi::api::batch::v1::{Job, JobSpec};
use std::collections::BTreeSet;
use std::time::Duration;

/// The steps of the deployment, in their order.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Step, synth};
///
/// let api = Service::new("api", "ghcr.io/acme/api:v1").cpu(millis(50)..=millis(100)).memory(mebi(64)..=mebi(64));
/// let migrate = Job::new("migrate", "ghcr.io/acme/api:v1").cpu(millis(50)..=millis(100)).memory(mebi(64)..=mebi(64));
/// let shop = Namespace::new("shop", Stable).job(migrate.before(&api)).service(api);
/// let synthesis = synth(&Platform::new(Cluster::generic()).namespace(shop));
///
/// let held_back: Vec<_> = synthesis.plan().steps().iter().filter_map(|step| match step {
///     Step::Apply { file, held_back, .. } if !held_back.is_empty() => Some((&**file, &**held_back)),
///     _ => None,
/// }).collect();
/// assert_eq!(held_back, [("deployments.yaml", &["api".to_owned()][..])]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    steps: Vec<Step>,
}

/// A step of the deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Apply a file, except the objects of the workloads that are held back. A later step applies the complete file.
    #[non_exhaustive]
    Apply {
        /// The path of the file below the output folder.
        file: String,
        /// The workloads that are held back: values of the label `app.kubernetes.io/name`.
        held_back: Vec<String>,
    },
    /// Create the Secrets that the manifests refer to, by the commands of a file.
    #[non_exhaustive]
    CreateSecrets {
        /// The path of the file below the output folder.
        file: String,
    },
    /// Wait until a Job is complete.
    #[non_exhaustive]
    WaitForJob {
        /// The namespace of the Job.
        namespace: String,
        /// The name of the Job.
        name: String,
        /// The maximum time to wait: the `activeDeadlineSeconds` of the Job. Default: 30 minutes.
        timeout: Duration,
        /// The workloads of the namespace that are held back until the Job is complete.
        before: Vec<String>,
    },
    /// Wait until all pods of a workload have the applied version.
    #[non_exhaustive]
    Rollout {
        /// The kind of the workload: `Deployment`, `StatefulSet` or `DaemonSet`.
        kind: String,
        /// The namespace of the workload.
        namespace: String,
        /// The name of the workload.
        name: String,
    },
}

impl Plan {
    /// The steps; `secrets` is the file with the commands that create Secrets, if one is needed.
    pub(crate) fn new(inventory: &Inventory, layout: &FileLayout, secrets: Option<&str>) -> Self {
        let jobs = jobs(inventory);
        let held_back: BTreeSet<&str> = jobs.iter().flat_map(|job| &job.before).copied().collect();
        let holds_back = |file: &&ObjectFile| jobs.iter().any(|job| file.objects.binary_search(&job.index).is_ok());
        // The Secrets are in namespaces, and pods wait for them.
        let last_of_namespaces = layout.files().iter().rposition(|file| file.content == OutputFile::Namespaces);
        let last_of_pods = layout.files().iter().rposition(|file| file.content == OutputFile::Deployments);
        let mut steps = Vec::new();
        for (at, file) in layout.files().iter().enumerate() {
            let held_back = Some(&held_back).filter(|_| holds_back(&file)).into_iter().flatten();
            steps.push(apply(file, held_back.map(|name| (*name).to_owned()).collect()));
            if last_of_namespaces == Some(at) {
                steps.extend(secrets.map(|file| Step::CreateSecrets { file: file.to_owned() }));
            }
            // After all files with pods: a Job may need the database of another namespace.
            if last_of_pods == Some(at) {
                steps.extend(jobs.iter().map(FirstJob::wait));
                steps.extend(layout.files().iter().filter(holds_back).map(|file| apply(file, Vec::new())));
            }
        }
        steps.extend(inventory.entries().filter_map(|entry| rollout(entry.object())));
        Self { steps }
    }
    /// The steps, in their order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
    /// Whether a workload is held back until a Job is complete.
    #[must_use]
    pub fn holds_back(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::WaitForJob { .. }))
    }
}

fn apply(file: &ObjectFile, held_back: Vec<String>) -> Step {
    Step::Apply { file: file.path.clone(), held_back }
}

/// A Job that has to be complete before other workloads start.
struct FirstJob<'a> {
    object: &'a Object,
    /// Its place in the inventory.
    index: usize,
    before: Vec<&'a str>,
    timeout: Duration,
}
impl FirstJob<'_> {
    fn wait(&self) -> Step {
        Step::WaitForJob {
            namespace: self.object.namespace().to_owned(),
            name: self.object.name().to_owned(),
            timeout: self.timeout,
            before: self.before.iter().map(|name| (*name).to_owned()).collect(),
        }
    }
}

fn jobs(inventory: &Inventory) -> Vec<FirstJob<'_>> {
    let first = inventory.all::<Job>().filter_map(|(entry, job)| {
        let before = job.metadata.annotations.as_ref()?.get(labels::BEFORE)?.split(',').collect();
        let spec: Option<&JobSpec> = (&job.spec).into();
        let deadline = spec.and_then(|spec| spec.active_deadline_seconds).and_then(|it| u64::try_from(it).ok());
        let timeout = Duration::from_secs(deadline.unwrap_or(DEFAULT_TIMEOUT));
        Some(FirstJob { object: entry.object(), index: entry.index(), before, timeout })
    });
    first.collect()
}
/// In seconds.
const DEFAULT_TIMEOUT: u64 = 30 * 60;

/// A rollout that ends by itself. With the strategy `OnDelete` it ends when a person deletes the pods, and kubectl refuses to wait.
fn rollout(object: &Object) -> Option<Step> {
    let strategy = match object {
        Object::Deployment(_) => None,
        Object::StatefulSet(it) => {
            let spec: Option<&StatefulSetSpec> = (&it.spec).into();
            spec.and_then(|spec| spec.update_strategy.as_ref()?.type_.as_deref())
        }
        Object::DaemonSet(it) => {
            let spec: Option<&DaemonSetSpec> = (&it.spec).into();
            spec.and_then(|spec| spec.update_strategy.as_ref()?.type_.as_deref())
        }
        _ => return None,
    };
    (strategy != Some("OnDelete")).then(|| Step::Rollout {
        kind: object.kind().to_owned(),
        namespace: object.namespace().to_owned(),
        name: object.name().to_owned(),
    })
}

#[cfg(test)]
mod tests;
