use crate::prelude::*;
use crate::{Addon, Provider};

/// The six stores of the deployment guide, under their fixed names and ports. See [`infrastructure()`].
#[derive(Clone, Debug)]
#[must_use = "stores are there only where a platform has them: `Platform::add(infrastructure())`"]
pub struct Infrastructure {
    namespace: Namespace<Shared>,
}

/// `Namespace` `platform-infrastructure`: where the deployment guide's six stores run, under their fixed names and ports.
///
/// It renders the namespace, its network policies and its priority class. The stores themselves are deployed beside the platform.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const RDS: External = External::new("db.abc.eu-central-1.rds.amazonaws.com").cidrs(&["10.20.0.0/24"]);
///
/// let stores = infrastructure()
///     .store(ExternalStore::new(&POSTGRES, RDS))
///     .stateful_set(StatefulSet::new("clickhouse", "docker.io/clickhouse/clickhouse-server:25.8.2"))
///     .with(|namespace| namespace.label("acme.dev/team", "data"));
/// let platform = Platform::new(Cluster::eks()).add(stores);
/// # let _ = platform;
/// ```
#[track_caller]
pub fn infrastructure() -> Infrastructure {
    Infrastructure { namespace: stores_of(Namespace::new("platform-infrastructure", Shared)) }
}
fn stores_of(namespace: Namespace<Shared>) -> Namespace<Shared> {
    namespace.provides(&POSTGRES).provides(&REDIS).provides(&NEO4J).provides(&MINIO).provides(&KAFKA).provides(&OPA)
}

impl Infrastructure {
    /// `Namespace`: another one, which then provides the six stores. What was set before is dropped.
    pub fn namespace(self, namespace: Namespace<Shared>) -> Self {
        Self { namespace: stores_of(namespace) }
    }
    /// `NetworkPolicy` `egress` of the store's users: another provider of a store, or one more store. Set again for the same store, the later
    /// one wins.
    pub fn store(self, provider: impl Provider) -> Self {
        self.with(|namespace| namespace.store(provider))
    }
    /// `StatefulSet`: runs `set` beside the stores.
    pub fn stateful_set(self, set: StatefulSet<Shared>) -> Self {
        self.with(|namespace| namespace.stateful_set(set))
    }
    /// `Namespace`: any other setter of it.
    pub fn with(self, change: impl FnOnce(Namespace<Shared>) -> Namespace<Shared>) -> Self {
        Self { namespace: change(self.namespace) }
    }
}
#[diagnostic::do_not_recommend]
impl Addon for Infrastructure {
    fn name(&self) -> &str {
        "infrastructure"
    }
    fn declare(&self, platform: Platform) -> Platform {
        platform.namespace(self.namespace.clone())
    }
}
