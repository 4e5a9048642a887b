//! Sysctls of the node, and sysctls that a kubelet accepts only if it is configured to.
use super::standard::{Level, Standard};
use crate::{Help, Report};
use coderev_objects::{Workload, nearest};

/// Reports the sysctls that the kubelet rejects at every level.
pub(super) fn check(workload: Workload<'_>, standard: &Standard, report: &mut Report) {
    let context = workload.pod().security_context.as_ref();
    for (index, sysctl) in context.and_then(|it| it.sysctls.as_ref()).into_iter().flatten().enumerate() {
        let name = &*sysctl.name;
        let at = || workload.origin_of(&format!("{}/securityContext/sysctls/{index}/name", workload.pod_pointer()));
        if !belongs_to_pod(name) {
            let message = format!(
                "the pod lists `{name}` in `securityContext.sysctls`, which is a sysctl of the node: the kubelet rejects the pod"
            );
            let help = Help::forms(did_you_mean(name, standard, ON_NODE.0), did_you_mean(name, standard, ON_NODE.1));
            report.push(report.finding(workload.subject(), message).at(at()).help(help));
        } else if standard.level == Level::Privileged && !standard.safe_sysctls().any(|safe| safe == dotted(name)) {
            let message = format!(
                "the pod lists `{name}` in `securityContext.sysctls`, which a kubelet rejects unless it is configured to accept it"
            );
            let way = |allow| format!("start the kubelets of its nodes with `--allowed-unsafe-sysctls={name}`{allow}");
            let help = Help::forms(
                did_you_mean(name, standard, &way(", and allow this rule")),
                did_you_mean(name, standard, &way("")),
            );
            report.push(report.finding(workload.subject(), message).at(at()).help(help).as_warning());
        }
    }
}

/// The help for a level that allows only safe sysctls.
pub(super) fn help(name: &str, standard: &Standard) -> Help {
    let safe = standard.safe_sysctls().map(|safe| format!("`{safe}`")).collect::<Vec<_>>().join(", ");
    let way = |level: &str| {
        let way = format!(
            "remove it, or use {level}, on nodes whose kubelets have `--allowed-unsafe-sysctls={name}`; the safe sysctls are {safe}"
        );
        did_you_mean(name, standard, &way)
    };
    Help::forms(
        way("a tier with the level `.pod_security(PodSecurity::Privileged)`"),
        way("a namespace with the label `pod-security.kubernetes.io/enforce: privileged`"),
    )
}
/// The help for a program and for a manifest.
const ON_NODE: (&str, &str) = (
    "set it on the node: in its image, or by a DaemonSet with a `.privileged()` container, in a tier with the level `.pod_security(PodSecurity::Privileged)`",
    "set it on the node: in its image, or by a DaemonSet with a privileged container, in a namespace with the label `pod-security.kubernetes.io/enforce: privileged`",
);
/// The help for a name that may be a typo: the similar name first, then the other fix, since the name may also be correct.
fn did_you_mean(name: &str, standard: &Standard, way: &str) -> String {
    let similar = nearest(last_part(name), standard.safe_sysctls().map(last_part));
    let safe = similar.and_then(|part| standard.safe_sysctls().find(|safe| last_part(safe) == part));
    safe.map_or_else(|| way.to_owned(), |safe| format!("did you mean `{safe}`? If not, {way}"))
}
/// The part after the last separator: `tcp_rmem` of `net.ipv4.tcp_rmem`. Settings share the parts before it.
fn last_part(name: &str) -> &str {
    name.rsplit(['.', '/']).next().unwrap_or(name)
}

/// Whether the sysctl is namespaced, by IPC or by network.
pub(super) fn belongs_to_pod(name: &str) -> bool {
    const PREFIXES: [&str; 4] = ["kernel.shm", "kernel.msg", "fs.mqueue.", "net."];
    let name = dotted(name);
    name == "kernel.sem" || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
/// The kubelet reads `net/ipv4/tcp_rmem` as well.
fn dotted(name: &str) -> String {
    match name.find(['.', '/']) {
        Some(at) if name[at..].starts_with('/') => name.replace('/', "."),
        _ => name.to_owned(),
    }
}
