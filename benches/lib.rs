//! Measurements against baselines of the same run; `cargo xtask bench` prints the bars.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use k8s_openapi::api::core::v1::{
    Capabilities, Container, ContainerPort, EmptyDirVolumeSource, EnvVar, EnvVarSource, HTTPGetAction,
    PodSecurityContext, PodSpec, PodTemplateSpec, Probe, ResourceRequirements, SeccompProfile, SecretKeySelector,
    SecurityContext, TopologySpreadConstraint, Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The Deployment of a typical service, number `index` of many.
pub fn deployment(index: usize) -> Deployment {
    let name = format!("svc-{index}");
    let labels = strings(&[
        ("app.kubernetes.io/name", &name),
        ("app.kubernetes.io/part-of", "coderev"),
        ("coderev.dev/tier", "stable"),
    ]);
    let annotations = strings(&[
        ("coderev.dev/owner", "team-a"),
        ("prometheus.io/path", "/metrics"),
        ("prometheus.io/port", "8000"),
        ("prometheus.io/scrape", "true"),
    ]);
    let spec = DeploymentSpec {
        replicas: Some(3),
        revision_history_limit: Some(5),
        selector: selector(&name),
        strategy: Some(DeploymentStrategy {
            type_: Some("RollingUpdate".into()),
            rolling_update: Some(RollingUpdateDeployment {
                max_surge: Some(IntOrString::String("25%".into())),
                max_unavailable: Some(IntOrString::Int(0)),
            }),
        }),
        template: PodTemplateSpec {
            metadata: Some(ObjectMeta { labels: Some(labels.clone()), ..ObjectMeta::default() }),
            spec: Some(pod(&name, index)),
        },
        ..DeploymentSpec::default()
    };
    Deployment {
        metadata: ObjectMeta {
            name: Some(name),
            namespace: Some("platform-v2-stable".into()),
            labels: Some(labels),
            annotations: Some(annotations),
            ..ObjectMeta::default()
        },
        // The field is an `Option` in some versions of Kubernetes.
        spec: spec.into(),
        ..Deployment::default()
    }
}

fn pod(name: &str, index: usize) -> PodSpec {
    PodSpec {
        service_account_name: Some(name.into()),
        automount_service_account_token: Some(false),
        security_context: Some(PodSecurityContext {
            run_as_non_root: Some(true),
            run_as_user: Some(1000),
            fs_group: Some(1000),
            seccomp_profile: Some(SeccompProfile { type_: "RuntimeDefault".into(), localhost_profile: None }),
            ..PodSecurityContext::default()
        }),
        node_selector: Some(strings(&[("workload-type", "compute")])),
        topology_spread_constraints: Some(vec![TopologySpreadConstraint {
            max_skew: 1,
            topology_key: "topology.kubernetes.io/zone".into(),
            when_unsatisfiable: "ScheduleAnyway".into(),
            label_selector: Some(selector(name)),
            ..TopologySpreadConstraint::default()
        }]),
        containers: vec![container(name, index)],
        volumes: Some(vec![Volume {
            name: "tmp".into(),
            empty_dir: Some(EmptyDirVolumeSource::default()),
            ..Volume::default()
        }]),
        ..PodSpec::default()
    }
}

fn container(name: &str, index: usize) -> Container {
    Container {
        name: name.into(),
        image: Some(format!("gcr.io/PROJECT_ID/{name}:v2.4.{index}")),
        image_pull_policy: Some("IfNotPresent".into()),
        ports: Some(vec![ContainerPort {
            container_port: 8000,
            name: Some("http".into()),
            protocol: Some("TCP".into()),
            ..ContainerPort::default()
        }]),
        env: Some(vec![
            variable("REDIS_URL", "redis://redis.platform-infrastructure.svc:6379"),
            variable("LOG_LEVEL", "info"),
            variable("FEATURE_X", "true"),
            EnvVar {
                name: "DATABASE_URL".into(),
                value_from: Some(EnvVarSource {
                    secret_key_ref: Some(SecretKeySelector {
                        name: "database-credentials".into(),
                        key: "url".into(),
                        optional: None,
                    }),
                    ..EnvVarSource::default()
                }),
                ..EnvVar::default()
            },
        ]),
        resources: Some(ResourceRequirements {
            requests: Some(quantities(&[("cpu", "250m"), ("memory", "512Mi")])),
            limits: Some(quantities(&[("cpu", "1000m"), ("memory", "2Gi")])),
            ..ResourceRequirements::default()
        }),
        liveness_probe: Some(probe("/health/live", 30)),
        readiness_probe: Some(probe("/health/ready", 10)),
        security_context: Some(SecurityContext {
            allow_privilege_escalation: Some(false),
            read_only_root_filesystem: Some(true),
            capabilities: Some(Capabilities { drop: Some(vec!["ALL".into()]), add: None }),
            ..SecurityContext::default()
        }),
        volume_mounts: Some(vec![VolumeMount {
            name: "tmp".into(),
            mount_path: "/tmp".into(),
            ..VolumeMount::default()
        }]),
        ..Container::default()
    }
}

fn probe(path: &str, period: i32) -> Probe {
    Probe {
        http_get: Some(HTTPGetAction {
            path: Some(path.into()),
            port: IntOrString::String("http".into()),
            ..HTTPGetAction::default()
        }),
        period_seconds: Some(period),
        timeout_seconds: Some(3),
        failure_threshold: Some(3),
        ..Probe::default()
    }
}

fn variable(name: &str, value: &str) -> EnvVar {
    EnvVar { name: name.into(), value: Some(value.into()), ..EnvVar::default() }
}

fn selector(name: &str) -> LabelSelector {
    LabelSelector { match_labels: Some(strings(&[("app.kubernetes.io/name", name)])), ..LabelSelector::default() }
}

fn strings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn quantities(pairs: &[(&str, &str)]) -> BTreeMap<String, Quantity> {
    pairs.iter().map(|&(key, value)| (key.to_owned(), Quantity(value.to_owned()))).collect()
}
