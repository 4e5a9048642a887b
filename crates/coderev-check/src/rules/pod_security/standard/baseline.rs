//! `baseline`: forbids the settings that are known to give a pod access to its node.
use super::view::{Holder, Part, View};
use super::{Level, Owner, Standard, State, Violation, Violations, sysctls};

const NOT_ALLOWED: &str = "does not allow it";
/// The capabilities that containers have by default.
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
    check_pod(standard, view, found);
    check_annotations(view, found);
    check_contexts(view, found);
    for part in &view.parts {
        check_container(standard, view, part, found);
    }
    // `restricted` has stricter checks of capabilities and volumes.
    if standard.level == Level::Baseline || view.is_windows() {
        check_capabilities(view, found);
    }
    if standard.level == Level::Baseline {
        for (index, volume) in view.pod.volumes.iter().flatten().enumerate() {
            if volume.host_path.is_some() {
                found.add(Violation {
                    owner: Owner::Volume(volume.name.clone()),
                    field: "hostPath",
                    pointer: format!("/spec/volumes/{index}/hostPath"),
                    state: State::Type("hostPath"),
                    demands: NOT_ALLOWED,
                    allowed_by: Level::Privileged,
                });
            }
        }
    }
}
/// Only `privileged` allows the settings that this level refuses.
fn violation(holder: Holder<'_>, field: &'static str, state: State, demands: &'static str) -> Violation {
    let pointer = holder.pointer(field);
    Violation { owner: holder.owner(), field, pointer, state, demands, allowed_by: Level::Privileged }
}

fn check_pod(standard: &Standard, view: &View<'_>, found: &mut Violations) {
    let pod = view.pod;
    let shared = [("hostNetwork", pod.host_network), ("hostPID", pod.host_pid), ("hostIPC", pod.host_ipc)];
    for (field, _) in shared.into_iter().filter(|(_, shares)| *shares == Some(true)) {
        found.add(violation(Holder::Pod, field, State::Set("true".into()), NOT_ALLOWED));
    }
    let listed = pod.security_context.iter().flat_map(|context| context.sysctls.iter().flatten());
    for (index, sysctl) in listed.enumerate() {
        if !sysctls::safe(standard.minor).any(|safe| safe == sysctl.name) {
            let state = State::Lists(sysctl.name.clone());
            let violation = violation(Holder::Pod, "securityContext.sysctls", state, "allows only safe sysctls");
            let pointer = format!("{}/{index}/name", violation.pointer);
            found.add(Violation { pointer, ..violation });
        }
    }
}
fn check_annotations(view: &View<'_>, found: &mut Violations) {
    for (key, profile) in view.annotations.into_iter().flatten() {
        let Some(container) = key.strip_prefix(APP_ARMOR) else { continue };
        if !(profile.is_empty() || profile == "runtime/default" || profile.starts_with("localhost/")) {
            found.add(Violation {
                owner: Owner::Containers(vec![container.to_owned()]),
                field: "container.apparmor.security.beta.kubernetes.io",
                pointer: format!("/metadata/annotations/{}", coderev_objects::pointer_part(key)),
                state: State::Set(profile.clone()),
                demands: "allows only `runtime/default` or `localhost/..`",
                allowed_by: Level::Privileged,
            });
        }
    }
}

/// The settings that a pod can set for all its containers, and each container for itself.
fn check_contexts(view: &View<'_>, found: &mut Violations) {
    const PROFILES: &str = "allows only `RuntimeDefault` or `Localhost`";
    let is_profile = |kind: &str| matches!(kind, "RuntimeDefault" | "Localhost");
    for (holder, context) in view.contexts() {
        let mut refuse = |field, value: &str, demands| {
            found.add(violation(holder, field, State::Set(value.to_owned()), demands));
        };
        if context.windows.is_some_and(|it| it.host_process == Some(true)) {
            refuse("securityContext.windowsOptions.hostProcess", "true", NOT_ALLOWED);
        }
        if let Some(profile) = context.app_armor.filter(|profile| !is_profile(&profile.type_)) {
            refuse("securityContext.appArmorProfile.type", &profile.type_, PROFILES);
        }
        if let Some(profile) = context.seccomp.filter(|profile| !is_profile(&profile.type_)) {
            refuse("securityContext.seccompProfile.type", &profile.type_, PROFILES);
        }
        let Some(labels) = context.se_linux else { continue };
        if let Some(kind) = labels.type_.as_deref().filter(|kind| !SE_LINUX_TYPES.contains(kind)) {
            let demands = "allows only `container_t`, `container_init_t`, `container_kvm_t` or `container_engine_t`";
            refuse("securityContext.seLinuxOptions.type", kind, demands);
        }
        for (field, name) in [
            ("securityContext.seLinuxOptions.user", &labels.user),
            ("securityContext.seLinuxOptions.role", &labels.role),
        ] {
            if let Some(name) = name.as_deref().filter(|name| !name.is_empty()) {
                refuse(field, name, NOT_ALLOWED);
            }
        }
    }
}

fn check_container(standard: &Standard, view: &View<'_>, part: &Part<'_>, found: &mut Violations) {
    let holder = Holder::Container(part);
    let mut refuse = |field, value: &str, demands| {
        found.add(violation(holder, field, State::Set(value.to_owned()), demands));
    };
    if part.security.is_some_and(|it| it.privileged == Some(true)) {
        refuse("securityContext.privileged", "true", NOT_ALLOWED);
    }
    // `restricted` allows no other value, even for a pod in a user namespace.
    let masks_all = standard.level == Level::Restricted || !standard.relaxes_users(view);
    if let Some(mount) = part.security.and_then(|it| it.proc_mount.as_deref()).filter(|mount| *mount != "Default")
        && masks_all
    {
        refuse("securityContext.procMount", mount, "allows only `Default`");
    }
    if standard.minor >= 34 {
        for (field, host) in part.hosts() {
            refuse(field, host, NOT_ALLOWED);
        }
    }
    for (index, port) in part.ports.iter().enumerate() {
        let Some(number) = port.host_port.filter(|number| *number != 0) else { continue };
        let violation = violation(holder, "ports[].hostPort", State::Set(number.to_string()), NOT_ALLOWED);
        found.add(Violation { pointer: holder.pointer(&format!("ports.{index}.hostPort")), ..violation });
    }
}
fn check_capabilities(view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        for (index, name) in part.added().enumerate().filter(|(_, name)| !is_default(name)) {
            let demands =
                "allows only some of the default capabilities: `CHOWN`, `SETUID`, `NET_BIND_SERVICE` and others";
            let state = State::Lists(name.to_owned());
            let violation = violation(Holder::Container(part), "securityContext.capabilities.add", state, demands);
            let pointer = format!("{}/{index}", violation.pointer);
            found.add(Violation { pointer, ..violation });
        }
    }
}
/// Whether `baseline` allows this capability.
pub(super) fn is_default(capability: &str) -> bool {
    CAPABILITIES.contains(&capability)
}
