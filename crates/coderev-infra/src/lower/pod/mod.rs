//! The pod template, which every kind of workload has.
mod checksum;
mod container;
mod env;
mod env_order;
mod gate;
mod placement;
mod probe;
pub(super) mod sources;
pub(super) mod volume;

use crate::lower::cx::WorkloadCx;
use crate::lower::declaration::{Declarations, Setting};
use crate::lower::fields::whole_seconds;
use crate::lower::meta;
use crate::lower::output::Output;
use crate::model::port::disambiguate;
use crate::model::{self, ContainerDecl, KindDecl, Object, PersistentVolumeClaim, Port, Variables};
use crate::resolve::probes;
use crate::resolve::resources::Resources;
use crate::resolve::workload::Workload;
use container::{requirements, security};
use k8s_openapi::api::core::v1::{
    ConfigMapEnvSource, Container, ContainerPort, EnvFromSource, Lifecycle, LifecycleHandler, LocalObjectReference,
    PodSecurityContext, PodSpec, PodTemplateSpec, SeccompProfile, SecretEnvSource, SecurityContext, SleepAction,
    Sysctl, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use volume::{Main, Volumes};

/// Adds the object that runs the pods of the workload.
pub(super) fn put_workload(cx: &WorkloadCx<'_>, out: &mut Output, object: impl Into<coderev_objects::Object>) {
    let mut object = object.into();
    let was: Vec<&str> = cx.workload.declared.was.iter().map(|name| &*name.value).collect();
    if !was.is_empty() {
        let annotations = object.metadata_mut().annotations.get_or_insert_default();
        annotations.insert(coderev_objects::labels::WAS.into(), was.join(","));
    }
    out.put_with(object, cx.at(), &cx.subject, declarations(cx.workload));
    fields(cx.workload, out);
    out.record(|object| sources::sources(cx, object));
}

/// The `template` of a workload.
pub(super) fn template(cx: &WorkloadCx<'_>) -> PodTemplateSpec {
    let workload = cx.workload;
    let mut labels = cx.labels.clone();
    meta::add_version(workload, &mut labels);
    labels.extend(workload.declared.selector.iter().cloned());
    let of_account = workload.pod.account.iter().flat_map(|account| &account.pod_labels);
    labels.extend(of_account.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let mut annotations = meta::pairs([("kubectl.kubernetes.io/default-container", workload.name())]);
    // A new run of a job reads the new configuration, and an existing Job is immutable.
    let checksum = workload.runs_long().then(|| checksum::config_hash(cx)).flatten();
    annotations.extend(checksum.map(|sum| ("checksum/config".into(), sum)));
    let (spec, volumes) = pod(cx);
    // The pods of a DaemonSet do not keep a node.
    let evictable = !matches!(workload.declared.kind, KindDecl::DaemonSet(_));
    annotations.extend(volumes.eviction().filter(|_| evictable));
    let contributed = cx.resolved.contributions.for_workload(workload.id).annotations.iter();
    let contributed = contributed.filter(|(object, ..)| *object == Object::POD);
    annotations.extend(contributed.map(|(_, key, value)| (key.clone(), value.clone())));
    annotations.extend(meta::declared_annotations(workload, Object::POD));
    let metadata = ObjectMeta { labels: Some(labels), annotations: Some(annotations), ..Default::default() };
    PodTemplateSpec { metadata: Some(metadata), spec: Some(PodSpec { volumes: Some(volumes.into_vec()), ..spec }) }
}

/// The lines of the fields of its pods and of its strategy.
fn fields(workload: &Workload<'_>, out: &mut Output) {
    let pod = &workload.pod;
    if let Some(nodes) = &pod.nodes {
        for field in ["/nodeSelector", "/affinity", "/tolerations"] {
            out.pod_field(field, nodes.at);
        }
    }
    for (at, spread) in pod.spread.iter().enumerate() {
        out.pod_field(&format!("/topologySpreadConstraints/{at}"), spread.at);
    }
    if let Some(grace) = &pod.grace {
        out.pod_field("/terminationGracePeriodSeconds", grace.at);
    }
    if let Some(strategy) = &workload.declared.strategy {
        out.field("/spec/strategy", strategy.at);
    }
    if let Some(replicas) = &workload.declared.replicas {
        out.field("/spec/replicas", replicas.at);
    }
    if let KindDecl::CronJob(_, cron) = &workload.declared.kind {
        out.field("/spec/schedule", cron.schedule.at);
        if let Some(zone) = &cron.time_zone {
            out.field("/spec/timeZone", zone.at);
        }
    }
}

/// The lines of the declarations in its containers.
fn declarations(workload: &Workload<'_>) -> Vec<Declarations> {
    let user = workload.pod.container.run_as_user;
    let others = || workload.pod.sidecars.iter().chain(&workload.pod.init);
    let each = |(name, declared): (&str, &ContainerDecl)| {
        let resources = [
            ("cpu", declared.cpu.as_ref().map(|it| it.at)),
            ("memory", declared.memory.as_ref().map(|it| it.at)),
            ("ephemeral-storage", declared.ephemeral_storage.as_ref().map(|it| it.at)),
        ];
        let resources = resources.into_iter().filter_map(|(name, at)| Some((Setting::Resource(name), at?)));
        // A container that does not set a user has the user of the main container.
        let user = declared.run_as_user.or(user).map(|user| (Setting::User, user.at));
        let variables = declared.env.iter().map(|variable| (Setting::Variable(variable.name.clone()), variable.at));
        let mounts = declared.mounts.iter().map(|mount| (Setting::Mount(mount.path.clone()), mount.at));
        let probes = [
            ("livenessProbe", declared.liveness.as_ref()),
            ("readinessProbe", declared.readiness.as_ref()),
            ("startupProbe", declared.startup.as_ref()),
        ];
        let probes = probes.into_iter().filter_map(|(name, probe)| Some((Setting::Field(name), probe?.at)));
        let sources = declared.env_from.first().map(|source| (Setting::Field("envFrom"), source.at));
        let lifecycle = declared.pre_stop_sleep.map(|it| (Setting::Field("lifecycle"), it.at));
        let container = others().find(|it| it.name == name).map(|it| (Setting::Container, it.at));
        let settings = resources
            .chain(container)
            .chain(user)
            .chain(variables)
            .chain(mounts)
            .chain(probes)
            .chain(sources)
            .chain(lifecycle)
            .collect();
        Declarations { container: name.to_owned(), settings }
    };
    workload.containers().map(each).collect()
}

/// The spec of the pod without its volumes, and the volumes.
fn pod(cx: &WorkloadCx<'_>) -> (PodSpec, Volumes) {
    let workload = cx.workload;
    let placement = placement::placement(workload);
    let secrets = workload.platform.cluster.pull_secrets.iter().chain(&workload.pod.pull_secrets);
    let mut pull: Vec<LocalObjectReference> = Vec::new();
    for secret in secrets {
        let reference = LocalObjectReference { name: secret.name.to_string() };
        // The API server rejects a name that occurs more than once.
        if !pull.contains(&reference) {
            pull.push(reference);
        }
    }
    let user = workload.run_as().map(i64::from);
    let sysctl = |(name, value): &(String, String)| Sysctl { name: name.clone(), value: value.clone() };
    let sysctls: Vec<_> = workload.pod.sysctls.iter().map(sysctl).collect();
    let mut volumes = Volumes::default();
    let containers = vec![main_container(cx, &mut volumes)];
    // Sidecars come first, since init containers may need them.
    let sidecars = workload.pod.sidecars.iter().map(|declared| sidecar(cx, declared, &mut volumes)).collect::<Vec<_>>();
    let init = workload.pod.init.iter().map(|declared| extra_container(cx, declared, &mut volumes)).collect::<Vec<_>>();
    let gate = workload.is_gated().then(|| gate::container(workload));
    let init_containers: Vec<Container> = gate.into_iter().chain(sidecars).chain(init).collect();
    if workload.is_gated() {
        volumes.extend(gate::volumes(workload));
        volumes.scratch(gate::SCRATCH);
    }
    volumes.extend(env::secret_volumes(cx));
    let spec = PodSpec {
        service_account_name: Some(workload.account().into()),
        automount_service_account_token: Some(workload.has_role()),
        // Some images read the variables that Kubernetes creates for Services as their own configuration.
        enable_service_links: Some(false),
        priority_class_name: (workload.spec().priority_class.as_ref())
            .map(|class| workload.platform.priority_class_name(class)),
        restart_policy: matches!(workload.declared.kind, KindDecl::Job(_) | KindDecl::CronJob(..))
            .then(|| "Never".into()),
        termination_grace_period_seconds: Some(whole_seconds(workload.grace()).into()),
        security_context: Some(PodSecurityContext {
            run_as_non_root: Some(user != Some(0)),
            run_as_user: user,
            run_as_group: user,
            fs_group: user,
            fs_group_change_policy: user.map(|_| "OnRootMismatch".into()),
            seccomp_profile: Some(SeccompProfile { type_: "RuntimeDefault".into(), localhost_profile: None }),
            sysctls: (!sysctls.is_empty()).then_some(sysctls),
            ..Default::default()
        }),
        subdomain: (!workload.runs_long() && workload.has_peers()).then(|| workload.peers_service()),
        host_network: workload.pod.host_network.then_some(true),
        host_pid: workload.pod.host_pid.then_some(true),
        dns_policy: workload.pod.host_network.then(|| "ClusterFirstWithHostNet".into()),
        runtime_class_name: workload.pod.runtime_class.clone(),
        node_selector: placement.node_selector,
        affinity: placement.affinity,
        tolerations: placement.tolerations,
        topology_spread_constraints: placement::spread(workload),
        image_pull_secrets: (!pull.is_empty()).then_some(pull),
        init_containers: (!init_containers.is_empty()).then_some(init_containers),
        containers,
        ..Default::default()
    };
    (spec, volumes)
}

fn main_container(cx: &WorkloadCx<'_>, volumes: &mut Volumes) -> Container {
    let workload = cx.workload;
    let declared = &workload.pod.container;
    let sleep = Some(i64::from(whole_seconds(workload.pre_stop()))).filter(|n| *n > 0 && workload.runs_long());
    let stop = |seconds| LifecycleHandler { sleep: Some(SleepAction { seconds }), ..Default::default() };
    let mut mounts = volumes.mounts(workload.name(), Main::Yes, declared);
    mounts.extend(workload.claim_templates().iter().map(claim_mount));
    mounts.extend(env::secret_mounts(cx));
    let context = SecurityContext { run_as_non_root: Some(workload.run_as() != Some(0)), ..security(declared) };
    Container {
        security_context: Some(context),
        env: Some(env::variables(cx)).filter(|env| !env.is_empty()),
        resources: Some(requirements(Resources::from_decl(declared))),
        lifecycle: sleep.map(|seconds| Lifecycle { pre_stop: Some(stop(seconds)), ..Default::default() }),
        volume_mounts: Some(mounts),
        ..container(workload.name(), workload.image(), declared, &workload.all_ports())
    }
}
/// The mount of a claim template, under the name of the template.
fn claim_mount((claim, path): &(PersistentVolumeClaim, String)) -> VolumeMount {
    VolumeMount { name: claim.name.clone(), mount_path: path.clone(), ..Default::default() }
}
fn sidecar(cx: &WorkloadCx<'_>, declared: &model::Container, volumes: &mut Volumes) -> Container {
    Container { restart_policy: Some("Always".into()), ..extra_container(cx, declared, volumes) }
}
/// An init container or a sidecar.
fn extra_container(cx: &WorkloadCx<'_>, declared: &model::Container, volumes: &mut Volumes) -> Container {
    let workload = cx.workload;
    let env = env::extra_variables(cx, declared);
    let mut ports = declared.ports.clone();
    disambiguate(&mut ports);
    let mut context = security(&declared.fields);
    context.run_as_user = declared.fields.run_as_user.map(|user| i64::from(user.value));
    context.run_as_group = context.run_as_user;
    let user = context.run_as_user.or(workload.run_as().map(i64::from));
    context.run_as_non_root = Some(user != Some(0));
    let sleep = declared.fields.pre_stop_sleep.map(|time| whole_seconds(time.value).into());
    let stop = |seconds| LifecycleHandler { sleep: Some(SleepAction { seconds }), ..Default::default() };
    Container {
        env: (!env.is_empty()).then_some(env),
        resources: Some(requirements(Resources::from_decl(&declared.fields))),
        lifecycle: sleep.map(|seconds| Lifecycle { pre_stop: Some(stop(seconds)), ..Default::default() }),
        volume_mounts: Some(volumes.mounts(&declared.name, Main::No, &declared.fields)),
        security_context: Some(context),
        ..container(&declared.name, workload.platform.cluster.image(&declared.image), &declared.fields, &ports)
    }
}

/// The fields that all containers share.
fn container(name: &str, image: String, declared: &ContainerDecl, ports: &[Port]) -> Container {
    let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.to_vec());
    let startup = declared.startup.clone().or_else(|| declared.liveness.as_ref().map(probes::startup_of));
    let of = |spec: &Option<_>, slot| spec.as_ref().map(|spec| probe::probe(spec, slot, ports));
    let sources: Vec<_> = declared.env_from.iter().map(|source| env_from(&source.value)).collect();
    Container {
        name: name.into(),
        image: Some(image),
        image_pull_policy: Some("IfNotPresent".into()),
        command: list(&declared.command),
        args: list(&declared.args),
        ports: (!ports.is_empty()).then(|| ports.iter().map(port).collect()),
        env_from: (!sources.is_empty()).then_some(sources),
        startup_probe: of(&startup, probes::STARTUP),
        liveness_probe: of(&declared.liveness, probes::LIVENESS),
        readiness_probe: of(&declared.readiness, probes::READINESS),
        working_dir: declared.working_dir.clone(),
        security_context: Some(security(declared)),
        ..Default::default()
    }
}
fn port(port: &Port) -> ContainerPort {
    ContainerPort {
        name: Some(port.label()),
        container_port: i32::from(port.number),
        protocol: Some(port.protocol().into()),
        ..Default::default()
    }
}
fn env_from(source: &Variables) -> EnvFromSource {
    match source {
        Variables::Config(map) => EnvFromSource {
            config_map_ref: Some(ConfigMapEnvSource { name: map.name.clone(), optional: None }),
            ..Default::default()
        },
        Variables::Secret(secret) => EnvFromSource {
            secret_ref: Some(SecretEnvSource { name: secret.name.to_string(), optional: None }),
            ..Default::default()
        },
    }
}
