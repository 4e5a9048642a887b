//! The ClusterSecretStores: one for the platform, and one for each namespace that declares its own source.
use crate::lower::meta;
use crate::model::{Backend, NamespaceDecl, Platform};
use crate::resolve::secret_sources::SecretSource;
use coderev_objects::crd::external_secrets::{
    Account, Aws, AwsAuth, Azurekv, ClusterSecretStore, ClusterSecretStoreSpec, Condition, Gcpsm, GcpsmAuth, Identity,
    Provider, Vault, VaultAuth, VaultKubernetes,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use std::collections::BTreeSet;

/// The store of a source, for namespaces of these tiers. `None` if the store already exists.
pub(super) fn store(platform: &Platform, from: &SecretSource<'_>, tiers: BTreeSet<&str>) -> Option<ClusterSecretStore> {
    let (source, home) = (&from.declared.value, from.home);
    let account = source.service_account.clone().unwrap_or_else(|| "external-secrets".into());
    let account = Account { name: account, namespace: "external-secrets".into() };
    let identity = Identity { service_account_ref: account.clone() };
    let provider = match &source.backend {
        Backend::Vault { server, mount } => {
            // Each platform and namespace has its own default role: with a common role, one could read the secrets of
            // another.
            let default = || match home {
                Some(home) => platform.cluster_name(&home.name),
                None => platform.part_of_label().to_owned(),
            };
            let role = source.role.clone().unwrap_or_else(default);
            let kubernetes = VaultKubernetes { mount_path: "kubernetes".into(), role, service_account_ref: account };
            let (server, path) = (server.clone(), mount.clone());
            Provider::Vault(Vault { server, path, version: "v2".into(), auth: VaultAuth { kubernetes } })
        }
        Backend::Aws { region } => Provider::Aws(Aws {
            service: "SecretsManager".into(),
            region: region.clone(),
            auth: AwsAuth { jwt: identity },
        }),
        Backend::Google { project } => {
            Provider::Gcpsm(Gcpsm { project_id: project.clone(), auth: GcpsmAuth { workload_identity: identity } })
        }
        Backend::Azure { vault_url } => Provider::Azurekv(Azurekv {
            vault_url: vault_url.clone(),
            auth_type: "WorkloadIdentity".into(),
            service_account_ref: account,
        }),
        Backend::Existing { .. } => return None,
    };
    let conditions = vec![Condition { namespace_selector: readers(platform, home, tiers) }];
    let metadata = meta::cluster_meta(platform, &from.store);
    Some(ClusterSecretStore::new(metadata, ClusterSecretStoreSpec { conditions, provider }))
}

/// The namespaces that may read from a store: its own namespace, or all namespaces of the platform with one of these
/// tiers and without their own source.
fn readers(platform: &Platform, home: Option<&NamespaceDecl>, tiers: BTreeSet<&str>) -> LabelSelector {
    const NAME: &str = "kubernetes.io/metadata.name";
    if let Some(home) = home {
        return meta::select(meta::pairs([(NAME, &*home.name)]));
    }
    let others = platform.namespaces.iter().filter(|other| other.secrets.is_some());
    let others: Vec<_> = others.map(|other| other.name.clone()).collect();
    let requirement = |key: &str, operator: &str, values: Vec<String>| LabelSelectorRequirement {
        key: key.into(),
        operator: operator.into(),
        values: Some(values),
    };
    let tiers = tiers.into_iter().map(str::to_owned).collect();
    let tiers = requirement(meta::TIER, "In", tiers);
    let apart = (!others.is_empty()).then(|| requirement(NAME, "NotIn", others));
    LabelSelector {
        match_labels: Some(meta::pairs([(meta::PART_OF, platform.part_of_label())])),
        match_expressions: Some(std::iter::once(tiers).chain(apart).collect()),
    }
}
