//! Setters of every container: the main one of a workload, init containers and sidecars.
use crate::model::workload::setters_of;
use crate::model::*;
use std::panic::Location;

setters_of! { Pod<T>, Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T>, Container => {
    /// `command`: the image's when none is said.
    #[track_caller]
    pub fn command(mut self, settings: impl TextList) -> Self {
        self.container().command = settings.texts();
        self
    }
    /// `args`: the image's when none are said.
    #[track_caller]
    pub fn args(mut self, settings: impl TextList) -> Self {
        self.container().args = settings.texts();
        self
    }
    /// `workingDir`: the image's when none is said.
    #[doc(alias = "workingDir")]
    #[track_caller]
    pub fn working_dir(mut self, path: impl Text) -> Self {
        self.container().working_dir = Some(path.into());
        self
    }
    /// One of `securityContext.capabilities.add`, as `NET_BIND_SERVICE`: none when nobody says; all others are dropped. Pod Security
    /// `restricted` knows this one alone.
    #[doc(alias = "securityContext.capabilities.add")]
    #[track_caller]
    pub fn capability(mut self, name: impl Text) -> Self {
        self.container().capabilities.push(name.into());
        self
    }
    /// `securityContext.privileged: true`, for agents that serve their node: all of its devices, and its kernel. Pod Security lets it in at
    /// `privileged` alone.
    #[doc(alias = "securityContext.privileged")]
    #[track_caller]
    pub fn privileged(mut self) -> Self {
        self.container().privileged = true;
        self
    }
    /// `env`. The same name again: the later wins. The platform's own come first, but in Shared: `ENVIRONMENT`, `PLATFORM_TIER`,
    /// `LOG_LEVEL`, `POD_NAME`, ..; then those of the stores.
    #[track_caller]
    pub fn env(mut self, name: impl Text, value: impl EnvValue) -> Self {
        let decl = EnvDecl { name: name.into(), value: value.variable(), at: Location::caller() };
        keyed(&mut self.container().env, decl, |a, b| a.name == b.name);
        self
    }
    /// `envFrom`: all keys of a config map or of a secret, as variables.
    #[doc(alias = "envFrom")]
    #[track_caller]
    pub fn env_from(mut self, source: impl EnvSource) -> Self {
        self.container().env_from.push(source.variables().into());
        self
    }
    /// `volumeMounts` and `volumes`, by path. The root filesystem cannot be written, so `/tmp` is an `emptyDir` of 256Mi when nobody
    /// says otherwise.
    #[doc(alias("volumeMounts", "volumes", "emptyDir"))]
    #[track_caller]
    pub fn mount(mut self, path: impl Text, volume: impl Mountable) -> Self {
        let decl = MountDecl { path: path.into(), volume: volume.into(), at: Location::caller() };
        keyed(&mut self.container().mounts, decl, |a, b| a.path == b.path);
        self
    }
    /// `resources` of `cpu`, in cores or thousandths of one: `millis(250)..=cores(1)`. No tier has a default: none said is an error.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn cpu(mut self, amount: impl Bounds<Cpu>) -> Self {
        self.container().cpu = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `resources` of `memory`, in bytes: `mebi(512)..=gibi(2)`. No tier has a default: none said is an error.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn memory(mut self, amount: impl Bounds<Memory>) -> Self {
        self.container().memory = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `resources` of `ephemeral-storage`, in bytes: 256Mi to 1Gi when nobody says, in every tier.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn ephemeral_storage(mut self, amount: impl Bounds<Memory>) -> Self {
        self.container().ephemeral_storage = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `resources` of any other name, as a whole number: `NVIDIA_GPU`. Request and limit are the same.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn extended_resource(mut self, name: ExtendedResource, n: u32) -> Self {
        keyed(&mut self.container().extended, (name, n), |a, b| a.0 == b.0);
        self
    }
    /// `livenessProbe`: none when nobody says, which is a warning.
    #[doc(alias = "livenessProbe")]
    #[track_caller]
    pub fn liveness(mut self, probe: impl IntoProbe) -> Self {
        self.container().liveness = Some(probe.into().spec());
        self
    }
    /// `readinessProbe`: none when nobody says, which is a warning.
    #[doc(alias = "readinessProbe")]
    #[track_caller]
    pub fn readiness(mut self, probe: impl IntoProbe) -> Self {
        self.container().readiness = Some(probe.into().spec());
        self
    }
    /// `startupProbe`: the liveness probe's action, 24 times each 5 s, when nobody says and there is a liveness probe.
    #[doc(alias = "startupProbe")]
    #[track_caller]
    pub fn startup(mut self, probe: impl IntoProbe) -> Self {
        self.container().startup = Some(probe.into().spec());
        self
    }
    /// `runAsUser`, `runAsGroup` and `fsGroup` of the pod, as a number: 1000 when nobody says, in Shared the image's own.
    #[doc(alias("runAsUser", "runAsGroup", "fsGroup"))]
    #[track_caller]
    pub fn run_as_user(mut self, id: u32) -> Self {
        self.container().run_as_user = Some(id.into());
        self
    }
    /// `lifecycle.preStop.sleep.seconds`, in whole seconds: the tier's when nobody says, which is 10 in Stable, 5 in Exp and Quarantine,
    /// none in Shared.
    #[doc(alias = "lifecycle.preStop.sleep.seconds")]
    #[track_caller]
    pub fn pre_stop_sleep(mut self, time: impl IntoDuration) -> Self {
        self.container().pre_stop_sleep = Some(Spanned::here(time));
        self
    }
} }
