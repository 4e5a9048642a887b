use crate::prelude::*;
use crate::{Addon, Provider};

/// The addon that provides six stores under fixed names and ports. See [`infrastructure()`].
#[derive(Clone, Debug)]
#[must_use = "infrastructure has no effect by itself: pass it to `Platform::add(..)`"]
pub struct Infrastructure {
    namespace: Namespace<Shared>,
}

/// `Namespace` `platform-infrastructure`: provides the six stores of the [deployment guide], under fixed names and
/// ports.
///
/// Renders the namespace, its network policies and its PriorityClass. Deploy the stores themselves separately.
///
/// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
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
    /// `Namespace`: replaces the namespace, and provides the six stores in it. Earlier settings of the namespace are
    /// dropped.
    pub fn namespace(self, namespace: Namespace<Shared>) -> Self {
        Self { namespace: stores_of(namespace) }
    }
    /// `NetworkPolicy` `egress` of the users of a store: replaces the provider of the store, or adds a store. If it is
    /// called more than once for a store, the last call wins.
    pub fn store(self, provider: impl Provider) -> Self {
        self.with(|namespace| namespace.store(provider))
    }
    /// `StatefulSet`: adds `set` to the namespace of the stores.
    pub fn stateful_set(self, set: StatefulSet<Shared>) -> Self {
        self.with(|namespace| namespace.stateful_set(set))
    }
    /// `Namespace`: calls any other setter of the namespace.
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
