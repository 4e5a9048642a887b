//! The variables of the main container: the platform's first, then the user's, which win.
use crate::lower::Workload;
use crate::lower::connections::Pools;
use crate::lower::stores::{self, from_config, from_secret, text};
use crate::words::{EnvWord, PodField, Variable, keyed};
use k8s_openapi::api::core::v1::{EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector};

pub(crate) fn variables(workload: &Workload<'_>, pools: &Pools) -> Vec<EnvVar> {
    let mut env = Vec::new();
    let ours = !workload.namespace.shared;
    if ours {
        env.extend(identity(workload));
    }
    for used in stores::sorted(workload) {
        env.extend(stores::variables(workload, used, pools));
    }
    if ours {
        env.extend(telemetry(workload));
        env.extend([text("PYTHONDONTWRITEBYTECODE", "1"), text("HOME", "/tmp")]);
    }
    for word in &workload.words.container.env {
        keyed(&mut env, variable(word), |a, b| a.name == b.name);
    }
    env
}

fn identity(workload: &Workload<'_>) -> Vec<EnvVar> {
    let spec = workload.spec();
    let mut env: Vec<_> = spec.environment.iter().map(|name| text("ENVIRONMENT", name)).collect();
    env.push(text("PLATFORM_TIER", &spec.name));
    env.push(text("LOG_LEVEL", spec.log_level.label()));
    let fields = [("POD_NAME", PodField::Name), ("POD_IP", PodField::Ip), ("NODE_NAME", PodField::NodeName)];
    env.extend(fields.map(|(name, field)| from_field(name, field)));
    env
}

/// Only where there is a collector. `POD_NAME` stands before what expands it, as Kubernetes wants.
fn telemetry(workload: &Workload<'_>) -> Vec<EnvVar> {
    let Some(monitoring) = &workload.platform.monitoring else { return Vec::new() };
    let domain = &workload.platform.cluster.domain;
    let mut about = vec![format!("service.namespace={}", workload.namespace.name)];
    about.extend(workload.version().map(|tag| format!("service.version={tag}")));
    about.extend(workload.spec().environment.iter().map(|name| format!("deployment.environment.name={name}")));
    about.push("k8s.pod.name=$(POD_NAME)".into());
    vec![
        text("OTEL_SERVICE_NAME", workload.name()),
        text("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://otel-collector.{monitoring}.svc.{domain}:4318")),
        text("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        text("OTEL_TRACES_SAMPLER", "parentbased_always_on"),
        text("OTEL_PROPAGATORS", "tracecontext,baggage"),
        text("OTEL_RESOURCE_ATTRIBUTES", about.join(",")),
    ]
}

fn variable(word: &EnvWord) -> EnvVar {
    match &word.value {
        Variable::Text(value) => text(&word.name, value),
        Variable::Secret(key) => from_secret(&word.name, &key.secret.name, key.key),
        Variable::Config(key) => from_config(&word.name, &key.map.name, &key.key),
        Variable::Field(field) => from_field(&word.name, *field),
    }
}

fn from_field(name: &str, field: PodField) -> EnvVar {
    let path = |path: &str| EnvVarSource {
        field_ref: Some(ObjectFieldSelector { field_path: path.into(), api_version: None }),
        ..Default::default()
    };
    let resource = |resource: &str| EnvVarSource {
        resource_field_ref: Some(ResourceFieldSelector { resource: resource.into(), ..Default::default() }),
        ..Default::default()
    };
    let source = match field {
        PodField::Name => path("metadata.name"),
        PodField::Namespace => path("metadata.namespace"),
        PodField::Uid => path("metadata.uid"),
        PodField::Ip => path("status.podIP"),
        PodField::NodeName => path("spec.nodeName"),
        PodField::HostIp => path("status.hostIP"),
        PodField::CpuLimit => resource("limits.cpu"),
        PodField::MemoryLimit => resource("limits.memory"),
    };
    EnvVar { name: name.into(), value: None, value_from: Some(source) }
}
