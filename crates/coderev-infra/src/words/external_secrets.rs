//! Where the texts of secrets come from.
use crate::words::{Place, say};
use std::panic::Location;
use std::time::Duration;

/// External Secrets Operator: it copies secrets from a store of secrets into the Secrets that the manifests name.
///
/// In the store each Secret is one entry, `<prefix>/<namespace>/<secret>`, with a field for each key. Where a name may hold no `/`, as at
/// Google and Azure, the parts are joined by `-`.
///
/// ```
/// use coderev_infra::ExternalSecrets;
/// use coderev_infra::prelude::*;
///
/// let platform = Platform::new(Cluster::eks()).secrets(ExternalSecrets::aws("eu-central-1").refresh_interval(minutes(10)));
/// # let _ = platform;
/// ```
#[derive(Clone, Debug)]
#[must_use = "secrets come from there only where a platform says so: `Platform::secrets(..)`"]
pub struct ExternalSecrets {
    pub(crate) keeper: Keeper,
    pub(crate) refresh_interval: Duration,
    pub(crate) prefix: String,
    pub(crate) at: Place,
}
/// Who keeps the secrets.
#[derive(Clone, Debug)]
pub(crate) enum Keeper {
    Vault { server: String, mount: String },
    Aws { region: String },
    Google { project: String },
    Azure { vault_url: String },
    Existing { name: String },
}
impl ExternalSecrets {
    #[track_caller]
    fn of(keeper: Keeper, prefix: &str) -> Self {
        let refresh_interval = Duration::from_secs(3600);
        Self { keeper, refresh_interval, prefix: prefix.into(), at: Location::caller() }
    }
    /// `ClusterSecretStore` `spec.provider.vault`: HashiCorp Vault. `path` is the mount of a key-value engine of version 2, and what
    /// stands before each name: `kv/coderev`.
    #[track_caller]
    pub fn vault(server: impl Into<String>, path: impl Into<String>) -> Self {
        let path = path.into();
        let (mount, prefix) = path.split_once('/').unwrap_or((&path, ""));
        Self::of(Keeper::Vault { server: server.into(), mount: mount.into() }, prefix)
    }
    /// `ClusterSecretStore` `spec.provider.aws`: AWS Secrets Manager, in a region.
    #[track_caller]
    pub fn aws(region: impl Into<String>) -> Self {
        Self::of(Keeper::Aws { region: region.into() }, "coderev")
    }
    /// `ClusterSecretStore` `spec.provider.gcpsm`: Google Secret Manager, in a project.
    #[track_caller]
    pub fn google(project: impl Into<String>) -> Self {
        Self::of(Keeper::Google { project: project.into() }, "coderev")
    }
    /// `ClusterSecretStore` `spec.provider.azurekv`: Azure Key Vault, by its address.
    #[track_caller]
    pub fn azure(vault_url: impl Into<String>) -> Self {
        Self::of(Keeper::Azure { vault_url: vault_url.into() }, "coderev")
    }
    /// `secretStoreRef`: a ClusterSecretStore that is there already.
    #[track_caller]
    pub fn existing(name: impl Into<String>) -> Self {
        Self::of(Keeper::Existing { name: name.into() }, "coderev")
    }
}
say!(impl [] ExternalSecrets {
    /// `refreshInterval`, in whole seconds: an hour when nobody says.
    refresh_interval(time: Duration) |it| it.refresh_interval = time;
    /// `remoteRef.key`: what stands before each name. `coderev` when nobody says, at Vault the path below its mount.
    prefix(path: impl Into<String>) |it| it.prefix = path.into();
});
