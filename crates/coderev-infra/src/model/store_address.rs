//! The address of a store, for the workloads of one namespace.
use crate::model::{Access, StoreHandle, TierSpec};

/// The address of a store, for the workloads of one namespace. A [`StoreProtocol`](crate::StoreProtocol) computes its
/// variables from it.
#[derive(Clone, Debug)]
pub struct StoreAddress<'a> {
    pub(crate) store: &'a StoreHandle,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) namespace: &'a str,
    pub(crate) cluster_domain: &'a str,
    /// The name and the replicas of the StatefulSet of the platform that runs the store.
    pub(crate) set: Option<(&'a str, u32)>,
    pub(crate) is_external: bool,
    pub(crate) is_outside: bool,
    /// The tier of the namespace.
    pub(crate) tier: &'a TierSpec,
}
impl StoreAddress<'_> {
    /// The name of the store.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.store.name
    }
    /// The host that clients connect to.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
    /// The port that clients connect to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
    /// Host and port: `postgres.platform-infrastructure.svc.cluster.local:5432`.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
    /// The namespace that provides the store; empty if no namespace does.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.namespace
    }
    /// The DNS domain of the cluster: `cluster.local`.
    #[must_use]
    pub fn cluster_domain(&self) -> &str {
        self.cluster_domain
    }
    /// Whether another program runs the store, as [`ExternalStore`](crate::ExternalStore) declares.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.is_external
    }
    /// Whether the store is outside the cluster.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.is_outside
    }
    /// The database or the bucket; none if the store does not set it.
    #[must_use]
    pub fn contents(&self) -> Option<&str> {
        self.store.contents
    }
    /// The number of instances: the replicas of the StatefulSet of the platform that runs the store, else the number that
    /// the store declares; none if it is not set.
    #[must_use]
    pub fn instances(&self) -> Option<u32> {
        self.set.map(|(_, replicas)| replicas).or(self.store.instances)
    }
    /// The host of one instance, the first of which has the number 0. `<set>-<n>` of the Service of the StatefulSet of
    /// the platform that runs the store, else `<store>-<n>` of the headless Service `<store>-headless`.
    #[must_use]
    pub fn instance_host(&self, n: u32) -> String {
        let (home, domain) = (self.namespace, self.cluster_domain);
        match self.set {
            Some((set, _)) => format!("{set}-{n}.{set}.{home}.svc.{domain}"),
            None => {
                let name = &self.store.name;
                format!("{name}-{n}.{name}-headless.{home}.svc.{domain}")
            }
        }
    }
    /// [`TierSpec::redis_database`](crate::TierSpec::redis_database) of the tier.
    #[must_use]
    pub fn redis_database(&self) -> u8 {
        self.tier.redis_database
    }
}

/// The user that the workloads of a tier have in a store.
#[derive(Clone, Debug)]
pub struct StoreRole {
    pub(crate) name: String,
    pub(crate) access: Access,
}
impl StoreRole {
    /// `app_stable`, or `app_stable_readonly` for read-only access in a tier that also has a user with write access.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Whether the user has read-only access.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.access == Access::Read
    }
}
