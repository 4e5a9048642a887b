use crate::lower::connections::Pools;
use crate::lower::container::security;
use crate::lower::meta::{self, VERSION, workload_meta};
use crate::lower::workload::Replicas;
use crate::lower::{Workload, checksum, env, gate, placement, probe};
use crate::words::{Place, Port, Share, Source, Variables, mebi};
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use k8s_openapi::api::core::v1::{
    ConfigMap, ConfigMapEnvSource, ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource,
    EnvFromSource, Lifecycle, LifecycleHandler, LocalObjectReference, PodSecurityContext, PodSpec, PodTemplateSpec,
    SeccompProfile, SecretEnvSource, SecretVolumeSource, SleepAction, Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(crate) fn deployment(workload: &Workload<'_>, configs: &[(ConfigMap, Place)], pools: &Pools) -> Deployment {
    let spec = workload.spec();
    let seconds = |time: std::time::Duration| time.as_secs() as i32;
    let mut metadata = workload_meta(workload, workload.name());
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    metadata.annotations =
        workload.exception.as_ref().map(|reason| meta::pairs([("coderev.dev/replica-exception", reason)]));
    let deployment = DeploymentSpec {
        // Under an autoscaler there is no number here: each apply would reset what it decided.
        replicas: match workload.replicas {
            Replicas::Fixed(n) => Some(n as i32),
            Replicas::Scaled { .. } => None,
        },
        revision_history_limit: spec.revision_history_limit.map(|n| n as i32),
        progress_deadline_seconds: spec.progress_deadline.map(seconds),
        min_ready_seconds: spec.min_ready.map(seconds),
        strategy: Some(strategy(workload)),
        selector: meta::select(meta::selector(workload)),
        template: template(workload, configs, pools),
        ..Default::default()
    };
    Deployment { metadata, spec: deployment.into(), ..Default::default() }
}

fn strategy(workload: &Workload<'_>) -> DeploymentStrategy {
    let said = &workload.strategy;
    if said.recreate {
        return DeploymentStrategy { type_: Some("Recreate".into()), rolling_update: None };
    }
    let rolling = RollingUpdateDeployment {
        max_surge: said.max_surge.map(int_or_string),
        max_unavailable: said.max_unavailable.map(int_or_string),
    };
    DeploymentStrategy { type_: Some("RollingUpdate".into()), rolling_update: Some(rolling) }
}
pub(crate) fn int_or_string(share: Share) -> IntOrString {
    match share {
        Share::Pods(n) => IntOrString::Int(n as i32),
        Share::Percent(n) => IntOrString::String(format!("{n}%")),
    }
}

fn template(workload: &Workload<'_>, configs: &[(ConfigMap, Place)], pools: &Pools) -> PodTemplateSpec {
    let mut labels = meta::workload_labels(workload);
    labels.extend(workload.version().map(|tag| (VERSION.into(), tag)));
    let mut annotations = meta::pairs([("kubectl.kubernetes.io/default-container", workload.name())]);
    annotations.extend(checksum::of(workload, configs).map(|sum| ("checksum/config".into(), sum)));
    let metadata = ObjectMeta { labels: Some(labels), annotations: Some(annotations), ..Default::default() };
    PodTemplateSpec { metadata: Some(metadata), spec: Some(pod(workload, pools)) }
}

fn pod(workload: &Workload<'_>, pools: &Pools) -> PodSpec {
    let placement = placement::placement(workload);
    let secrets = workload.platform.cluster.pull_secrets.iter().chain(&workload.words.pull_secrets);
    let pull: Vec<_> = secrets.map(|secret| LocalObjectReference { name: secret.name.to_string() }).collect();
    let user = workload.run_as().map(i64::from);
    let gated = workload.is_gated();
    let mut volumes: Vec<Volume> = mounts(workload).into_iter().map(|(volume, _)| volume).collect();
    if gated {
        volumes.extend(gate::volumes(workload));
    }
    PodSpec {
        service_account_name: Some(workload.name().into()),
        automount_service_account_token: Some(false),
        // The variables that Kubernetes makes of Services are read by some images as their own configuration.
        enable_service_links: Some(false),
        priority_class_name: workload.spec().priority_class.as_ref().map(|class| class.name.clone()),
        termination_grace_period_seconds: Some(workload.grace().as_secs() as i64),
        security_context: Some(PodSecurityContext {
            run_as_non_root: Some(true),
            run_as_user: user,
            run_as_group: user,
            fs_group: user,
            fs_group_change_policy: user.map(|_| "OnRootMismatch".into()),
            seccomp_profile: Some(SeccompProfile { type_: "RuntimeDefault".into(), localhost_profile: None }),
            ..Default::default()
        }),
        node_selector: placement.node_selector,
        affinity: placement.affinity,
        tolerations: placement.tolerations,
        topology_spread_constraints: placement::spread(workload),
        image_pull_secrets: (!pull.is_empty()).then_some(pull),
        init_containers: gated.then(|| vec![gate::container(workload)]),
        containers: vec![container(workload, pools)],
        volumes: Some(volumes),
        ..Default::default()
    }
}

fn container(workload: &Workload<'_>, pools: &Pools) -> Container {
    let said = &workload.words.container;
    let list = |words: &[String]| (!words.is_empty()).then(|| words.to_vec());
    let startup = said.startup.clone().or_else(|| said.liveness.as_ref().map(probe::startup_of));
    let of = |spec: &Option<_>, slot| spec.as_ref().map(|spec| probe::probe(spec, slot, workload));
    let sleep = Some(workload.pre_stop().as_secs() as i64).filter(|n| *n > 0);
    let stop = |seconds| LifecycleHandler { sleep: Some(SleepAction { seconds }), ..Default::default() };
    let sources: Vec<_> = said.env_from.iter().map(|source| env_from(&source.value)).collect();
    Container {
        name: workload.name().into(),
        image: Some(workload.said.image.clone()),
        image_pull_policy: Some("IfNotPresent".into()),
        command: list(&said.command),
        args: list(&said.args),
        ports: Some(workload.ports.iter().map(port).collect()),
        env: Some(env::variables(workload, pools)).filter(|env| !env.is_empty()),
        env_from: (!sources.is_empty()).then_some(sources),
        resources: Some(workload.own_resources().requirements()),
        startup_probe: of(&startup, probe::STARTUP),
        liveness_probe: of(&said.liveness, probe::LIVENESS),
        readiness_probe: of(&said.readiness, probe::READINESS),
        lifecycle: sleep.map(|seconds| Lifecycle { pre_stop: Some(stop(seconds)), ..Default::default() }),
        security_context: Some(security()),
        volume_mounts: Some(mounts(workload).into_iter().map(|(_, mount)| mount).collect()),
        ..Default::default()
    }
}
fn port(port: &Port) -> ContainerPort {
    ContainerPort {
        name: Some(port.name.into()),
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

/// Each volume with its mount. The root cannot be written, so `/tmp` is always there.
fn mounts(workload: &Workload<'_>) -> Vec<(Volume, VolumeMount)> {
    let said = &workload.words.container.mounts;
    let tmp = crate::words::Volume::empty_dir(mebi(256));
    let tmp = (!said.iter().any(|word| word.path == "/tmp")).then_some(("/tmp", &tmp));
    tmp.into_iter()
        .chain(said.iter().map(|word| (&*word.path, &word.volume)))
        .map(|(path, volume)| mount(path, volume))
        .collect()
}
fn mount(path: &str, said: &crate::words::Volume) -> (Volume, VolumeMount) {
    let name = volume_name(path);
    let mut volume = Volume { name: name.clone(), ..Default::default() };
    match &said.source {
        Source::EmptyDir { size, memory } => {
            let medium = memory.then(|| "Memory".to_owned());
            volume.empty_dir = Some(EmptyDirVolumeSource {
                size_limit: Some(Quantity(size.to_string())),
                medium,
                ..Default::default()
            });
        }
        Source::ConfigMap(map) => {
            volume.config_map = Some(ConfigMapVolumeSource { name: map.name.clone(), ..Default::default() })
        }
        Source::Secret(secret) => {
            volume.secret =
                Some(SecretVolumeSource { secret_name: Some(secret.name.to_string()), ..Default::default() });
        }
    }
    let mount = VolumeMount {
        name,
        mount_path: path.into(),
        read_only: said.read_only.then_some(true),
        sub_path: said.sub_path.clone(),
        ..Default::default()
    };
    (volume, mount)
}
/// `/var/cache/app` is mounted from `var-cache-app`: one volume for each path, named after it.
fn volume_name(path: &str) -> String {
    let dashed = path.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    dashed.trim_matches('-').chars().take(63).collect()
}
