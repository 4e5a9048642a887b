//! The variables of the main container: first the defaults, then the variables of the user, which override them.
use super::env_order::ordered;
use crate::lower::cx::WorkloadCx;
use crate::model::{Container, EnvDecl, PodField, StoreValue, Variable, keyed};
use crate::resolve::stores::StoreBinding;
use crate::resolve::workload::Workload;
use k8s_openapi::api::core::v1::{
    ConfigMapKeySelector, EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector, SecretKeySelector,
    SecretVolumeSource, Volume, VolumeMount,
};
use std::collections::BTreeSet;

pub(super) fn variables(cx: &WorkloadCx<'_>) -> Vec<EnvVar> {
    let mut all = plain(cx);
    // Without spare room: all pods of the platform are in memory at once, and these lists are the longest.
    all.shrink_to_fit();
    if cx.workload.pod.secret_files.is_none() {
        return all;
    }
    all.into_iter()
        .map(|variable| match secret_of(&variable) {
            Some((secret, key)) => text(&format!("{}_FILE", variable.name), format!("{SECRETS}/{secret}/{key}")),
            None => variable,
        })
        .collect()
}

/// The mount path of secrets that are files instead of variables.
const SECRETS: &str = "/etc/secrets";

fn secret_of(variable: &EnvVar) -> Option<(&str, &str)> {
    let key = variable.value_from.as_ref()?.secret_key_ref.as_ref()?;
    Some((&key.name, &key.key))
}
/// The Secrets that `secret_files` mounts as files, each once.
fn secret_files(cx: &WorkloadCx<'_>) -> BTreeSet<String> {
    if cx.workload.pod.secret_files.is_none() {
        return BTreeSet::new();
    }
    plain(cx).iter().filter_map(secret_of).map(|(secret, _)| secret.to_owned()).collect()
}
fn secret_volume(secret: &str) -> String {
    format!("secret-{secret}").replace('.', "-").chars().take(63).collect()
}
pub(super) fn secret_volumes(cx: &WorkloadCx<'_>) -> Vec<Volume> {
    let volume = |secret: String| Volume {
        name: secret_volume(&secret),
        secret: Some(SecretVolumeSource { secret_name: Some(secret), ..Default::default() }),
        ..Default::default()
    };
    secret_files(cx).into_iter().map(volume).collect()
}
pub(super) fn secret_mounts(cx: &WorkloadCx<'_>) -> Vec<VolumeMount> {
    let mount = |secret: String| VolumeMount {
        name: secret_volume(&secret),
        mount_path: format!("{SECRETS}/{secret}"),
        read_only: Some(true),
        ..Default::default()
    };
    secret_files(cx).into_iter().map(mount).collect()
}

fn plain(cx: &WorkloadCx<'_>) -> Vec<EnvVar> {
    let workload = cx.workload;
    let mut env = Vec::new();
    let ours = workload.spec().has_default_env;
    if ours {
        env.extend(identity(workload));
    }
    for store in &workload.stores {
        env.extend(of_store(cx, store));
    }
    env.extend(cx.resolved.contributions.for_workload(workload.id).env.iter().map(|decl| variable(workload, decl)));
    if ours {
        env.push(text("HOME", "/tmp"));
    }
    for decl in &workload.pod.container.env {
        keyed(&mut env, variable(workload, decl), |a, b| a.name == b.name);
    }
    ordered(env)
}

/// The variables of an init container or a sidecar: its own, and with `.with_stores()` the variables of the stores.
pub(super) fn extra_variables(cx: &WorkloadCx<'_>, declared: &Container) -> Vec<EnvVar> {
    let workload = cx.workload;
    let stores = workload.stores.iter().filter(|_| declared.with_stores);
    let mut env: Vec<_> = stores.flat_map(|store| of_store(cx, store)).collect();
    for decl in &declared.fields.env {
        keyed(&mut env, variable(workload, decl), |a, b| a.name == b.name);
    }
    ordered(env)
}

/// The variables of a store.
fn of_store(cx: &WorkloadCx<'_>, binding: &StoreBinding<'_>) -> Vec<EnvVar> {
    let store = &binding.used.store;
    let variable = |(name, value): (&str, StoreValue)| match value {
        StoreValue::Secret(key) => from_secret(name, &binding.secret.name, key),
        StoreValue::Config(key) => from_config(name, &store.config_map(), key),
        StoreValue::PoolSize => text(name, cx.resolved.pools.size(cx.workload, store).to_string()),
        StoreValue::Text(value) => text(name, value),
    };
    binding.variables().into_iter().map(variable).collect()
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

fn variable(workload: &Workload<'_>, decl: &EnvDecl) -> EnvVar {
    match &decl.value {
        Variable::FirstPeer => text(&decl.name, workload.first_peer()),
        Variable::Text(value) => text(&decl.name, value),
        Variable::Secret(key) => from_secret(&decl.name, &key.secret.name, key.key),
        Variable::Config(key) => from_config(&decl.name, &key.map.name, &key.key),
        Variable::Field(field) => from_field(&decl.name, *field),
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
fn text(name: &str, value: impl Into<String>) -> EnvVar {
    EnvVar { name: name.into(), value: Some(value.into()), value_from: None }
}
fn from_secret(name: &str, secret: &str, key: &str) -> EnvVar {
    let key = SecretKeySelector { name: secret.into(), key: key.into(), optional: None };
    EnvVar {
        name: name.into(),
        value: None,
        value_from: Some(EnvVarSource { secret_key_ref: Some(key), ..Default::default() }),
    }
}
fn from_config(name: &str, map: &str, key: &str) -> EnvVar {
    let key = ConfigMapKeySelector { name: map.into(), key: key.into(), optional: None };
    EnvVar {
        name: name.into(),
        value: None,
        value_from: Some(EnvVarSource { config_map_key_ref: Some(key), ..Default::default() }),
    }
}
