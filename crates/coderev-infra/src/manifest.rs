//! What a platform becomes before it is text: typed objects, and where each came from.
mod raw;

use crate::crd::cilium::CiliumNetworkPolicy;
use crate::crd::envoy_gateway::{
    BackendTrafficPolicy, ClientTrafficPolicy, EnvoyProxy, HTTPRouteFilter, SecurityPolicy,
};
use crate::crd::gateway_api::{GRPCRoute, Gateway, GatewayClass, HTTPRoute, ReferenceGrant};
use crate::crd::istio::ServiceEntry;
use crate::crd::keda::{ScaledObject, TriggerAuthentication};
use crate::crd::{Certificate, ClusterIssuer, ClusterSecretStore, ExternalSecret};
use crate::words::Place;
use k8s_openapi::api::admissionregistration::v1::{ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding};
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec, StatefulSet, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, Job, JobSpec};
use k8s_openapi::api::core::v1::{
    ConfigMap, LimitRange, Namespace, PersistentVolumeClaim, Pod, PodSpec, ResourceQuota, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
pub(crate) use raw::RawObject;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The files of the [deployment guide], in the order in which they are applied.
///
/// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sheet {
    Namespaces,
    Policies,
    NetworkPolicies,
    Config,
    Secrets,
    Deployments,
    HpaIngress,
}
impl Sheet {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Namespaces => "namespaces.yaml",
            Self::Policies => "policies.yaml",
            Self::NetworkPolicies => "network-policies.yaml",
            Self::Config => "config.yaml",
            Self::Secrets => "external-secrets.yaml",
            Self::Deployments => "deployments.yaml",
            Self::HpaIngress => "hpa-ingress.yaml",
        }
    }
}

/// Declares [`Object`]: one line for each kind, in the order in which kinds stand in a file.
macro_rules! objects {
    ($($kind:ident in $sheet:ident;)*) => {
        /// A typed object of any kind that this library writes.
        #[derive(Clone, Debug)]
        #[allow(clippy::enum_variant_names, reason = "kinds have the names that Kubernetes gave them")]
        pub(crate) enum Object { $($kind(Box<$kind>),)* Raw(Box<RawObject>) }
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        enum Rank { $($kind,)* Raw }
        impl Object {
            pub(crate) fn metadata(&self) -> &ObjectMeta {
                match self { $(Self::$kind(object) => &object.metadata,)* Self::Raw(object) => &object.metadata }
            }
            pub(crate) fn metadata_mut(&mut self) -> &mut ObjectMeta {
                match self { $(Self::$kind(object) => &mut object.metadata,)* Self::Raw(object) => &mut object.metadata }
            }
            pub(crate) fn kind(&self) -> &str {
                match self { $(Self::$kind(_) => stringify!($kind),)* Self::Raw(object) => &object.kind }
            }
            pub(crate) fn sheet(&self) -> Sheet {
                match self { $(Self::$kind(_) => Sheet::$sheet,)* Self::Raw(object) => object.sheet() }
            }
            const fn rank(&self) -> Rank {
                match self { $(Self::$kind(_) => Rank::$kind,)* Self::Raw(_) => Rank::Raw }
            }
        }
        impl Serialize for Object {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$kind(object) => object.serialize(serializer),)* Self::Raw(object) => object.serialize(serializer) }
            }
        }
        $(impl From<$kind> for Object { fn from(object: $kind) -> Self { Self::$kind(Box::new(object)) } })*
    };
}
objects! {
    PriorityClass in Namespaces;
    Namespace in Namespaces;
    ResourceQuota in Namespaces;
    LimitRange in Namespaces;
    ValidatingAdmissionPolicy in Policies;
    ValidatingAdmissionPolicyBinding in Policies;
    NetworkPolicy in NetworkPolicies;
    CiliumNetworkPolicy in NetworkPolicies;
    ServiceEntry in NetworkPolicies;
    ConfigMap in Config;
    PersistentVolumeClaim in Config;
    ClusterSecretStore in Secrets;
    ExternalSecret in Secrets;
    ServiceAccount in Deployments;
    ClusterRole in Deployments;
    ClusterRoleBinding in Deployments;
    Role in Deployments;
    RoleBinding in Deployments;
    Service in Deployments;
    Pod in Deployments;
    Job in Deployments;
    StatefulSet in Deployments;
    Deployment in Deployments;
    DaemonSet in Deployments;
    CronJob in Deployments;
    PodDisruptionBudget in Deployments;
    HorizontalPodAutoscaler in HpaIngress;
    TriggerAuthentication in HpaIngress;
    ScaledObject in HpaIngress;
    GatewayClass in HpaIngress;
    EnvoyProxy in HpaIngress;
    Gateway in HpaIngress;
    HTTPRoute in HpaIngress;
    GRPCRoute in HpaIngress;
    ReferenceGrant in HpaIngress;
    BackendTrafficPolicy in HpaIngress;
    HTTPRouteFilter in HpaIngress;
    SecurityPolicy in HpaIngress;
    ClientTrafficPolicy in HpaIngress;
    Ingress in HpaIngress;
    ClusterIssuer in HpaIngress;
    Certificate in HpaIngress;
}
impl Object {
    pub(crate) fn name(&self) -> &str {
        self.metadata().name.as_deref().unwrap_or_default()
    }
    pub(crate) fn namespace(&self) -> &str {
        self.metadata().namespace.as_deref().unwrap_or_default()
    }
    /// The pods that it keeps, where it keeps some.
    pub(crate) fn pod(&self) -> Option<&PodSpec> {
        match self {
            Self::Deployment(it) => Option::<&DeploymentSpec>::from(&it.spec)?.template.spec.as_ref(),
            Self::StatefulSet(it) => Option::<&StatefulSetSpec>::from(&it.spec)?.template.spec.as_ref(),
            Self::Pod(it) => Option::<&PodSpec>::from(&it.spec),
            Self::DaemonSet(it) => Option::<&DaemonSetSpec>::from(&it.spec)?.template.spec.as_ref(),
            Self::Job(it) => Option::<&JobSpec>::from(&it.spec)?.template.spec.as_ref(),
            Self::CronJob(it) => {
                let spec = Option::<&CronJobSpec>::from(&it.spec)?;
                spec.job_template.spec.as_ref()?.template.spec.as_ref()
            }
            _ => None,
        }
    }
    /// The metadata of these pods.
    pub(crate) fn pod_metadata(&self) -> Option<&ObjectMeta> {
        match self {
            Self::Deployment(it) => Option::<&DeploymentSpec>::from(&it.spec)?.template.metadata.as_ref(),
            Self::StatefulSet(it) => Option::<&StatefulSetSpec>::from(&it.spec)?.template.metadata.as_ref(),
            Self::Pod(it) => Some(&it.metadata),
            Self::DaemonSet(it) => Option::<&DaemonSetSpec>::from(&it.spec)?.template.metadata.as_ref(),
            Self::Job(it) => Option::<&JobSpec>::from(&it.spec)?.template.metadata.as_ref(),
            Self::CronJob(it) => {
                let spec = Option::<&CronJobSpec>::from(&it.spec)?;
                spec.job_template.spec.as_ref()?.template.metadata.as_ref()
            }
            _ => None,
        }
    }
}

/// An object and the line of the user's program that it came from.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    pub(crate) object: Object,
    pub(crate) at: Place,
    /// What a finding about it is about: `platform-v2-stable/auth-service`, also for its autoscaler.
    pub(crate) subject: String,
    /// Lines of words within it: (`auth-service`, `memory`) is where the container of that name says its memory.
    pub(crate) words: Vec<(String, &'static str, Place)>,
}
impl Manifest {
    /// Where `container` says `word`; the line of the whole object when it says none.
    pub(crate) fn place(&self, container: &str, word: &str) -> Place {
        let said = self.words.iter().find(|(name, said, _)| name == container && *said == word);
        said.map_or(self.at, |(_, _, at)| at)
    }
}

/// A Secret that a namespace needs before its pods can start. The manifests name it and never hold it.
pub(crate) struct SecretNeed {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// Each key, with what belongs there. Empty where the whole Secret is taken as it is.
    pub(crate) keys: BTreeMap<String, String>,
}

/// Where the texts of the needed Secrets come from.
pub(crate) struct Secrets {
    /// Somebody runs kubectl.
    pub(crate) by_hand: Vec<SecretNeed>,
    /// External Secrets Operator brings them.
    pub(crate) kept: Vec<Kept>,
}
/// What has to be kept in a store under one name: each property, with what belongs there; none where all of it is taken.
pub(crate) struct Kept {
    /// The store's name.
    pub(crate) store: String,
    pub(crate) at: String,
    pub(crate) properties: BTreeMap<String, String>,
}

/// All objects, sorted as they are written: by file, kind, namespace and name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifests {
    all: Vec<Manifest>,
}
impl Manifests {
    pub(crate) fn sorted(mut all: Vec<Manifest>) -> Self {
        fn key(Manifest { object, .. }: &Manifest) -> (Sheet, Rank, &str, &str, &str) {
            (object.sheet(), object.rank(), object.kind(), object.namespace(), object.name())
        }
        all.sort_by(|a, b| key(a).cmp(&key(b)));
        Self { all }
    }
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Manifest> {
        self.all.iter()
    }
    /// Every object that keeps pods, with what they are.
    pub(crate) fn pods(&self) -> impl Iterator<Item = (&Manifest, &PodSpec)> {
        self.all.iter().filter_map(|manifest| manifest.object.pod().map(|pod| (manifest, pod)))
    }
    /// Objects of one kind, with where they came from: `manifests.of(kind!(Ingress))`.
    pub(crate) fn of<K: 'static>(&self, pick: fn(&Object) -> Option<&K>) -> impl Iterator<Item = (&Manifest, &K)> {
        self.all.iter().filter_map(move |manifest| pick(&manifest.object).map(|kind| (manifest, kind)))
    }
}
impl IntoIterator for Manifests {
    type Item = Manifest;
    type IntoIter = std::vec::IntoIter<Manifest>;
    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
/// Picks one kind for [`Manifests::of`].
macro_rules! kind {
    ($kind:ident) => {
        |object: &crate::manifest::Object| match object {
            crate::manifest::Object::$kind(it) => Some(&**it),
            _ => None,
        }
    };
}
pub(crate) use kind;
