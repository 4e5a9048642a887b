//! Secret stores outside the cluster, for External Secrets Operator.
use crate::model::{IntoDuration, Text};
use std::time::Duration;

/// A secret store that External Secrets Operator reads: the source of the values of Secrets.
///
/// The platform has one store, and a namespace may have its own. No other namespace can read the store of a namespace:
/// each tenant has its own role.
///
/// ```
/// use coderev_infra::ExternalSecrets;
/// use coderev_infra::prelude::*;
///
/// let platform = Platform::new(Cluster::generic())
///     .secrets(ExternalSecrets::vault("https://vault.example.com:8200", "kv/shop").refresh_interval(minutes(15)));
/// let tenant = |name: &str| {
///     let own = ExternalSecrets::vault("https://vault.example.com:8200", "kv/tenants")
///         .prefix("tenants/production")
///         .service_account(format!("reader-{name}"))
///         .role(format!("tenant-{name}"));
///     Namespace::new(name, Stable).secrets(own)
/// };
/// let platform = platform.namespace(tenant("acme")).namespace(tenant("globex"));
/// # let _ = platform;
/// ```
#[derive(Clone, Debug)]
#[must_use = "an ExternalSecrets has no effect by itself: pass it to `.secrets(..)` of a platform or a namespace"]
pub struct ExternalSecrets {
    pub(crate) backend: Backend,
    pub(crate) refresh_interval: Duration,
    pub(crate) prefix: String,
    pub(crate) role: Option<String>,
    pub(crate) service_account: Option<String>,
}
#[derive(Clone, Debug)]
pub(crate) enum Backend {
    Vault { server: String, mount: String },
    Aws { region: String },
    Google { project: String },
    Azure { vault_url: String },
    Existing { name: String },
}
impl ExternalSecrets {
    fn new(backend: Backend) -> Self {
        Self {
            backend,
            refresh_interval: Duration::from_secs(3600),
            prefix: String::new(),
            role: None,
            service_account: None,
        }
    }
    /// `ClusterSecretStore.spec.provider.vault`: the KV store, version 2. The first segment of `path` is the mount. The
    /// other segments are the prefix of each name.
    pub fn vault(server: impl Into<String>, path: impl Into<String>) -> Self {
        let path = path.into();
        let (mount, prefix) = path.split_once('/').unwrap_or((&path, ""));
        let backend = Backend::Vault { server: server.into(), mount: mount.into() };
        Self { prefix: prefix.into(), ..Self::new(backend) }
    }
    /// `ClusterSecretStore.spec.provider.aws`: AWS Secrets Manager.
    pub fn aws(region: impl Into<String>) -> Self {
        Self::new(Backend::Aws { region: region.into() })
    }
    /// `ClusterSecretStore.spec.provider.gcpsm`: Google Secret Manager.
    pub fn google(project: impl Into<String>) -> Self {
        Self::new(Backend::Google { project: project.into() })
    }
    /// `ClusterSecretStore.spec.provider.azurekv`: Azure Key Vault, with its address, `https://acme.vault.azure.net`.
    pub fn azure(vault_url: impl Into<String>) -> Self {
        Self::new(Backend::Azure { vault_url: vault_url.into() })
    }
    /// `ExternalSecret.spec.secretStoreRef`: a ClusterSecretStore that already exists.
    pub fn existing(name: impl Into<String>) -> Self {
        Self::new(Backend::Existing { name: name.into() })
    }
}
impl ExternalSecrets {
    /// `ExternalSecret.spec.refreshInterval`, in seconds. Default: one hour. Less than a second causes the error
    /// `malformed-secret-store`.
    #[doc(alias("ExternalSecret.spec.refreshInterval", "refreshInterval"))]
    #[track_caller]
    pub fn refresh_interval(mut self, time: impl IntoDuration) -> Self {
        self.refresh_interval = time.into();
        self
    }
    /// `remoteRef.key`: the prefix of each name in the store, such as `acme/production`. In Vault, the prefix is
    /// relative to the mount. Default: the rest of the path in Vault, else none.
    #[doc(alias = "remoteRef.key")]
    #[track_caller]
    pub fn prefix(mut self, path: impl Text) -> Self {
        self.prefix = path.into();
        self
    }
    /// `auth.kubernetes.role` of Vault. Default: `<part-of>`; `<part-of>-<namespace>` for the store of a namespace.
    /// On another store this setter causes the finding `role-without-vault`.
    #[doc(alias = "auth.kubernetes.role")]
    #[track_caller]
    pub fn role(mut self, name: impl Text) -> Self {
        self.role = Some(name.into());
        self
    }
    /// `serviceAccountRef.name`: the ServiceAccount that reads the store, in the namespace `external-secrets` of the
    /// operator. Default: `external-secrets`.
    #[doc(alias = "serviceAccountRef.name")]
    #[track_caller]
    pub fn service_account(mut self, name: impl Text) -> Self {
        self.service_account = Some(name.into());
        self
    }
}
