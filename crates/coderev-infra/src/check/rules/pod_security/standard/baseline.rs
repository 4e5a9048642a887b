//! `baseline`: nothing that is known to lead from a pod to its node.
use super::view::View;
use super::{Level, Said, Standard, Violation, Violations, Who, sysctls};

const ONLY_FALSE: &str = "only `false`";
const NONE: &str = "none";
/// The capabilities that containers have where nobody says anything.
const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];
const SE_LINUX_TYPES: [&str; 5] = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

pub(super) fn check(standard: &Standard, view: &View<'_>, found: &mut Violations) {
    of_the_pod(standard, view, found);
    of_contexts(view, found);
    of_containers(standard, view, found);
    // What `restricted` looks at more closely is found there.
    if standard.level == Level::Baseline || view.is_windows() {
        capabilities(view, found);
    }
    if standard.level == Level::Baseline {
        for volume in view.pod.volumes.iter().flatten().filter(|volume| volume.host_path.is_some()) {
            found.add(violation(
                Who::Volume(volume.name.clone()),
                "hostPath",
                Said::Type("hostPath"),
                "no folder of the node",
            ));
        }
    }
}
/// Only `privileged` takes what this level refuses.
fn violation(who: Who, field: &'static str, said: Said, takes: &'static str) -> Violation {
    Violation { who, field, said, takes, taken_by: Level::Privileged }
}

fn of_the_pod(standard: &Standard, view: &View<'_>, found: &mut Violations) {
    let pod = view.pod;
    let shared = [("hostNetwork", pod.host_network), ("hostPID", pod.host_pid), ("hostIPC", pod.host_ipc)];
    for (field, _) in shared.into_iter().filter(|(_, shares)| *shares == Some(true)) {
        found.add(violation(Who::Pod, field, Said::Set("true".into()), ONLY_FALSE));
    }
    let sysctls = pod.security_context.iter().flat_map(|context| context.sysctls.iter().flatten());
    for sysctl in sysctls {
        if !sysctls::safe(standard.minor).any(|safe| safe == sysctl.name) {
            let takes = "only safe ones";
            found.add(violation(Who::Pod, "securityContext.sysctls", Said::Lists(sysctl.name.clone()), takes));
        }
    }
    for (key, profile) in view.annotations.into_iter().flatten().filter(|(key, _)| key.starts_with(APP_ARMOR)) {
        if !(profile.is_empty() || profile == "runtime/default" || profile.starts_with("localhost/")) {
            let container = Who::Containers(vec![key[APP_ARMOR.len()..].to_owned()]);
            let takes = "only `runtime/default` or `localhost/..`";
            found.add(violation(
                container,
                "container.apparmor.security.beta.kubernetes.io",
                Said::Set(profile.clone()),
                takes,
            ));
        }
    }
}

/// What a pod can say for all its containers, and each container for itself.
fn of_contexts(view: &View<'_>, found: &mut Violations) {
    const PROFILES: &str = "only `RuntimeDefault` or `Localhost`";
    let is_profile = |kind: &str| matches!(kind, "RuntimeDefault" | "Localhost");
    for (who, context) in view.contexts() {
        let mut refuse = |field, value: &str, takes| {
            found.add(violation(who.clone(), field, Said::Set(value.to_owned()), takes));
        };
        if context.windows.is_some_and(|it| it.host_process == Some(true)) {
            refuse("securityContext.windowsOptions.hostProcess", "true", ONLY_FALSE);
        }
        if let Some(profile) = context.app_armor.filter(|profile| !is_profile(&profile.type_)) {
            refuse("securityContext.appArmorProfile.type", &profile.type_, PROFILES);
        }
        if let Some(profile) = context.seccomp.filter(|profile| !is_profile(&profile.type_)) {
            refuse("securityContext.seccompProfile.type", &profile.type_, PROFILES);
        }
        let Some(labels) = context.se_linux else { continue };
        if let Some(kind) = labels.type_.as_deref().filter(|kind| !SE_LINUX_TYPES.contains(kind)) {
            let takes = "only `container_t`, `container_init_t`, `container_kvm_t` or `container_engine_t`";
            refuse("securityContext.seLinuxOptions.type", kind, takes);
        }
        for (field, name) in [
            ("securityContext.seLinuxOptions.user", &labels.user),
            ("securityContext.seLinuxOptions.role", &labels.role),
        ] {
            if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
                refuse(field, name, NONE);
            }
        }
    }
}

fn of_containers(standard: &Standard, view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        let mut refuse = |field, value: &str, takes| {
            found.add(violation(part.who(), field, Said::Set(value.to_owned()), takes));
        };
        if part.security.is_some_and(|it| it.privileged == Some(true)) {
            refuse("securityContext.privileged", "true", ONLY_FALSE);
        }
        // `restricted` takes no other one even of a pod with users of its own.
        let masks_all = standard.level == Level::Restricted || !standard.relaxes_users(view);
        if let Some(mount) = part.security.and_then(|it| it.proc_mount.as_deref()).filter(|mount| *mount != "Default")
            && masks_all
        {
            refuse("securityContext.procMount", mount, "only `Default`");
        }
        for port in part.ports.iter().filter_map(|port| port.host_port).filter(|port| *port != 0) {
            refuse("ports[].hostPort", &port.to_string(), NONE);
        }
        if standard.minor >= 34 {
            for (field, host) in part.hosts() {
                refuse(field, host, NONE);
            }
        }
    }
}
fn capabilities(view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        for name in part.added().filter(|name| !is_usual(name)) {
            let takes = "only what containers have by default, and not all of that: `CHOWN`, `SETUID`, `NET_BIND_SERVICE` and the like";
            found.add(violation(part.who(), "securityContext.capabilities.add", Said::Lists(name.to_owned()), takes));
        }
    }
}
/// Whether `baseline` takes this capability.
pub(super) fn is_usual(capability: &str) -> bool {
    CAPABILITIES.contains(&capability)
}
