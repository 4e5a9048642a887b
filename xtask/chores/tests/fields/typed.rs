//! The types of `k8s-openapi`, by apiVersion and kind.
use crate::probe::{Seen, read};
use k8s_openapi::Resource;
use k8s_openapi::api::*;
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration;
use serde_json::Value;

/// An apiVersion, a kind, and the function that reads an object as its type.
pub(crate) type Typed = (&'static str, &'static str, fn(&Value) -> Result<Seen, serde_json::Error>);

macro_rules! typed {
    ($($group:ident::$version:ident: $($kind:ident)*;)*) => {
        [$($({
            type K = $group::$version::$kind;
            (K::API_VERSION, K::KIND, read::<K>)
        }),*),*]
    };
}

/// Every top-level kind of Kubernetes, in the version of this build.
pub(crate) fn typed() -> Vec<Typed> {
    let mut all: Vec<Typed> = Vec::new();
    all.extend::<[Typed; _]>(typed! {
        admissionregistration::v1: MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
            ValidatingWebhookConfiguration;
        admissionregistration::v1beta1: MutatingAdmissionPolicy MutatingAdmissionPolicyBinding;
        apiextensions::v1: CustomResourceDefinition;
        apiregistration::v1: APIService;
        apps::v1: ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet;
        authentication::v1: SelfSubjectReview TokenReview;
        authorization::v1: LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview;
        autoscaling::v1: HorizontalPodAutoscaler;
        autoscaling::v2: HorizontalPodAutoscaler;
        batch::v1: CronJob Job;
        certificates::v1: CertificateSigningRequest;
        certificates::v1beta1: ClusterTrustBundle PodCertificateRequest;
        coordination::v1: Lease;
        coordination::v1beta1: LeaseCandidate;
        core::v1: Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim
            Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount;
        discovery::v1: EndpointSlice;
        events::v1: Event;
        flowcontrol::v1: FlowSchema PriorityLevelConfiguration;
        networking::v1: IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR;
        node::v1: RuntimeClass;
        policy::v1: PodDisruptionBudget;
        rbac::v1: ClusterRole ClusterRoleBinding Role RoleBinding;
        resource::v1: DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice;
        resource::v1beta1: DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice;
        resource::v1beta2: DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice;
        scheduling::v1: PriorityClass;
        storage::v1: CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass;
        storagemigration::v1beta1: StorageVersionMigration;
    });
    #[cfg(not(feature = "k8s-v1_37"))]
    all.extend::<[Typed; _]>(typed! {
        networking::v1beta1: IPAddress ServiceCIDR;
        storage::v1beta1: VolumeAttributesClass;
    });
    #[cfg(not(feature = "k8s-v1_35"))]
    all.extend::<[Typed; _]>(typed! {
        admissionregistration::v1: MutatingAdmissionPolicy MutatingAdmissionPolicyBinding;
        resource::v1beta2: DeviceTaintRule;
    });
    #[cfg(feature = "k8s-v1_37")]
    all.extend::<[Typed; _]>(typed! {
        certificates::v1: ClusterTrustBundle PodCertificateRequest;
        resource::v1: DeviceTaintRule;
        scheduling::v1beta1: PodGroup Workload;
        storagemigration::v1: StorageVersionMigration;
    });
    all
}
