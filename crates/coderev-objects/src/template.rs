//! The pod template of any kind, in one place, because the types of the fields differ between versions of Kubernetes.
use crate::Object;
use k8s_openapi::api::apps::v1::{DaemonSetSpec, DeploymentSpec, ReplicaSetSpec, StatefulSetSpec};
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::{Container, PodSpec, PodTemplateSpec, ReplicationControllerSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

/// Whether an init container is a sidecar, which runs next to the containers. Other restart policies only decide what happens after it
/// fails: <https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/>
#[must_use]
pub fn is_sidecar(init_container: &Container) -> bool {
    init_container.restart_policy.as_deref() == Some("Always")
}

/// The pods that an object runs.
#[derive(Clone, Copy, Debug)]
pub struct PodTemplate<'a> {
    spec: &'a PodSpec,
    metadata: Option<&'a ObjectMeta>,
    pointer: &'static str,
}

impl<'a> PodTemplate<'a> {
    pub(crate) fn new(template: &'a PodTemplateSpec, pointer: &'static str) -> Option<Self> {
        Some(Self { spec: template.spec.as_ref()?, metadata: template.metadata.as_ref(), pointer })
    }
    /// The spec of each pod.
    #[must_use]
    pub const fn spec(&self) -> &'a PodSpec {
        self.spec
    }
    /// The metadata of each pod.
    #[must_use]
    pub const fn metadata(&self) -> Option<&'a ObjectMeta> {
        self.metadata
    }
    /// The labels of each pod.
    pub fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        pairs(self.metadata.and_then(|it| it.labels.as_ref()))
    }
    /// The annotations of each pod.
    pub fn annotations(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        pairs(self.metadata.and_then(|it| it.annotations.as_ref()))
    }
    /// Init containers, then containers.
    pub fn containers(&self) -> impl Iterator<Item = &'a Container> + use<'a> {
        self.spec.init_containers.iter().flatten().chain(&self.spec.containers)
    }
    /// The JSON pointer of the template in the object: `/spec/template`. Empty for a Pod.
    #[must_use]
    pub const fn pointer(&self) -> &'static str {
        self.pointer
    }
}

fn pairs(map: Option<&BTreeMap<String, String>>) -> impl Iterator<Item = (&str, &str)> {
    map.into_iter().flatten().map(|(key, value)| (&**key, &**value))
}

impl Object {
    /// The pod template. None where the object runs no pods.
    ///
    /// For a kind without a type, the template is read from the field that its operator documents: `spec.template`
    /// for an Argo Rollout, `spec.jobTargetRef.template` for a KEDA ScaledJob.
    #[must_use]
    pub fn template(&self) -> Option<PodTemplate<'_>> {
        match self {
            Self::Pod(it) => {
                let spec: Option<&PodSpec> = (&it.spec).into();
                Some(PodTemplate { spec: spec?, metadata: Some(&it.metadata), pointer: "" })
            }
            Self::Deployment(it) => of_spec(Option::<&DeploymentSpec>::from(&it.spec), |spec| &spec.template),
            Self::StatefulSet(it) => of_spec(Option::<&StatefulSetSpec>::from(&it.spec), |spec| &spec.template),
            Self::DaemonSet(it) => of_spec(Option::<&DaemonSetSpec>::from(&it.spec), |spec| &spec.template),
            Self::Job(it) => of_spec(Option::<&JobSpec>::from(&it.spec), |spec| &spec.template),
            Self::ReplicaSet(it) => {
                let spec: Option<&ReplicaSetSpec> = (&it.spec).into();
                PodTemplate::new(spec?.template.as_ref()?, "/spec/template")
            }
            Self::ReplicationController(it) => {
                let spec: Option<&ReplicationControllerSpec> = (&it.spec).into();
                PodTemplate::new(spec?.template.as_ref()?, "/spec/template")
            }
            Self::CronJob(it) => {
                let spec: Option<&CronJobSpec> = (&it.spec).into();
                let job = spec?.job_template.spec.as_ref()?;
                PodTemplate::new(&job.template, "/spec/jobTemplate/spec/template")
            }
            Self::Raw(it) => it.template(),
            _ => None,
        }
    }
}

fn of_spec<'a, S>(spec: Option<&'a S>, template: fn(&'a S) -> &'a PodTemplateSpec) -> Option<PodTemplate<'a>> {
    PodTemplate::new(template(spec?), "/spec/template")
}
