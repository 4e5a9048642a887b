//! The objects that pods refer to.
use super::Workload;
use crate::{Object, PodTemplate};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::core::v1::{Container, PersistentVolumeClaimSpec, Volume};

/// The kind of an object that a pod refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Referent {
    /// A ConfigMap: a volume or an environment variable.
    ConfigMap,
    /// A Secret: a volume, an environment variable or a pull secret.
    Secret,
    /// A PersistentVolumeClaim.
    PersistentVolumeClaim,
    /// A ServiceAccount.
    ServiceAccount,
}

impl Referent {
    /// The kind.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::ConfigMap => "ConfigMap",
            Self::Secret => "Secret",
            Self::PersistentVolumeClaim => "PersistentVolumeClaim",
            Self::ServiceAccount => "ServiceAccount",
        }
    }
    /// The `apiVersion` of the kind.
    #[must_use]
    pub const fn api_version(self) -> &'static str {
        "v1"
    }
}

/// A reference to an object in a pod spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    referent: Referent,
    name: &'a str,
    key: Option<&'a str>,
    is_optional: bool,
    pointer: String,
}

impl<'a> Reference<'a> {
    /// The kind of the object.
    #[must_use]
    pub const fn referent(&self) -> Referent {
        self.referent
    }
    /// The name of the object.
    #[must_use]
    pub const fn name(&self) -> &'a str {
        self.name
    }
    /// The key that an environment variable refers to.
    #[must_use]
    pub const fn key(&self) -> Option<&'a str> {
        self.key
    }
    /// Whether pods start if the object is missing.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        self.is_optional
    }
    /// The JSON pointer of the reference in the workload.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

/// The references found so far in one pod template.
struct Found<'a>(Vec<Reference<'a>>);
impl<'a> Found<'a> {
    fn put(&mut self, referent: Referent, name: &'a str, pointer: String) -> &mut Reference<'a> {
        self.0.push(Reference { referent, name, key: None, is_optional: false, pointer });
        self.0.last_mut().expect("a reference was added")
    }
}

pub(super) fn of_template(template: PodTemplate<'_>) -> Vec<Reference<'_>> {
    let root = format!("{}/spec", template.pointer());
    let pod = template.spec();
    let mut found = Found(Vec::new());
    if let Some(name) = pod.service_account_name.as_deref().or(pod.service_account.as_deref()) {
        found.put(Referent::ServiceAccount, name, format!("{root}/serviceAccountName"));
    }
    for (at, secret) in pod.image_pull_secrets.iter().flatten().enumerate() {
        found.put(Referent::Secret, &secret.name, format!("{root}/imagePullSecrets/{at}/name")).is_optional = true;
    }
    for (at, volume) in pod.volumes.iter().flatten().enumerate() {
        of_volume(&mut found, volume, &format!("{root}/volumes/{at}"));
    }
    let lists = [("initContainers", pod.init_containers.as_deref()), ("containers", Some(&*pod.containers))];
    for (list, containers) in lists {
        for (at, container) in containers.into_iter().flatten().enumerate() {
            of_container(&mut found, container, &format!("{root}/{list}/{at}"));
        }
    }
    found.0
}

fn of_volume<'a>(found: &mut Found<'a>, volume: &'a Volume, root: &str) {
    if let Some(map) = &volume.config_map {
        let reference = found.put(Referent::ConfigMap, &map.name, format!("{root}/configMap/name"));
        reference.is_optional = map.optional == Some(true);
    }
    if let Some(secret) = &volume.secret
        && let Some(name) = &secret.secret_name
    {
        let reference = found.put(Referent::Secret, name, format!("{root}/secret/secretName"));
        reference.is_optional = secret.optional == Some(true);
    }
    if let Some(claim) = &volume.persistent_volume_claim {
        let pointer = format!("{root}/persistentVolumeClaim/claimName");
        found.put(Referent::PersistentVolumeClaim, &claim.claim_name, pointer);
    }
    for (at, source) in volume.projected.iter().flat_map(|it| it.sources.iter().flatten()).enumerate() {
        if let Some(map) = &source.config_map {
            let pointer = format!("{root}/projected/sources/{at}/configMap/name");
            found.put(Referent::ConfigMap, &map.name, pointer).is_optional = map.optional == Some(true);
        }
        if let Some(secret) = &source.secret {
            let pointer = format!("{root}/projected/sources/{at}/secret/name");
            found.put(Referent::Secret, &secret.name, pointer).is_optional = secret.optional == Some(true);
        }
    }
    if let Some(secret) = volume.csi.as_ref().and_then(|csi| csi.node_publish_secret_ref.as_ref()) {
        found.put(Referent::Secret, &secret.name, format!("{root}/csi/nodePublishSecretRef/name"));
    }
}

fn of_container<'a>(found: &mut Found<'a>, container: &'a Container, root: &str) {
    for (at, source) in container.env_from.iter().flatten().enumerate() {
        if let Some(map) = &source.config_map_ref {
            let pointer = format!("{root}/envFrom/{at}/configMapRef/name");
            found.put(Referent::ConfigMap, &map.name, pointer).is_optional = map.optional == Some(true);
        }
        if let Some(secret) = &source.secret_ref {
            let pointer = format!("{root}/envFrom/{at}/secretRef/name");
            found.put(Referent::Secret, &secret.name, pointer).is_optional = secret.optional == Some(true);
        }
    }
    for (at, variable) in container.env.iter().flatten().enumerate() {
        let Some(source) = &variable.value_from else { continue };
        if let Some(map) = &source.config_map_key_ref {
            let pointer = format!("{root}/env/{at}/valueFrom/configMapKeyRef/name");
            let reference = found.put(Referent::ConfigMap, &map.name, pointer);
            reference.key = Some(&map.key);
            reference.is_optional = map.optional == Some(true);
        }
        if let Some(secret) = &source.secret_key_ref {
            let pointer = format!("{root}/env/{at}/valueFrom/secretKeyRef/name");
            let reference = found.put(Referent::Secret, &secret.name, pointer);
            reference.key = Some(&secret.key);
            reference.is_optional = secret.optional == Some(true);
        }
    }
}

/// The volume claims that are created for each pod.
pub(super) fn claim_templates(workload: Workload<'_>) -> Vec<&PersistentVolumeClaimSpec> {
    let set = match workload.object() {
        Object::StatefulSet(set) => Option::<&StatefulSetSpec>::from(&set.spec),
        _ => None,
    };
    let templates = set.into_iter().flat_map(|spec| spec.volume_claim_templates.iter().flatten());
    let templates = templates.filter_map(|claim| Option::<&PersistentVolumeClaimSpec>::from(&claim.spec));
    let ephemeral = workload.pod().volumes.iter().flatten().filter_map(|volume| volume.ephemeral.as_ref());
    let ephemeral = ephemeral.filter_map(|it| it.volume_claim_template.as_ref()).map(|template| &template.spec);
    templates.chain(ephemeral).collect()
}
