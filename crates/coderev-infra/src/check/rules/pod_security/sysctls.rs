//! Settings of the kernel: those of the node, and those that a kubelet takes where somebody told it to.
use super::standard::{Level, Standard};
use crate::finding::Finding;
use crate::manifest::Manifest;
use k8s_openapi::api::core::v1::PodSpec;

/// What the kubelet refuses, whatever the level lets in.
pub(super) fn check(manifest: &Manifest, pod: &PodSpec, standard: &Standard, findings: &mut Vec<Finding>) {
    let listed = pod.security_context.iter().flat_map(|context| context.sysctls.iter().flatten());
    for name in listed.map(|sysctl| &*sysctl.name) {
        if !is_of_a_pod(name) {
            findings.push(
                Finding::error("pod-security", &manifest.subject, Some(manifest.at))
                    .message(format!(
                        "the pod lists `{name}` in `securityContext.sysctls`, which is a setting of the node: the kubelet refuses the pod"
                    ))
                    .help(unless_meant(name, standard, OF_THE_NODE)),
            );
        } else if standard.level == Level::Privileged && !standard.safe_sysctls().any(|safe| safe == dotted(name)) {
            findings.push(
                Finding::warning("pod-security", &manifest.subject, Some(manifest.at))
                    .message(format!(
                        "the pod lists `{name}` in `securityContext.sysctls`, and a kubelet refuses it unless somebody told it to take it"
                    ))
                    .help(unless_meant(
                        name,
                        standard,
                        &format!("start the kubelets of its nodes with `--allowed-unsafe-sysctls={name}`, and allow this"),
                    )),
            );
        }
    }
}
/// The way out where a level takes safe ones only.
pub(super) fn help(name: &str, standard: &Standard) -> String {
    let safe = standard.safe_sysctls().map(|safe| format!("`{safe}`")).collect::<Vec<_>>().join(", ");
    let way = format!(
        "drop it, or run it in a tier whose spec says `.pod_security(PodSecurity::Privileged)`, on nodes whose kubelets have `--allowed-unsafe-sysctls={name}`; safe are {safe}"
    );
    unless_meant(name, standard, &way)
}
const OF_THE_NODE: &str = "set it on the node: by its image, or by a DaemonSet whose container is `.privileged()`, in a tier whose spec says `.pod_security(PodSecurity::Privileged)`";
/// A slip of the finger has the right name in its help, and the way out after it: near names may both be meant.
fn unless_meant(name: &str, standard: &Standard, way: &str) -> String {
    nearest(name, standard).map_or_else(|| way.to_owned(), |safe| format!("did you mean `{safe}`? If not, {way}"))
}

/// Whether the kernel keeps it for each namespace of processes or of networks.
pub(super) fn is_of_a_pod(name: &str) -> bool {
    const OF_A_POD: [&str; 4] = ["kernel.shm", "kernel.msg", "fs.mqueue.", "net."];
    let name = dotted(name);
    name == "kernel.sem" || OF_A_POD.iter().any(|begins| name.starts_with(begins))
}
/// The kubelet reads `net/ipv4/tcp_rmem` as well.
fn dotted(name: &str) -> String {
    match name.find(['.', '/']) {
        Some(at) if name[at..].starts_with('/') => name.replace('/', "."),
        _ => name.to_owned(),
    }
}
/// The safe one that all but two letters are of.
fn nearest(name: &str, standard: &Standard) -> Option<&'static str> {
    standard.safe_sysctls().find(|safe| {
        let begin = safe.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        let end = safe.bytes().rev().zip(name.bytes().rev()).take_while(|(a, b)| a == b).count();
        let most = safe.len().max(name.len());
        begin + end.min(safe.len().min(name.len()) - begin) + 2 >= most
    })
}
