//! What public linters ask for and this library does otherwise: each said once, with its reason.
use crate::names;
use coderev_objects::{Inventory, Object, Workload, labels};
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::core::v1::{Container, Namespace, PodSpec, Service, ServiceAccount, ServiceSpec};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use std::collections::BTreeSet;

/// One thing that linters ask for, the reason why it is not so, and what each linter calls it.
pub(super) struct Suppression {
    pub(super) reason: &'static str,
    /// Whether a platform needs it: an answer to nothing would hide what comes later.
    pub(super) needed: fn(&Inventory) -> bool,
    pub(super) kube_linter: &'static [&'static str],
    pub(super) kube_score: &'static [&'static str],
    pub(super) polaris: &'static [&'static str],
    pub(super) checkov: &'static [&'static str],
    pub(super) kubescape: &'static [&'static str],
}

const NONE: Suppression = Suppression {
    reason: "",
    needed: |_| false,
    kube_linter: &[],
    kube_score: &[],
    polaris: &[],
    checkov: &[],
    kubescape: &[],
};

pub(super) const SUPPRESSIONS: &[Suppression] = &[
    Suppression {
        reason: "every image names a version, and a pod restarts without asking its registry",
        needed: |all| any_container(all, |it| it.image_pull_policy.as_deref() != Some("Always")),
        kube_score: &["container-image-pull-policy"],
        polaris: &["pullPolicyNotAlways"],
        checkov: &["CKV_K8S_15"],
        ..NONE
    },
    Suppression {
        reason: "the user of this platform names images by version, and its registry keeps versions as they are",
        needed: |all| any_container(all, |it| !it.image.as_deref().unwrap_or_default().contains("@sha256:")),
        checkov: &["CKV_K8S_43"],
        kubescape: &["C-0306"],
        ..NONE
    },
    Suppression {
        reason: "images are built for the user they run as; it is not root, and gains no privileges",
        needed: low_users,
        kube_score: &["container-security-context-user-group-id"],
        checkov: &["CKV_K8S_40"],
        ..NONE
    },
    Suppression {
        reason: "the programs read their secrets from the environment; files are one word away, `secret_files()`",
        needed: |all| any_container(all, reads_secrets),
        checkov: &["CKV_K8S_35"],
        kubescape: &["C-0207"],
        ..NONE
    },
    Suppression {
        reason: "topologySpreadConstraints spread the pods over hosts and zones: they came after podAntiAffinity",
        needed: |all| pods(all).any(|pod| pod.topology_spread_constraints.is_some()),
        kube_linter: &["no-anti-affinity"],
        kube_score: &["deployment-has-host-podantiaffinity"],
        ..NONE
    },
    Suppression {
        reason: "the autoscaler decides how many pods there are; a number here would fight it at each apply",
        needed: |all| all.of::<HorizontalPodAutoscaler>().next().is_some(),
        polaris: &["deploymentMissingReplicas"],
        ..NONE
    },
    Suppression {
        reason: "a tier of one pod: nothing to spread, and a budget would keep its node from being drained",
        needed: single_pods,
        kube_score: &["deployment-replicas"],
        polaris: &["deploymentMissingReplicas", "missingPodDisruptionBudget", "topologySpreadConstraint"],
        ..NONE
    },
    Suppression {
        reason: "a path that is closed to the public leads to a Service that selects nothing, on purpose",
        needed: selects_nothing,
        kube_linter: &["dangling-service"],
        kube_score: &["service-targets-pod"],
        kubescape: &["C-0293"],
        ..NONE
    },
    Suppression {
        reason: "walls stand before the pods: cert-manager's solvers come and go, and a namespace is closed while it is empty",
        needed: isolation_without_pods,
        kube_score: &["networkpolicy-targets-pod"],
        kubescape: &["C-0299"],
        ..NONE
    },
    Suppression {
        reason: "labels are the recommended ones of Kubernetes, app.kubernetes.io",
        needed: |all| pods(all).next().is_some(),
        kubescape: &["C-0076"],
        ..NONE
    },
    Suppression {
        reason: "kubescape knows no registry to trust until one is configured",
        needed: |all| pods(all).next().is_some(),
        kubescape: &["C-0078"],
        ..NONE
    },
    Suppression {
        reason: "every pod has a service account of its own; in these namespaces there is no pod yet",
        needed: namespaces_without_accounts,
        kubescape: &["C-0189"],
        ..NONE
    },
    Suppression {
        reason: "asks for a review by hand; a namespace belongs to one tier here, and walls follow it",
        needed: |all| all.of::<Namespace>().next().is_some(),
        kubescape: &["C-0209"],
        ..NONE
    },
    Suppression {
        reason: "SELinux's options are the container runtime's to choose; user, privileges and seccomp are said",
        needed: |all| pods(all).next().is_some(),
        kubescape: &["C-0211"],
        ..NONE
    },
    Suppression {
        reason: "secrets come from outside these files; where from is the cluster's choice",
        needed: |all| any_container(all, reads_secrets),
        kubescape: &["C-0234"],
        ..NONE
    },
    Suppression {
        reason: "TLS ends at the edge's proxies, which are not among these files",
        needed: |all| all.of::<Service>().next().is_some(),
        kubescape: &["C-0245"],
        ..NONE
    },
    Suppression {
        reason: "what is reached from outside is so by a route that the program says",
        needed: |all| all.of::<Ingress>().next().is_some(),
        kubescape: &["C-0256"],
        ..NONE
    },
];

/// The workloads of kinds that linters know.
fn workloads(all: &Inventory) -> impl Iterator<Item = Workload<'_>> {
    all.workloads().filter(|workload| !matches!(workload.object(), Object::Raw(_)))
}
fn pods(all: &Inventory) -> impl Iterator<Item = &PodSpec> {
    workloads(all).map(Workload::pod)
}
fn containers(pod: &PodSpec) -> impl Iterator<Item = &Container> {
    pod.init_containers.iter().flatten().chain(&pod.containers)
}
fn any_container(all: &Inventory, is: fn(&Container) -> bool) -> bool {
    pods(all).flat_map(containers).any(is)
}
fn reads_secrets(container: &Container) -> bool {
    let sources = container.env.iter().flatten().filter_map(|it| it.value_from.as_ref());
    sources.into_iter().any(|source| source.secret_key_ref.is_some())
        || container.env_from.iter().flatten().any(|source| source.secret_ref.is_some())
}
/// Linters want users over 10000: no user of a node has such a number.
fn low_users(all: &Inventory) -> bool {
    let low = |user: Option<i64>| user.is_some_and(|user| user <= 10_000);
    pods(all).any(|pod| {
        low(pod.security_context.as_ref().and_then(|it| it.run_as_user))
            || containers(pod).any(|it| low(it.security_context.as_ref().and_then(|it| it.run_as_user)))
    })
}
fn single_pods(all: &Inventory) -> bool {
    all.of::<Deployment>().any(|(_, deployment)| {
        let spec: Option<&DeploymentSpec> = (&deployment.spec).into();
        spec.is_some_and(|spec| spec.replicas == Some(1))
    })
}
fn selects_nothing(all: &Inventory) -> bool {
    all.of::<Service>().any(|(_, service)| {
        let spec: Option<&ServiceSpec> = (&service.spec).into();
        let selector = spec.and_then(|spec| spec.selector.as_ref());
        selector.is_some_and(|labels| labels.get(labels::SELECTS).is_some_and(|value| value == "nothing"))
    })
}
fn isolation_without_pods(all: &Inventory) -> bool {
    let with_pods: BTreeSet<&str> = workloads(all).map(Workload::namespace).collect();
    all.of::<NetworkPolicy>()
        .any(|(entry, _)| entry.name() == names::ALLOW_ACME_HTTP01 || !with_pods.contains(entry.namespace()))
}
fn namespaces_without_accounts(all: &Inventory) -> bool {
    let accounts: BTreeSet<&str> = all.of::<ServiceAccount>().map(|(entry, _)| entry.namespace()).collect();
    all.of::<Namespace>().any(|(namespace, _)| !accounts.contains(namespace.name()))
}
