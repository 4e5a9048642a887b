//! The ClusterSecretStores: one for the platform, and one for each namespace that declares its own source.
use crate::lower::meta;
use crate::model::{Backend, NamespaceDecl, Platform};
use crate::resolve::secret_sources::SecretSource;
use coderev_objects::crd::external_secrets::{
    Account, Aws, AwsAuth, Azurekv, ClusterSecretStore, ClusterSecretStoreSpec, Condition, Gcpsm, GcpsmAuth, Identity,
    Provider, Vault, VaultAuth, VaultKubernetes,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

/// `None` if the store already exists.
pub(super) fn store(platform: &Platform, from: &SecretSource<'_>) -> Option<ClusterSecretStore> {
    let (source, home) = (&from.declared.value, from.home);
    let account = source.service_account.clone().unwrap_or_else(|| "external-secrets".into());
    let account = Account { name: account, namespace: "external-secrets".into() };
    let identity = Identity { service_account_ref: account.clone() };
    let provider = match &source.backend {
        Backend::Vault { server, mount } => {
            // Each namespace has its own default role: with a common role, one could read the secrets of another.
            let default = || home.map_or_else(|| "coderev".into(), |home| format!("coderev-{}", home.name));
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
    let conditions = vec![Condition { namespace_selector: readers(platform, home) }];
    let metadata = meta::cluster_meta(platform, &from.store);
    Some(ClusterSecretStore::new(metadata, ClusterSecretStoreSpec { conditions, provider }))
}

/// The namespaces that may read from a store: its own namespace, or all namespaces of the platform without their own
/// source.
fn readers(platform: &Platform, home: Option<&NamespaceDecl>) -> LabelSelector {
    const NAME: &str = "kubernetes.io/metadata.name";
    if let Some(home) = home {
        return meta::select(meta::pairs([(NAME, &*home.name)]));
    }
    let others = platform.namespaces.iter().filter(|other| other.secrets.is_some());
    let others: Vec<_> = others.map(|other| other.name.clone()).collect();
    let apart = LabelSelectorRequirement { key: NAME.into(), operator: "NotIn".into(), values: Some(others.clone()) };
    LabelSelector {
        match_labels: Some(meta::pairs([(meta::PART_OF, &*platform.part_of)])),
        match_expressions: (!others.is_empty()).then_some(vec![apart]),
    }
}
