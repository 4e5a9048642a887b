//! Containers, and the fields that every container has.
use crate::model::{
    Allow, Bounded, Cpu, ExtendedResource, IntoPort, Memory, Place, Port, ProbeSpec, Spanned, Variable, Variables,
    Volume,
};
use std::panic::Location;
use std::time::Duration;

/// The declared fields of one container.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContainerDecl {
    pub(crate) command: Vec<String>,
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<EnvDecl>,
    pub(crate) env_from: Vec<Spanned<Variables>>,
    pub(crate) mounts: Vec<MountDecl>,
    pub(crate) cpu: Option<Spanned<Bounded<Cpu>>>,
    pub(crate) memory: Option<Spanned<Bounded<Memory>>>,
    pub(crate) ephemeral_storage: Option<Spanned<Bounded<Memory>>>,
    pub(crate) extended: Vec<(ExtendedResource, u32)>,
    pub(crate) liveness: Option<ProbeSpec>,
    pub(crate) readiness: Option<ProbeSpec>,
    pub(crate) startup: Option<ProbeSpec>,
    pub(crate) run_as_user: Option<Spanned<u32>>,
    pub(crate) pre_stop_sleep: Option<Spanned<Duration>>,
    pub(crate) working_dir: Option<String>,
    pub(crate) capabilities: Vec<String>,
    pub(crate) privileged: bool,
}
#[derive(Clone, Debug)]
pub(crate) struct EnvDecl {
    pub(crate) name: String,
    pub(crate) value: Variable,
    pub(crate) at: Place,
}
#[derive(Clone, Debug)]
pub(crate) struct MountDecl {
    pub(crate) path: String,
    pub(crate) volume: Volume,
    pub(crate) at: Place,
}

impl ContainerDecl {
    /// Merges `stronger` into these fields: lists with keys merge by key, other lists are appended, and single values
    /// are replaced.
    pub(crate) fn then(mut self, stronger: Self) -> Self {
        use crate::model::merge_keyed;
        merge_keyed(&mut self.env, stronger.env, |a, b| a.name == b.name);
        merge_keyed(&mut self.mounts, stronger.mounts, |a, b| a.path == b.path);
        merge_keyed(&mut self.extended, stronger.extended, |a, b| a.0 == b.0);
        self.env_from.extend(stronger.env_from);
        self.capabilities.extend(stronger.capabilities);
        Self {
            command: if stronger.command.is_empty() { self.command } else { stronger.command },
            args: if stronger.args.is_empty() { self.args } else { stronger.args },
            cpu: stronger.cpu.or(self.cpu),
            memory: stronger.memory.or(self.memory),
            ephemeral_storage: stronger.ephemeral_storage.or(self.ephemeral_storage),
            liveness: stronger.liveness.or(self.liveness),
            readiness: stronger.readiness.or(self.readiness),
            startup: stronger.startup.or(self.startup),
            run_as_user: stronger.run_as_user.or(self.run_as_user),
            pre_stop_sleep: stronger.pre_stop_sleep.or(self.pre_stop_sleep),
            working_dir: stronger.working_dir.or(self.working_dir),
            privileged: stronger.privileged || self.privileged,
            ..self
        }
    }
}

/// An init container or a sidecar.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let fetch = Container::new("fetch", "ghcr.io/acme/fetch:1.0.0")
///     .command(["/fetch"])
///     .args(["--all"])
///     .working_dir("/models")
///     .env_from(Secret::new("fetch-credentials"))
///     .run_as_user(2000)
///     .cpu(millis(100)..)
///     .memory(mebi(128)..)
///     .ephemeral_storage(gibi(1)..=gibi(4))
///     .with_stores();
/// let proxy = Container::new("proxy", "ghcr.io/acme/proxy:1.0.0")
///     .port(Port::tcp(443))
///     .capability("NET_BIND_SERVICE")
///     .startup(Probe::tcp().failure_threshold(60))
///     .pre_stop_sleep(seconds(15));
/// let serve: Service<Exp> = Service::new("serve", "ghcr.io/acme/serve:1.0.0")
///     .extended_resource(coderev_infra::NVIDIA_GPU, 1)
///     .uses(&MINIO)
///     .init(fetch)
///     .sidecar(proxy);
/// # let _ = serve;
/// ```
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let router = Container::new("log-router", "ghcr.io/shop/log-router:1.4.2")
///     .allow("missing-resources", "its load is not measured yet");
/// let web: Service<Stable> = Service::new("web", "ghcr.io/shop/web:1.0.0").sidecar(router);
/// # let _ = web;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a container has no effect by itself: pass it to `.init(..)` or `.sidecar(..)` of a workload"]
pub struct Container {
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) at: Place,
    pub(crate) fields: ContainerDecl,
    pub(crate) ports: Vec<Port>,
    pub(crate) with_stores: bool,
    pub(crate) allows: Vec<Allow>,
}
impl Container {
    /// `name` of the container, and its `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            image: image.into(),
            at: Location::caller(),
            fields: ContainerDecl::default(),
            ports: Vec::new(),
            with_stores: false,
            allows: Vec::new(),
        }
    }
    pub(crate) const fn container(&mut self) -> &mut ContainerDecl {
        &mut self.fields
    }
}
impl Container {
    /// One of `ports`. The network policies do not change.
    #[doc(alias = "ports")]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.ports.push(port.into());
        self
    }
    /// `env`: adds the variables of the stores that the pod uses. Default: only the main container has these variables.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn with_stores(mut self) -> Self {
        self.with_stores = true;
        self
    }
    /// Suppresses the findings of one rule on this container, with a reason. See [`crate::book::findings`].
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.allows.push(Allow::new(rule, reason));
        self
    }
}
