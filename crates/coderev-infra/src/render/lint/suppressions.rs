//! The checks of public linters that the output of this library fails on purpose, each with its reason.
use crate::names;
use coderev_objects::{Inventory, Object, Workload, labels};
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::core::v1::{Container, Namespace, PodSpec, Service, ServiceAccount, ServiceSpec};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use std::collections::BTreeSet;

/// A check that the output fails on purpose, the reason, and the name of the check in each linter.
pub(super) struct Suppression {
    pub(super) reason: &'static str,
    /// Whether the objects fail the check. An unused suppression would hide later findings.
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
        reason: "every image has a tag, and a pod restarts without a pull from its registry",
        needed: |inventory| any_container(inventory, |it| it.image_pull_policy.as_deref() != Some("Always")),
        kube_score: &["container-image-pull-policy"],
        polaris: &["pullPolicyNotAlways"],
        checkov: &["CKV_K8S_15"],
        ..NONE
    },
    Suppression {
        reason: "the program refers to images by tag, and the registry does not overwrite tags",
        needed: |inventory| {
            any_container(inventory, |it| !it.image.as_deref().unwrap_or_default().contains("@sha256:"))
        },
        checkov: &["CKV_K8S_43"],
        kubescape: &["C-0306"],
        ..NONE
    },
    Suppression {
        reason: "images are built for the user that they run as; the user is not root and gains no privileges",
        needed: low_users,
        kube_score: &["container-security-context-user-group-id"],
        checkov: &["CKV_K8S_40"],
        ..NONE
    },
    Suppression {
        reason: "the programs read their secrets from the environment; `secret_files()` mounts files instead",
        needed: |inventory| any_container(inventory, reads_secrets),
        checkov: &["CKV_K8S_35"],
        kubescape: &["C-0207"],
        ..NONE
    },
    Suppression {
        reason: "topologySpreadConstraints spread the pods over hosts and zones; they replace podAntiAffinity",
        needed: |inventory| pods(inventory).any(|pod| pod.topology_spread_constraints.is_some()),
        kube_linter: &["no-anti-affinity"],
        kube_score: &["deployment-has-host-podantiaffinity"],
        ..NONE
    },
    Suppression {
        reason: "the autoscaler sets the number of replicas; a number in the manifest would reset it at each apply",
        needed: |inventory| inventory.all::<HorizontalPodAutoscaler>().next().is_some(),
        polaris: &["deploymentMissingReplicas"],
        ..NONE
    },
    Suppression {
        reason: "a workload of one pod has nothing to spread, and a PodDisruptionBudget would block the drain of its node",
        needed: single_pods,
        kube_score: &["deployment-replicas"],
        polaris: &["deploymentMissingReplicas", "missingPodDisruptionBudget", "topologySpreadConstraint"],
        ..NONE
    },
    Suppression {
        reason: "a path that is closed to the public routes to a Service that selects no pod, on purpose",
        needed: selects_nothing,
        kube_linter: &["dangling-service"],
        kube_score: &["service-targets-pod"],
        kubescape: &["C-0293"],
        ..NONE
    },
    Suppression {
        reason: "network policies exist before their pods: cert-manager's solvers come and go, and an empty namespace is isolated too",
        needed: isolation_without_pods,
        kube_score: &["networkpolicy-targets-pod"],
        kubescape: &["C-0299"],
        ..NONE
    },
    Suppression {
        reason: "the labels are the recommended labels of Kubernetes, app.kubernetes.io",
        needed: |inventory| pods(inventory).next().is_some(),
        kubescape: &["C-0076"],
        ..NONE
    },
    Suppression {
        reason: "kubescape trusts no registry until one is configured",
        needed: |inventory| pods(inventory).next().is_some(),
        kubescape: &["C-0078"],
        ..NONE
    },
    Suppression {
        reason: "every pod has its own service account; these namespaces have no pods yet",
        needed: namespaces_without_accounts,
        kubescape: &["C-0189"],
        ..NONE
    },
    Suppression {
        reason: "the check requires a manual review; each namespace belongs to one tier, which sets its network policies",
        needed: |inventory| inventory.all::<Namespace>().next().is_some(),
        kubescape: &["C-0209"],
        ..NONE
    },
    Suppression {
        reason: "the container runtime selects the SELinux options; user, privileges and seccomp are set",
        needed: |inventory| pods(inventory).next().is_some(),
        kubescape: &["C-0211"],
        ..NONE
    },
    Suppression {
        reason: "secrets come from outside these files; the cluster selects their source",
        needed: |inventory| any_container(inventory, reads_secrets),
        kubescape: &["C-0234"],
        ..NONE
    },
    Suppression {
        reason: "TLS ends at the proxies of the edge, which are not in these files",
        needed: |inventory| inventory.all::<Service>().next().is_some(),
        kubescape: &["C-0245"],
        ..NONE
    },
    Suppression {
        reason: "services are reachable from outside only by routes that the program declares",
        needed: |inventory| inventory.all::<Ingress>().next().is_some(),
        kubescape: &["C-0256"],
        ..NONE
    },
];

/// The workloads of kinds that linters know.
fn workloads(inventory: &Inventory) -> impl Iterator<Item = Workload<'_>> {
    inventory.workloads().filter(|workload| !matches!(workload.object(), Object::Raw(_)))
}
fn pods(inventory: &Inventory) -> impl Iterator<Item = &PodSpec> {
    workloads(inventory).map(Workload::pod)
}
fn containers(pod: &PodSpec) -> impl Iterator<Item = &Container> {
    pod.init_containers.iter().flatten().chain(&pod.containers)
}
fn any_container(inventory: &Inventory, is: fn(&Container) -> bool) -> bool {
    pods(inventory).flat_map(containers).any(is)
}
fn reads_secrets(container: &Container) -> bool {
    let sources = container.env.iter().flatten().filter_map(|it| it.value_from.as_ref());
    sources.into_iter().any(|source| source.secret_key_ref.is_some())
        || container.env_from.iter().flatten().any(|source| source.secret_ref.is_some())
}
/// Linters require user ids over 10000, which no user of a node has.
fn low_users(inventory: &Inventory) -> bool {
    let low = |user: Option<i64>| user.is_some_and(|user| user <= 10_000);
    pods(inventory).any(|pod| {
        low(pod.security_context.as_ref().and_then(|it| it.run_as_user))
            || containers(pod).any(|it| low(it.security_context.as_ref().and_then(|it| it.run_as_user)))
    })
}
fn single_pods(inventory: &Inventory) -> bool {
    inventory.all::<Deployment>().any(|(_, deployment)| {
        let spec: Option<&DeploymentSpec> = (&deployment.spec).into();
        spec.is_some_and(|spec| spec.replicas == Some(1))
    })
}
fn selects_nothing(inventory: &Inventory) -> bool {
    inventory.all::<Service>().any(|(_, service)| {
        let spec: Option<&ServiceSpec> = (&service.spec).into();
        let selector = spec.and_then(|spec| spec.selector.as_ref());
        selector.is_some_and(|labels| labels.get(labels::SELECTS).is_some_and(|value| value == "nothing"))
    })
}
fn isolation_without_pods(inventory: &Inventory) -> bool {
    let with_pods: BTreeSet<&str> = workloads(inventory).map(Workload::namespace).collect();
    inventory
        .all::<NetworkPolicy>()
        .any(|(entry, _)| entry.name() == names::ALLOW_ACME_HTTP01 || !with_pods.contains(entry.namespace()))
}
fn namespaces_without_accounts(inventory: &Inventory) -> bool {
    let accounts: BTreeSet<&str> = inventory.all::<ServiceAccount>().map(|(entry, _)| entry.namespace()).collect();
    inventory.all::<Namespace>().any(|(namespace, _)| !accounts.contains(namespace.name()))
}
