//! Fields that pods of one operating system do not have: `validateLinux` and `validateWindows` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::core::v1::PodSpec;
use serde::Serialize;
use serde_json::Value;

const OF_LINUX_PODS: &[&str] = &[
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
];
const OF_LINUX_CONTAINERS: &[&str] = &[
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];
const OF_WINDOWS: &[&str] = &["windowsOptions"];

pub(super) fn pod(pod: &PodSpec, root: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let (system, of_pods, of_containers) = match pod.os.as_ref().map(|os| &*os.name) {
        Some("windows") => ("windows", OF_LINUX_PODS, OF_LINUX_CONTAINERS),
        Some("linux") => ("linux", OF_WINDOWS, OF_WINDOWS),
        _ => return,
    };
    let mut report = |at: Pointer<'_>, field: &str| {
        let message = format!("a pod with the operating system `{system}` sets `{field}`");
        found.push(format_args!("{at}/{field}"), message, "remove the field, or correct `os.name`");
    };
    if system == "windows" {
        for (field, is_set) in [
            ("hostUsers", pod.host_users.is_some()),
            ("hostPID", pod.host_pid == Some(true)),
            ("hostIPC", pod.host_ipc == Some(true)),
            ("shareProcessNamespace", pod.share_process_namespace.is_some()),
        ] {
            if is_set {
                report(root, field);
            }
        }
    }
    for field in set_fields(pod.security_context.as_ref(), of_pods) {
        report(format_args!("{root}/securityContext"), field);
    }
    let main = pod.containers.iter().enumerate().map(|it| ("containers", it));
    let init = pod.init_containers.iter().flatten().enumerate().map(|it| ("initContainers", it));
    for (list, (index, container)) in main.chain(init) {
        for field in set_fields(container.security_context.as_ref(), of_containers) {
            report(format_args!("{root}/{list}/{index}/securityContext"), field);
        }
    }
}
/// The fields in `names` that `context` has. An empty list is not set.
fn set_fields(context: Option<&impl Serialize>, names: &'static [&'static str]) -> Vec<&'static str> {
    let Some(Ok(Value::Object(fields))) = context.map(serde_json::to_value) else { return Vec::new() };
    let is_set = |name: &&str| fields.get(*name).is_some_and(|it| it.as_array().is_none_or(|list| !list.is_empty()));
    names.iter().copied().filter(is_set).collect()
}
