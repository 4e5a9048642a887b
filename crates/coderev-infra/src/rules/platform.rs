//! What is wrong with the platform as a whole.
use super::duplicates::duplicates;
use crate::finding::Finding;
use crate::words::*;

/// The rules here.
pub(super) const RULES: &[&str] =
    &[VERSION_UNDER_TYPES, RETIRED_INGRESS_CONTROLLER, DUPLICATE_NAMESPACE, PROVIDED_TWICE, DUPLICATE_WORKLOAD];

/// What it does: finds a cluster that is older than the types of this build.
///
/// Why it is bad: fields that the cluster does not know yet are dropped without a word, or refused.
///
/// Instead of `Cluster::gke().version(KubernetesVersion::V1_35)` in a build with `k8s-v1_37` say `--no-default-features --features
/// k8s-v1_35`, the feature of the cluster's version, or name a newer version.
pub(super) const VERSION_UNDER_TYPES: &str = "version-under-types";

/// What it does: finds platforms whose edge is ingress-nginx.
///
/// Why it is bad: it has been retired: it gets no releases and no security updates, and it stands where everybody can reach it.
///
/// Instead of `.edge(Edge::ingress_nginx())` say `.edge(Edge::gateway())`, or answer it for a while:
/// `.allow("retired-ingress-controller", "we move in spring")`.
pub(super) const RETIRED_INGRESS_CONTROLLER: &str = "retired-ingress-controller";

/// What it does: finds a namespace that is on the platform twice.
///
/// Why it is bad: quotas, walls and labels of the one replace those of the other.
///
/// Instead of `.namespace(Namespace::new("shop", Stable)).namespace(Namespace::new("shop", Stable))` say everything on one, or name them
/// apart.
pub(super) const DUPLICATE_NAMESPACE: &str = "duplicate-namespace";

/// What it does: finds a store that two namespaces run.
///
/// Why it is bad: a workload that uses it could mean either, and only one of them holds its data.
///
/// Instead of `.provides(&ORDERS)` in two namespaces say it in one; the other uses it by `.uses(&ORDERS)`.
pub(super) const PROVIDED_TWICE: &str = "provided-twice";

/// What it does: finds two workloads of one name in one namespace.
///
/// Why it is bad: they are one Deployment and one Service to Kubernetes: the one that is applied last replaces the other.
///
/// Instead of `.service(web()).service(web())` say it once, or name them apart.
pub(super) const DUPLICATE_WORKLOAD: &str = "duplicate-workload";

pub(super) fn of(platform: &Platform, findings: &mut Vec<Finding>) {
    if platform.cluster.version < KubernetesVersion::of_the_types() {
        let (said, types) = (platform.cluster.version.label(), KubernetesVersion::of_the_types().label());
        findings.push(
            Finding::error(VERSION_UNDER_TYPES, "", Some(platform.at))
                .message(format!("the cluster is {said} and the types of this build are {types}"))
                .help("build with the feature of the cluster's version, `--no-default-features --features k8s-v1_35`, or name a newer one"),
        );
    }
    for edge in platform.edges.iter().filter(|edge| !edge.is_gateway()) {
        findings.push(
            Finding::warning(RETIRED_INGRESS_CONTROLLER, "", Some(edge.at))
                .message("ingress-nginx is retired: it gets no releases and no security updates")
                .help(
                    "say `Edge::gateway()` in its place; until then answer it here: `.allow(\"retired-ingress-controller\", \"why it stays\")`",
                ),
        );
    }
    duplicates(
        &platform.namespaces,
        |it| &*it.name,
        |it, first| {
            findings.push(
                Finding::error(DUPLICATE_NAMESPACE, &it.name, Some(it.at))
                    .message(format!("the namespace `{}` is on the platform twice", it.name))
                    .help(format!("the other one is at {}; say everything on one, or name them apart", first.at)),
            );
        },
    );
    let provided =
        platform.namespaces.iter().flat_map(|namespace| namespace.provides.iter().map(move |store| (namespace, store)));
    duplicates(
        provided,
        |(_, store)| &*store.name,
        |(namespace, store), (first, _)| {
            findings.push(
                Finding::error(PROVIDED_TWICE, &namespace.name, Some(namespace.at))
                    .message(format!("the store `{}` is provided by two namespaces", store.name))
                    .help(format!("the other one is `{}`, at {}", first.name, first.at)),
            );
        },
    );
    for namespace in &platform.namespaces {
        duplicates(
            &namespace.workloads,
            |it| &*it.name,
            |it, first| {
                findings.push(
                    Finding::error(DUPLICATE_WORKLOAD, &namespace.name, Some(it.origin))
                        .message(format!("`{}` runs in `{}` twice", it.name, namespace.name))
                        .help(format!("the other one is at {}", first.origin)),
                );
            },
        );
    }
}
