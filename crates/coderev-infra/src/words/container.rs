//! What every container may say.
use crate::words::{
    Bounded, Cpu, ExtendedResource, Memory, Place, Port, ProbeSpec, Said, Variable, Variables, Volume, say,
};
use std::panic::Location;
use std::time::Duration;

/// What was said of one container.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContainerWords {
    pub(crate) command: Vec<String>,
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<EnvWord>,
    pub(crate) env_from: Vec<Said<Variables>>,
    pub(crate) mounts: Vec<MountWord>,
    pub(crate) cpu: Option<Said<Bounded<Cpu>>>,
    pub(crate) memory: Option<Said<Bounded<Memory>>>,
    pub(crate) ephemeral_storage: Option<Said<Bounded<Memory>>>,
    pub(crate) extended: Vec<(ExtendedResource, u32)>,
    pub(crate) liveness: Option<ProbeSpec>,
    pub(crate) readiness: Option<ProbeSpec>,
    pub(crate) startup: Option<ProbeSpec>,
    pub(crate) run_as_user: Option<Said<u32>>,
    pub(crate) pre_stop_sleep: Option<Said<Duration>>,
    pub(crate) working_dir: Option<String>,
    pub(crate) capabilities: Vec<String>,
    pub(crate) privileged: bool,
}
#[derive(Clone, Debug)]
pub(crate) struct EnvWord {
    pub(crate) name: String,
    pub(crate) value: Variable,
    pub(crate) at: Place,
}
#[derive(Clone, Debug)]
pub(crate) struct MountWord {
    pub(crate) path: String,
    pub(crate) volume: Volume,
    pub(crate) at: Place,
}

/// The words of every container, the main one included.
macro_rules! container_words {
    ([$($g:tt)*] $name:ty) => {
        crate::words::say!(impl [$($g)*] $name {
            /// `command`: the image's when none is said.
            command(words: impl IntoIterator<Item = impl Into<String>>) |it| it.container().command = words.into_iter().map(Into::into).collect();
            /// `args`: the image's when none are said.
            args(words: impl IntoIterator<Item = impl Into<String>>) |it| it.container().args = words.into_iter().map(Into::into).collect();
            /// `workingDir`: the image's when none is said.
            working_dir(path: impl Into<String>) |it| it.container().working_dir = Some(path.into());
            /// One of `securityContext.capabilities.add`, as `NET_BIND_SERVICE`: none when nobody says; all others are dropped. Pod Security
            /// `restricted` knows this one alone.
            capability(name: impl Into<String>) |it| it.container().capabilities.push(name.into());
            /// `securityContext.privileged: true`, for agents that serve their node: all of its devices, and its kernel. Pod Security lets it in at
            /// `privileged` alone.
            privileged() |it| it.container().privileged = true;
            /// `env`. The same name again: the later wins. The platform's own come first, but in Shared: `ENVIRONMENT`, `PLATFORM_TIER`,
            /// `LOG_LEVEL`, `POD_NAME`, ..; then those of the stores.
            env(name: impl Into<String>, value: impl crate::words::EnvValue) |it| {
                let word = crate::words::EnvWord { name: name.into(), value: value.variable(), at: std::panic::Location::caller() };
                crate::words::keyed(&mut it.container().env, word, |a, b| a.name == b.name)
            };
            /// `envFrom`: all keys of a config map or of a secret, as variables.
            env_from(source: impl crate::words::EnvSource) |it| it.container().env_from.push(source.variables().into());
            /// `volumeMounts` and `volumes`, by path. The root filesystem cannot be written, so `/tmp` is an `emptyDir` of 256Mi when nobody
            /// says otherwise.
            mount(path: impl Into<String>, volume: impl crate::words::Mountable) |it| {
                let word = crate::words::MountWord { path: path.into(), volume: volume.into(), at: std::panic::Location::caller() };
                crate::words::keyed(&mut it.container().mounts, word, |a, b| a.path == b.path)
            };
            /// `resources` of `cpu`, in cores or thousandths of one: `millis(250)..=cores(1)`. No tier has a default: none said is an error.
            cpu(amount: impl crate::words::Bounds<crate::words::Cpu>) |it| it.container().cpu = Some(crate::words::Bounded::of(&amount).into());
            /// `resources` of `memory`, in bytes: `mebi(512)..=gibi(2)`. No tier has a default: none said is an error.
            memory(amount: impl crate::words::Bounds<crate::words::Memory>) |it| it.container().memory = Some(crate::words::Bounded::of(&amount).into());
            /// `resources` of `ephemeral-storage`, in bytes: 256Mi to 1Gi when nobody says, in every tier.
            ephemeral_storage(amount: impl crate::words::Bounds<crate::words::Memory>) |it| it.container().ephemeral_storage = Some(crate::words::Bounded::of(&amount).into());
            /// `resources` of any other name, as a whole number: `NVIDIA_GPU`. Request and limit are the same.
            extended_resource(name: crate::words::ExtendedResource, n: u32) |it| crate::words::keyed(&mut it.container().extended, (name, n), |a, b| a.0 == b.0);
            /// `livenessProbe`: none when nobody says, which is a warning.
            liveness(probe: crate::words::Probe) |it| it.container().liveness = Some(probe.spec());
            /// `readinessProbe`: none when nobody says, which is a warning.
            readiness(probe: crate::words::Probe) |it| it.container().readiness = Some(probe.spec());
            /// `startupProbe`: the liveness probe's action, 24 times each 5 s, when nobody says and there is a liveness probe.
            startup(probe: crate::words::Probe) |it| it.container().startup = Some(probe.spec());
            /// `runAsUser`, `runAsGroup` and `fsGroup` of the pod, as a number: 1000 when nobody says, in Shared the image's own.
            run_as_user(id: u32) |it| it.container().run_as_user = Some(id.into());
            /// `lifecycle.preStop.sleep.seconds`, in whole seconds: the tier's when nobody says, which is 10 in Stable, 5 in Exp and Quarantine,
            /// none in Shared.
            pre_stop_sleep(time: std::time::Duration) |it| it.container().pre_stop_sleep = Some(time.into());
        });
    };
}
pub(crate) use container_words;

impl ContainerWords {
    /// The words of `stronger`, said after these: keyed lists by key, other lists add, one value replaces another.
    pub(crate) fn then(mut self, stronger: Self) -> Self {
        use crate::words::keyed;
        for word in stronger.env {
            keyed(&mut self.env, word, |a, b| a.name == b.name);
        }
        for word in stronger.mounts {
            keyed(&mut self.mounts, word, |a, b| a.path == b.path);
        }
        for resource in stronger.extended {
            keyed(&mut self.extended, resource, |a, b| a.0 == b.0);
        }
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
///     .cpu(millis(20)..=millis(100))
///     .memory(mebi(32)..=mebi(64));
/// let web: Service<Stable> = Service::new("web", "ghcr.io/shop/web:1.0.0").sidecar(router);
/// # let _ = web;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a container runs only where a workload has it: `.init(..)` or `.sidecar(..)`"]
pub struct Container {
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) at: Place,
    pub(crate) words: ContainerWords,
    pub(crate) ports: Vec<Port>,
    pub(crate) with_stores: bool,
}
impl Container {
    /// `name` in the pod, and `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            image: image.into(),
            at: Location::caller(),
            words: ContainerWords::default(),
            ports: Vec::new(),
            with_stores: false,
        }
    }
    const fn container(&mut self) -> &mut ContainerWords {
        &mut self.words
    }
}
container_words!([] Container);
say!(impl [] Container {
    /// One of `ports`. Nothing is opened by it.
    port(port: Port) |it| it.ports.push(port);
    /// `env`: the variables of the stores that its pod uses, which only the main container has when nobody says.
    with_stores() |it| it.with_stores = true;
});
