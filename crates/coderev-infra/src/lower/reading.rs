//! From JSON to typed objects, strictly: a field that the type does not have is a fault, with the names that it has.
mod strict;

use crate::crd::fields;
use crate::manifest::{Object, RawObject};
use k8s_openapi::Resource;
use k8s_openapi::api::admissionregistration::v1::*;
use k8s_openapi::api::apps::v1::*;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::coordination::v1::Lease;
use k8s_openapi::api::core::v1::*;
use k8s_openapi::api::discovery::v1::EndpointSlice;
use k8s_openapi::api::networking::v1::{Ingress, IngressClass, NetworkPolicy};
use k8s_openapi::api::node::v1::RuntimeClass;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::*;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::api::storage::v1::{CSIDriver, StorageClass};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1::APIService;
use serde_json::{Map, Value};

/// Why a value is no object of its kind.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A value of another type, and where.
    Wrong { path: String, why: String },
    /// A field that the kind does not have, and those that stand there.
    Unknown { path: String, known: Vec<String> },
}

/// The kinds of Kubernetes itself whose fields are known: those that are kept as their types, and those that are only held against them.
macro_rules! core {
    ($do:ident) => {
        $do! {
            typed:
                ClusterRole ClusterRoleBinding ConfigMap CronJob DaemonSet Deployment HorizontalPodAutoscaler Ingress Job LimitRange Namespace
                NetworkPolicy PersistentVolumeClaim Pod PodDisruptionBudget PriorityClass ResourceQuota Role RoleBinding Service
                ServiceAccount StatefulSet ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding;
            checked:
                APIService CSIDriver CustomResourceDefinition EndpointSlice Endpoints IngressClass Lease MutatingWebhookConfiguration
                PersistentVolume ReplicaSet RuntimeClass Secret StorageClass ValidatingWebhookConfiguration
        }
    };
}

/// An object of its kind, typed where this library has a type.
pub(crate) fn read(value: Value) -> Result<Object, Fault> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    macro_rules! take {
        (typed: $($typed:ident)*; checked: $($checked:ident)*) => {
            $(if is::<$typed>(&api_version, &kind) {
                return strict::read::<$typed>(&value).map(Into::into);
            })*
            $(if is::<$checked>(&api_version, &kind) {
                strict::read::<$checked>(&value)?;
                return raw(api_version, kind, value);
            })*
        };
    }
    core!(take);
    if let Some(tree) = fields::of(&api_version, &kind)
        && let Some((path, known)) = tree.stranger(&value)
    {
        return Err(Fault::Unknown { path, known });
    }
    raw(api_version, kind, value)
}
fn is<K: Resource>(api_version: &str, kind: &str) -> bool {
    K::API_VERSION == api_version && K::KIND == kind
}
fn raw(api_version: String, kind: String, value: Value) -> Result<Object, Fault> {
    let Value::Object(mut rest) = value else {
        return Err(Fault::Wrong { path: String::new(), why: "it is no object".into() });
    };
    let metadata = rest.remove("metadata").unwrap_or_else(|| Map::new().into());
    let metadata = strict::read_at::<ObjectMeta>(&metadata, "metadata")?;
    rest.remove("apiVersion");
    rest.remove("kind");
    Ok(Object::Raw(Box::new(RawObject { api_version, kind, metadata, rest })))
}

/// Whether the fields of this kind are known, so that one that is not there is refused.
pub(crate) fn knows(api_version: &str, kind: &str) -> bool {
    macro_rules! any {
        (typed: $($typed:ident)*; checked: $($checked:ident)*) => {
            $(is::<$typed>(api_version, kind))||* $(|| is::<$checked>(api_version, kind))*
        };
    }
    core!(any) || fields::of(api_version, kind).is_some()
}
/// Whether it is of Kubernetes itself.
pub(crate) fn is_core(api_version: &str) -> bool {
    match api_version.split_once('/') {
        None => true,
        Some((group, _)) => !group.contains('.') || (group.ends_with(".k8s.io") && !ADDED.contains(&group)),
    }
}
/// Groups whose names end as Kubernetes' own do, and that somebody has to install.
const ADDED: [&str; 4] =
    ["gateway.networking.k8s.io", "snapshot.storage.k8s.io", "groupsnapshot.storage.k8s.io", "autoscaling.k8s.io"];

/// Whether objects of this kind are in no namespace.
pub(crate) fn is_of_cluster(api_version: &str, kind: &str) -> bool {
    let core = matches!(
        kind,
        "Namespace"
            | "Node"
            | "PersistentVolume"
            | "ComponentStatus"
            | "PriorityClass"
            | "StorageClass"
            | "IngressClass"
            | "RuntimeClass"
            | "CSIDriver"
            | "CSINode"
            | "VolumeAttachment"
            | "VolumeAttributesClass"
            | "ClusterRole"
            | "ClusterRoleBinding"
            | "CustomResourceDefinition"
            | "APIService"
            | "CertificateSigningRequest"
            | "FlowSchema"
            | "PriorityLevelConfiguration"
            | "IPAddress"
            | "ServiceCIDR"
            | "DeviceClass"
            | "ResourceSlice"
            | "ClusterTrustBundle"
            | "StorageVersionMigration"
            | "MutatingWebhookConfiguration"
            | "ValidatingWebhookConfiguration"
            | "ValidatingAdmissionPolicy"
            | "ValidatingAdmissionPolicyBinding"
            | "MutatingAdmissionPolicy"
            | "MutatingAdmissionPolicyBinding"
    );
    let added = matches!(
        kind,
        "ClusterIssuer"
            | "ClusterSecretStore"
            | "ClusterExternalSecret"
            | "ClusterTriggerAuthentication"
            | "ClusterAnalysisTemplate"
            | "ClusterPolicy"
            | "GatewayClass"
            | "VolumeSnapshotClass"
            | "VolumeSnapshotContent"
            | "CiliumClusterwideNetworkPolicy"
            | "GlobalNetworkPolicy"
            | "AdminNetworkPolicy"
            | "BaselineAdminNetworkPolicy"
            | "ClusterNetworkPolicy"
            | "VolumeGroupSnapshotClass"
            | "VolumeGroupSnapshotContent"
    );
    if is_core(api_version) { core } else { added }
}

/// The known name that is most like `name`: most letters in common at its ends, or the same but for case.
pub(crate) fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a String> {
    let like = |other: &&String| {
        let (a, b) = (name.to_lowercase(), other.to_lowercase());
        let begin = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
        let rest = a.len().min(b.len()) - begin;
        let end = a.bytes().rev().zip(b.bytes().rev()).take(rest).take_while(|(x, y)| x == y).count();
        (begin + end, std::cmp::Reverse(b.len()))
    };
    known.iter().max_by_key(like).filter(|best| like(best).0 * 3 >= name.len() * 2)
}
