//! Pods.
use super::conflicts::{Conflicts, Pointer};
use super::duplicates::{self, unique};
use super::volume::volume;
use super::{mounts, spread, system};
use crate::Help;
use coderev_objects::{PodTemplate, is_sidecar, quantity};
use k8s_openapi::api::core::v1::{Container, EnvVar, ExecAction, LifecycleHandler, PodSpec, Probe, Toleration};
use std::collections::BTreeSet;

pub(super) fn pod(template: PodTemplate<'_>, found: &mut Conflicts<'_, '_>) {
    let pod = template.spec();
    let root = format_args!("{}/spec", template.pointer());
    let claims = claim_templates(found);
    let volumes: BTreeSet<&str> =
        pod.volumes.iter().flatten().map(|it| &*it.name).chain(claims.iter().map(String::as_str)).collect();
    let init = pod.init_containers.iter().flatten().enumerate();
    for (at, it) in init {
        let pointer = format_args!("{root}/initContainers/{at}");
        container(it, &volumes, pointer, found);
        init_container(it, pointer, found);
    }
    for (at, it) in pod.containers.iter().enumerate() {
        container(it, &volumes, format_args!("{root}/containers/{at}"), found);
    }
    unique(pod.volumes.iter().flatten().map(|it| &*it.name), |at, name| {
        found.push(
            format_args!("{root}/volumes/{at}"),
            format!("two volumes have the name `{name}`"),
            "give each volume a name of its own",
        );
    });
    for (at, it) in pod.volumes.iter().flatten().enumerate() {
        let pointer = format_args!("{root}/volumes/{at}");
        volume(it, pointer, found);
        mounts::sources(it, pointer, found);
    }
    for (at, it) in pod.tolerations.iter().flatten().enumerate() {
        toleration(it, format_args!("{root}/tolerations/{at}"), found);
    }
    let constraints = pod.topology_spread_constraints.iter().flatten();
    unique(constraints.map(|it| (&*it.topology_key, &*it.when_unsatisfiable)), |at, (key, _)| {
        let help = "keep one of them, or make one of them hard";
        found.push(
            format_args!("{root}/topologySpreadConstraints/{at}"),
            format!("two spread constraints have the topology key `{key}`"),
            help,
        );
    });
    of_the_pod(pod, root, found);
    duplicates::pod(pod, root, found);
    node_requirements(pod, root, found);
    spread::pod(pod, root, found);
    system::pod(pod, root, found);
}
/// The names of the claim templates of a StatefulSet, which are volumes of its pods.
fn claim_templates(found: &Conflicts<'_, '_>) -> Vec<String> {
    use coderev_objects::Object;
    use k8s_openapi::api::apps::v1::StatefulSetSpec;
    let Object::StatefulSet(set) = found.entry.object() else { return Vec::new() };
    let spec: Option<&StatefulSetSpec> = (&set.spec).into();
    let templates = spec.and_then(|spec| spec.volume_claim_templates.as_ref());
    templates.into_iter().flatten().filter_map(|claim| claim.metadata.name.clone()).collect()
}
/// `In` needs values, `Exists` has none, and `Gt` compares with one number.
fn node_requirements(pod: &PodSpec, root: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let affinity = pod.affinity.as_ref().and_then(|it| it.node_affinity.as_ref());
    let required = affinity.and_then(|it| it.required_during_scheduling_ignored_during_execution.as_ref());
    let preferred = affinity.and_then(|it| it.preferred_during_scheduling_ignored_during_execution.as_ref());
    let terms = required.into_iter().flat_map(|it| &it.node_selector_terms);
    let terms = terms.chain(preferred.into_iter().flatten().map(|it| &it.preference));
    for requirement in terms.flat_map(|term| term.match_expressions.iter().flatten()) {
        let values = requirement.values.as_ref().map_or(0, Vec::len);
        let (fits, wanted) = match &*requirement.operator {
            "In" | "NotIn" => (values > 0, "at least one value"),
            "Exists" | "DoesNotExist" => (values == 0, "no value"),
            "Gt" | "Lt" => (values == 1, "one value"),
            _ => continue,
        };
        if !fits {
            let message = format!(
                "the node selector `{}` has {values} values, but the operator `{}` needs {wanted}",
                requirement.key, requirement.operator
            );
            found.push(format_args!("{root}/affinity"), message, "correct the operator or the values");
        }
    }
}
fn of_the_pod(pod: &PodSpec, root: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let servers = pod.dns_config.as_ref().and_then(|config| config.nameservers.as_ref());
    if pod.dns_policy.as_deref() == Some("None") && servers.is_none_or(Vec::is_empty) {
        found.push(
            format_args!("{root}/dnsPolicy"),
            "the DNS policy `None` needs nameservers",
            "set `dnsConfig.nameservers`, or remove the policy",
        );
    }
    let seccomp = pod.security_context.as_ref().and_then(|context| context.seccomp_profile.as_ref());
    if seccomp.is_some_and(|it| it.type_ == "Localhost" && it.localhost_profile.is_none()) {
        found.push(
            format_args!("{root}/securityContext/seccompProfile"),
            "the seccomp profile `Localhost` has no file",
            "set `localhostProfile`",
        );
    }
    let context = pod.security_context.as_ref();
    unique(context.and_then(|it| it.sysctls.as_ref()).into_iter().flatten().map(|it| &*it.name), |at, name| {
        found.push(
            format_args!("{root}/securityContext/sysctls/{at}"),
            format!("the sysctl `{name}` is set more than once"),
            "set it once",
        );
    });
}

fn container(container: &Container, volumes: &BTreeSet<&str>, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let mounts = container.volume_mounts.iter().flatten();
    unique(mounts.clone().map(|it| &*it.mount_path), |index, path| {
        let help = "mount each volume at a path of its own";
        found.push(format_args!("{at}/volumeMounts/{index}"), format!("two volumes are mounted at `{path}`"), help);
    });
    for (index, mount) in mounts.enumerate().filter(|(_, mount)| !volumes.contains(&*mount.name)) {
        let message = format!(
            "the container `{}` mounts the volume `{}`, which the pod does not have",
            container.name, mount.name
        );
        found.push(
            format_args!("{at}/volumeMounts/{index}/name"),
            message,
            "add the volume to `volumes`, or correct the name",
        );
    }
    mounts::mounts(container, at, found);
    for (index, variable) in container.env.iter().flatten().enumerate() {
        self::variable(variable, format_args!("{at}/env/{index}"), found);
    }
    for (index, source) in container.env_from.iter().flatten().enumerate() {
        let sources = usize::from(source.config_map_ref.is_some()) + usize::from(source.secret_ref.is_some());
        if sources != 1 {
            let message = format!("an item of `envFrom` has {sources} sources instead of one");
            found.push(format_args!("{at}/envFrom/{index}"), message, "set either `configMapRef` or `secretRef`");
        }
    }
    for (slot, probe, once) in [
        ("livenessProbe", &container.liveness_probe, true),
        ("readinessProbe", &container.readiness_probe, false),
        ("startupProbe", &container.startup_probe, true),
    ] {
        if let Some(probe) = probe {
            self::probe(probe, once, format_args!("{at}/{slot}"), found);
        }
    }
    // `validateReadinessProbe` in <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
    if container.readiness_probe.as_ref().is_some_and(|probe| probe.termination_grace_period_seconds.is_some()) {
        let pointer = format!("{at}/readinessProbe/terminationGracePeriodSeconds");
        let message = "a readiness probe sets `terminationGracePeriodSeconds`, but it ends no container";
        found.push(&pointer, message, "remove it, or set it for the liveness probe");
    }
    let lifecycle = container.lifecycle.as_ref();
    for (slot, handler) in [
        ("preStop", lifecycle.and_then(|it| it.pre_stop.as_ref())),
        ("postStart", lifecycle.and_then(|it| it.post_start.as_ref())),
    ] {
        if let Some(handler) = handler {
            self::handler(handler, format_args!("{at}/lifecycle/{slot}"), found);
        }
    }
    let context = container.security_context.as_ref();
    if context.is_some_and(|it| it.privileged == Some(true) && it.allow_privilege_escalation == Some(false)) {
        let message = format!("the container `{}` is privileged and forbids privilege escalation", container.name);
        found.push(format_args!("{at}/securityContext/allowPrivilegeEscalation"), message, "remove one of them");
    }
    hugepages(container, at, found);
}
fn hugepages(container: &Container, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let limits = container.resources.as_ref().and_then(|it| it.limits.as_ref());
    for (name, amount) in limits.into_iter().flatten() {
        let Some(size) = name.strip_prefix("hugepages-").and_then(quantity::parse) else { continue };
        if quantity::parse(&amount.0).is_some_and(|amount| !amount.is_multiple_of(size)) {
            let message = format!("`{}` of `{name}` is not a multiple of the page size", amount.0);
            found.push(format_args!("{at}/resources/limits/{name}"), message, "use a multiple of the page size");
        }
    }
}
/// Only a native sidecar, with the restart policy `Always`, runs next to the containers.
fn init_container(container: &Container, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    if is_sidecar(container) {
        return;
    }
    let probes = [
        ("livenessProbe", container.liveness_probe.is_some()),
        ("readinessProbe", container.readiness_probe.is_some()),
        ("startupProbe", container.startup_probe.is_some()),
        ("lifecycle", container.lifecycle.is_some()),
    ];
    for (field, _) in probes.into_iter().filter(|(_, is_set)| *is_set) {
        let message =
            format!("the init container `{}` sets `{field}`, but it ends before the containers start", container.name);
        found.push(
            format_args!("{at}/{field}"),
            message,
            "remove the field, or make it a sidecar: `restartPolicy: Always`",
        );
    }
}
fn variable(variable: &EnvVar, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let Some(source) = &variable.value_from else { return };
    let sources = [
        source.config_map_key_ref.is_some(),
        source.secret_key_ref.is_some(),
        source.field_ref.is_some(),
        source.resource_field_ref.is_some(),
        source.file_key_ref.is_some(),
    ];
    let sources = sources.into_iter().filter(|is_set| *is_set).count();
    let has_value = variable.value.as_ref().is_some_and(|value| !value.is_empty());
    if sources != 1 || has_value {
        let message =
            format!("the variable `{}` has {} sources instead of one", variable.name, sources + usize::from(has_value));
        found.push(at, message, "set either a value or one source");
    }
}
fn probe(probe: &Probe, once: bool, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    if let Some(n) = probe.success_threshold.filter(|n| once && *n != 1 && *n != 0) {
        let message = format!(
            "a liveness or startup probe succeeds after {n} successes in a row, but the API server accepts only 1"
        );
        found.push(
            format_args!("{at}/successThreshold"),
            message,
            "remove the threshold: only a readiness probe can have more than 1",
        );
    }
    let actions = [probe.exec.is_some(), probe.grpc.is_some(), probe.http_get.is_some(), probe.tcp_socket.is_some()];
    one_action(actions, at, "a probe", found);
    command(probe.exec.as_ref(), at, found);
}
fn handler(handler: &LifecycleHandler, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let actions =
        [handler.exec.is_some(), handler.http_get.is_some(), handler.tcp_socket.is_some(), handler.sleep.is_some()];
    one_action(actions, at, "a lifecycle hook", found);
    command(handler.exec.as_ref(), at, found);
}
/// `validateExecAction` in <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>. `malformed-value`
/// reports an empty list.
fn command(exec: Option<&ExecAction>, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    if exec.is_some_and(|exec| exec.command.is_none()) {
        found.push(format_args!("{at}/exec"), "`exec` has no command", "set `exec.command`");
    }
}
fn one_action<const N: usize>(actions: [bool; N], at: Pointer<'_>, what: &str, found: &mut Conflicts<'_, '_>) {
    let actions = actions.into_iter().filter(|is_set| *is_set).count();
    if actions != 1 {
        found.push(
            at,
            format!("{what} has {actions} actions instead of one"),
            "set one of `httpGet`, `exec`, `tcpSocket` and `grpc`",
        );
    }
}
fn toleration(toleration: &Toleration, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let operator = toleration.operator.as_deref().unwrap_or("Equal");
    let key = toleration.key.as_deref().unwrap_or_default();
    if key.is_empty() && operator != "Exists" {
        let message = "a toleration without a key needs the operator `Exists`";
        found.push(
            format_args!("{at}/operator"),
            message,
            Help::forms(
                "name the key of the taint, or tolerate all taints: `.tolerates_all()`",
                "name the key of the taint, or tolerate all taints: `operator: Exists`",
            ),
        );
    }
    if operator == "Exists" && toleration.value.as_ref().is_some_and(|it| !it.is_empty()) {
        let message = format!("the toleration of `{key}` has the operator `Exists` and a value");
        found.push(format_args!("{at}/operator"), message, "remove the value");
    }
    if toleration.toleration_seconds.is_some() && toleration.effect.as_deref() != Some("NoExecute") {
        let message = format!("the toleration of `{key}` sets `tolerationSeconds`, which needs the effect `NoExecute`");
        found.push(format_args!("{at}/effect"), message, "set the effect `NoExecute`, or remove `tolerationSeconds`");
    }
}
