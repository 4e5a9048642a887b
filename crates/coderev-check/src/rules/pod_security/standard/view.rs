//! A pod in the form that the standards need: one type for the security contexts of pods and containers, and one for
//! all kinds of containers.
use super::Owner;
use k8s_openapi::api::core::v1::{
    AppArmorProfile, ContainerPort, Lifecycle, PodSpec, Probe, SELinuxOptions, SeccompProfile, SecurityContext,
    WindowsSecurityContextOptions,
};
use std::collections::BTreeMap;

pub(super) struct View<'a> {
    pub(super) pod: &'a PodSpec,
    pub(super) annotations: Option<&'a BTreeMap<String, String>>,
    /// The security context of the pod. Default: empty.
    pub(super) own: Context<'a>,
    pub(super) parts: Vec<Part<'a>>,
}
/// A container of any kind.
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    /// The JSON pointer within the pod template, without its index.
    list: &'static str,
    index: usize,
    pub(super) security: Option<&'a SecurityContext>,
    pub(super) ports: &'a [ContainerPort],
    probes: [(&'static str, &'static str, Option<&'a Probe>); 3],
    lifecycle: Option<&'a Lifecycle>,
}
/// The fields that the security contexts of pods and containers share.
#[derive(Default)]
pub(super) struct Context<'a> {
    pub(super) app_armor: Option<&'a AppArmorProfile>,
    pub(super) seccomp: Option<&'a SeccompProfile>,
    pub(super) se_linux: Option<&'a SELinuxOptions>,
    pub(super) windows: Option<&'a WindowsSecurityContextOptions>,
    pub(super) run_as_non_root: Option<bool>,
    pub(super) run_as_user: Option<i64>,
}

/// Pods and containers have separate types, with fields of the same names.
macro_rules! context {
    ($of:expr) => {
        $of.map(|it| Context {
            app_armor: it.app_armor_profile.as_ref(),
            seccomp: it.seccomp_profile.as_ref(),
            se_linux: it.se_linux_options.as_ref(),
            windows: it.windows_options.as_ref(),
            run_as_non_root: it.run_as_non_root,
            run_as_user: it.run_as_user,
        })
        .unwrap_or_default()
    };
}
macro_rules! parts {
    ($list:literal, $all:expr) => {
        $all.enumerate().map(|(index, it)| Part {
            name: &it.name,
            list: $list,
            index,
            security: it.security_context.as_ref(),
            ports: it.ports.as_deref().unwrap_or_default(),
            probes: [
                ("livenessProbe.httpGet.host", "livenessProbe.tcpSocket.host", it.liveness_probe.as_ref()),
                ("readinessProbe.httpGet.host", "readinessProbe.tcpSocket.host", it.readiness_probe.as_ref()),
                ("startupProbe.httpGet.host", "startupProbe.tcpSocket.host", it.startup_probe.as_ref()),
            ],
            lifecycle: it.lifecycle.as_ref(),
        })
    };
}

impl<'a> View<'a> {
    pub(super) fn new(pod: &'a PodSpec, annotations: Option<&'a BTreeMap<String, String>>) -> Self {
        let init = parts!("/spec/initContainers", pod.init_containers.iter().flatten());
        let main = parts!("/spec/containers", pod.containers.iter());
        let ephemeral = parts!("/spec/ephemeralContainers", pod.ephemeral_containers.iter().flatten());
        let parts = init.chain(main).chain(ephemeral).collect();
        Self { pod, annotations, own: context!(pod.security_context.as_ref()), parts }
    }
    pub(super) fn is_windows(&self) -> bool {
        self.pod.os.as_ref().is_some_and(|os| os.name == "windows")
    }
    /// The security contexts of the pod and of its containers.
    pub(super) fn contexts(&self) -> impl Iterator<Item = (Holder<'_>, Context<'a>)> {
        let own = context!(self.pod.security_context.as_ref());
        let parts = self.parts.iter().map(|part| (Holder::Container(part), part.context()));
        std::iter::once((Holder::Pod, own)).chain(parts)
    }
}

/// The owner of a field: the pod or a container.
#[derive(Clone, Copy)]
pub(super) enum Holder<'a> {
    Pod,
    Container(&'a Part<'a>),
}
impl Holder<'_> {
    pub(super) fn owner(self) -> Owner {
        match self {
            Self::Pod => Owner::Pod,
            Self::Container(part) => Owner::Containers(vec![part.name.to_owned()]),
        }
    }
    /// The JSON pointer of `field` within the pod template: `securityContext.privileged`, or the name of a container
    /// that does not set the field.
    pub(super) fn pointer(self, field: &str) -> String {
        let field = field.replace('.', "/");
        match self {
            Self::Pod => format!("/spec/{field}"),
            Self::Container(part) => format!("{}/{}/{field}", part.list, part.index),
        }
    }
}

impl<'a> Part<'a> {
    pub(super) fn context(&self) -> Context<'a> {
        context!(self.security)
    }
    /// The capabilities that it adds.
    pub(super) fn added(&self) -> impl Iterator<Item = &'a str> {
        let capabilities = self.security.and_then(|it| it.capabilities.as_ref());
        capabilities.into_iter().flat_map(|it| it.add.iter().flatten()).map(String::as_str)
    }
    /// The capabilities that it drops.
    pub(super) fn dropped(&self) -> impl Iterator<Item = &'a str> {
        let capabilities = self.security.and_then(|it| it.capabilities.as_ref());
        capabilities.into_iter().flat_map(|it| it.drop.iter().flatten()).map(String::as_str)
    }
    /// The hosts that probes and lifecycle hooks connect to, each with its field.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let mut hosts = Vec::new();
        let mut put = |field, host: Option<&'a String>| hosts.extend(host.map(|host| (field, &**host)));
        for (http, tcp, probe) in self.probes {
            put(http, probe.and_then(|it| it.http_get.as_ref()?.host.as_ref()));
            put(tcp, probe.and_then(|it| it.tcp_socket.as_ref()?.host.as_ref()));
        }
        let hooks = [
            (
                "lifecycle.postStart.httpGet.host",
                "lifecycle.postStart.tcpSocket.host",
                self.lifecycle.and_then(|it| it.post_start.as_ref()),
            ),
            (
                "lifecycle.preStop.httpGet.host",
                "lifecycle.preStop.tcpSocket.host",
                self.lifecycle.and_then(|it| it.pre_stop.as_ref()),
            ),
        ];
        for (http, tcp, hook) in hooks {
            put(http, hook.and_then(|it| it.http_get.as_ref()?.host.as_ref()));
            put(tcp, hook.and_then(|it| it.tcp_socket.as_ref()?.host.as_ref()));
        }
        hosts.into_iter().filter(|(_, host)| !host.is_empty())
    }
}
