//! Setters of every container: the main container of a workload, init containers and sidecars.
use crate::model::workload::setters_of;
use crate::model::*;
use std::panic::Location;

setters_of! { Pod<T>, Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T>, Container => {
    /// `command`. Default: the entrypoint of the image.
    #[track_caller]
    pub fn command(mut self, command: impl TextList) -> Self {
        self.container().command = command.texts();
        self
    }
    /// `args`. Default: the arguments of the image.
    #[track_caller]
    pub fn args(mut self, args: impl TextList) -> Self {
        self.container().args = args.texts();
        self
    }
    /// `workingDir`. Default: the working directory of the image.
    #[doc(alias = "workingDir")]
    #[track_caller]
    pub fn working_dir(mut self, path: impl Text) -> Self {
        self.container().working_dir = Some(path.into());
        self
    }
    /// One of `securityContext.capabilities.add`, such as `NET_BIND_SERVICE`. Default: none. All other capabilities are
    /// dropped. The Pod Security level `restricted` allows only `NET_BIND_SERVICE`.
    #[doc(alias = "securityContext.capabilities.add")]
    #[track_caller]
    pub fn capability(mut self, name: impl Text) -> Self {
        self.container().capabilities.push(name.into());
        self
    }
    /// `securityContext.privileged: true`, for node agents: access to all devices and to the kernel of the node. Only
    /// the Pod Security level `privileged` allows it.
    #[doc(alias = "securityContext.privileged")]
    #[track_caller]
    pub fn privileged(mut self) -> Self {
        self.container().privileged = true;
        self
    }
    /// `env`: one variable. A later value replaces an earlier value of the same name. The default variables come first
    /// (`ENVIRONMENT`, `PLATFORM_TIER`, `LOG_LEVEL`, `POD_NAME` and others; not in Shared). The variables of stores
    /// follow, then yours. A value that refers to another variable, `$(NAME)`, comes after that variable.
    #[track_caller]
    pub fn env(mut self, name: impl Text, value: impl EnvValue) -> Self {
        let decl = EnvDecl { name: name.into(), value: value.variable(), at: Location::caller() };
        keyed(&mut self.container().env, decl, |a, b| a.name == b.name);
        self
    }
    /// `envFrom`: all keys of a ConfigMap or a Secret, as variables.
    #[doc(alias = "envFrom")]
    #[track_caller]
    pub fn env_from(mut self, source: impl EnvSource) -> Self {
        self.container().env_from.push(source.variables().into());
        self
    }
    /// `volumeMounts` and `volumes`: mounts a volume at a path. A later volume replaces an earlier volume at the same
    /// path. Default: an `emptyDir` of 256Mi at `/tmp`, since the root filesystem is read-only.
    #[doc(alias("volumeMounts", "volumes", "emptyDir"))]
    #[track_caller]
    pub fn mount(mut self, path: impl Text, volume: impl Mountable) -> Self {
        let decl = MountDecl { path: path.into(), volume: volume.into(), at: Location::caller() };
        keyed(&mut self.container().mounts, decl, |a, b| a.path == b.path);
        self
    }
    /// `resources` of `cpu`, in cores or millicores: `millis(250)..=cores(1)`. No tier has a default: without it, the
    /// container causes the finding `missing-resources`.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn cpu(mut self, amount: impl Bounds<Cpu>) -> Self {
        self.container().cpu = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `resources` of `memory`, in bytes: `mebi(512)..=gibi(2)`. No tier has a default: without it, the container is
    /// the finding `missing-resources`.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn memory(mut self, amount: impl Bounds<Memory>) -> Self {
        self.container().memory = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `resources` of `ephemeral-storage`, in bytes. Default: a request of 256Mi and a limit of 1Gi, in every tier.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn ephemeral_storage(mut self, amount: impl Bounds<Memory>) -> Self {
        self.container().ephemeral_storage = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `resources` of any other name, such as `NVIDIA_GPU`, as an integer. The request and the limit are the same.
    #[doc(alias = "resources")]
    #[track_caller]
    pub fn extended_resource(mut self, name: ExtendedResource, n: u32) -> Self {
        keyed(&mut self.container().extended, (name, n), |a, b| a.0 == b.0);
        self
    }
    /// `livenessProbe`. Default: none. A long-running workload without a liveness probe causes the warning
    /// `missing-probe`.
    #[doc(alias = "livenessProbe")]
    #[track_caller]
    pub fn liveness(mut self, probe: impl IntoProbe) -> Self {
        self.container().liveness = Some(probe.into().spec());
        self
    }
    /// `readinessProbe`. Default: none. A service without a readiness probe causes the warning `missing-probe`.
    #[doc(alias = "readinessProbe")]
    #[track_caller]
    pub fn readiness(mut self, probe: impl IntoProbe) -> Self {
        self.container().readiness = Some(probe.into().spec());
        self
    }
    /// `startupProbe`. Default: the action of the liveness probe, up to 24 times, every 5 s. Without a liveness probe:
    /// none.
    #[doc(alias = "startupProbe")]
    #[track_caller]
    pub fn startup(mut self, probe: impl IntoProbe) -> Self {
        self.container().startup = Some(probe.into().spec());
        self
    }
    /// `runAsUser`, `runAsGroup` and `fsGroup` of the pod, as a number. Default: 1000; in Shared, the user of the
    /// image.
    #[doc(alias("runAsUser", "runAsGroup", "fsGroup"))]
    #[track_caller]
    pub fn run_as_user(mut self, id: u32) -> Self {
        self.container().run_as_user = Some(id.into());
        self
    }
    /// `lifecycle.preStop.sleep.seconds`, in seconds. Default: 10 in Stable, 5 in Exp and Quarantine, none in Shared.
    #[doc(alias = "lifecycle.preStop.sleep.seconds")]
    #[track_caller]
    pub fn pre_stop_sleep(mut self, time: impl IntoDuration) -> Self {
        self.container().pre_stop_sleep = Some(Spanned::here(time));
        self
    }
} }
