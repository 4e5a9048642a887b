//! Addons: parts of a platform that are added as one value.
use crate::model::{Contribution, Place, Platform, View};
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

/// A part of a platform that is added as one value, with [`Platform::add`].
///
/// `declare` adds namespaces, services and stores. `derive` reads the resolved platform and adds variables, network
/// rules and objects to it. [`synth`](crate::synth) runs both, in the order of the addons' names. A function
/// `fn(Platform) -> Platform` is also an addon. [`Platform::add`] describes addons of the same name.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Addon, Contribution, View};
///
/// /// Adds the namespace `audit`, to which every workload may send its events.
/// struct Audit;
/// impl Addon for Audit {
///     fn name(&self) -> &str {
///         "audit"
///     }
///     fn declare(&self, platform: Platform) -> Platform {
///         let sink = Service::new("sink", "ghcr.io/acme/audit:1.0.0").cpu(millis(50)..).memory(mebi(64)..=mebi(64));
///         platform.namespace(Namespace::new("audit", Shared).service(sink))
///     }
///     fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
///         let sink = Peer::namespace("audit").pods("app.kubernetes.io/name", "sink").port(Port::http(8000));
///         let url = format!("http://sink.audit.svc.{}", view.cluster_domain());
///         let clients = view.workloads().filter(|workload| workload.namespace().name() != "audit");
///         let both = |it| [Contribution::env(it, "AUDIT_URL", url.clone()), Contribution::egress(it, sink.clone())];
///         clients.flat_map(both).collect()
///     }
/// }
///
/// /// A function is an addon without a name.
/// fn on_call(platform: Platform) -> Platform {
///     platform.label("acme.dev/on-call", "platform")
/// }
/// let platform = Platform::new(Cluster::generic()).add(Audit).add(on_call).add(monitoring());
/// # let _ = platform;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an addon",
    label = "expected an addon, such as `monitoring()`",
    note = "add a namespace with `.namespace(..)`, and an edge with `.edge(..)`",
    note = "to define an addon, write `impl Addon for MyAddon`, or a function `fn(Platform) -> Platform`"
)]
pub trait Addon: Send + Sync + 'static {
    /// The name. An addon replaces an earlier addon of the same name: see [`Platform::add`]. An addon with an empty name
    /// replaces no other.
    fn name(&self) -> &str;
    /// Adds declarations, and other addons. Runs before the platform is resolved.
    fn declare(&self, platform: Platform) -> Platform {
        platform
    }
    /// Returns the changes that depend on the resolved platform, such as variables and network rules.
    fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
        let _ = view;
        Vec::new()
    }
}
#[diagnostic::do_not_recommend]
impl<F: Fn(Platform) -> Platform + Send + Sync + 'static> Addon for F {
    fn name(&self) -> &str {
        ""
    }
    fn declare(&self, platform: Platform) -> Platform {
        self(platform)
    }
}

/// An addon of a platform, and the line of the program that adds it.
#[derive(Clone)]
pub(crate) struct AddedAddon {
    pub(crate) addon: Arc<dyn Addon>,
    /// The path of the type or of the function: `acme_platform::on_call`.
    pub(crate) path: &'static str,
    pub(crate) at: Place,
}
impl AddedAddon {
    /// Whether both have the same name.
    pub(crate) fn same(&self, other: &Self) -> bool {
        !self.addon.name().is_empty() && self.addon.name() == other.addon.name()
    }
    /// The order of addons: by name, then by path. Closures of one function have the same path: they are sorted by the
    /// line that adds them.
    pub(crate) fn key(&self) -> (&str, &str, &str, u32, u32) {
        (self.addon.name(), self.path, self.at.file(), self.at.line(), self.at.column())
    }
}
impl fmt::Debug for AddedAddon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Addon").field("name", &self.addon.name()).field("at", &self.at).finish()
    }
}

impl Platform {
    /// Adds the objects of an addon, such as `Namespace`, `NetworkPolicy` and `env`. An addon is
    /// [`infrastructure()`](crate::infrastructure), [`monitoring()`](crate::monitoring), your own [`Addon`] or a
    /// function.
    ///
    /// Of several addons with the same name, one runs:
    ///
    /// 1. A later addon replaces an earlier one of the same name.
    /// 2. An addon of the program replaces an addon of the same name that [`Addon::declare`] of another addon adds.
    /// 3. Two addons that each add an addon of the same name are an error, `conflicting-addons`, unless the program adds
    ///    one too. An addon that adds itself is the same error.
    #[doc(alias("Namespace", "NetworkPolicy", "env"))]
    #[allow(clippy::should_implement_trait, reason = "`add` adds an addon, and platforms have no operator `+`")]
    #[track_caller]
    pub fn add(mut self, addon: impl Addon) -> Self {
        let path = std::any::type_name_of_val(&addon);
        let added = AddedAddon { addon: Arc::new(addon), path, at: Location::caller() };
        crate::model::keyed(&mut self.addons, added, AddedAddon::same);
        self
    }
}
