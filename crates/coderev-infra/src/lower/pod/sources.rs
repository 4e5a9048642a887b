//! Where the fields of a workload and of its pods come from.
use crate::lower::cx::WorkloadCx;
use crate::lower::record::Source;
use crate::model::{ContainerDecl, Place, ProbeSpec};
use coderev_objects::Object;
use k8s_openapi::api::core::v1::{Container, Probe};

/// The sources of the fields of `object`, which runs the pods of the workload.
pub(super) fn sources(cx: &WorkloadCx<'_>, object: &Object) -> Vec<(String, Source)> {
    let mut fields = Vec::new();
    if matches!(object, Object::Deployment(_) | Object::StatefulSet(_)) && cx.workload.stated_replicas().is_some() {
        fields.push(("/spec/replicas".to_owned(), replicas(cx)));
    }
    let Some(template) = object.template() else { return fields };
    let (pod, root) = (template.spec(), format!("{}/spec", template.pointer()));
    fields.extend(grace_period(cx).map(|source| (format!("{root}/terminationGracePeriodSeconds"), source)));
    let main = pod.containers.iter().enumerate().map(|(at, it)| (format!("{root}/containers/{at}"), it));
    let init = pod.init_containers.iter().flatten().enumerate();
    let init = init.map(|(at, it)| (format!("{root}/initContainers/{at}"), it));
    for (pointer, container) in main.chain(init) {
        match DeclaredContainer::find(cx, &container.name) {
            Some(declared) => declared.container(cx, container, &pointer, &mut fields),
            // The tier adds the read-only gate.
            None => fields.push((pointer, tier(cx))),
        }
    }
    fields
}

/// The spec of the workload's tier.
pub(in crate::lower) fn tier(cx: &WorkloadCx<'_>) -> Source {
    Source::Tier(cx.workload.spec().name.clone())
}

/// The addon that was added at this line.
pub(in crate::lower) fn preset(cx: &WorkloadCx<'_>, at: Place) -> Source {
    let added = cx.workload.platform.addons.iter().find(|it| it.at == at);
    Source::Preset { addon: added.map(|it| it.addon.name().to_owned()).unwrap_or_default(), at }
}

fn replicas(cx: &WorkloadCx<'_>) -> Source {
    let spec = cx.workload.spec();
    match cx.workload.declared.replicas {
        Some(declared) => Source::Setter(declared.at),
        // Each tier allows one replica unless it sets a range.
        None if spec.replicas_by_default() > 1 || spec.default_replicas.is_some() => tier(cx),
        None => Source::Default,
    }
}

/// None if routes with a long timeout extend the period: several routes can be the longest.
fn grace_period(cx: &WorkloadCx<'_>) -> Option<Source> {
    let workload = cx.workload;
    match (workload.pod.grace, workload.spec().termination_grace_period) {
        (Some(declared), _) => Some(Source::Setter(declared.at)),
        (None, Some(period)) => (workload.grace() == period).then(|| tier(cx)),
        (None, None) => (workload.grace() > workload.needed_grace()).then_some(Source::Default),
    }
}

/// The declaration of a container.
struct DeclaredContainer<'a> {
    at: Place,
    fields: &'a ContainerDecl,
    is_main: bool,
    /// Whether it has the variables of stores.
    has_stores: bool,
}
impl<'a> DeclaredContainer<'a> {
    fn find(cx: &WorkloadCx<'a>, name: &str) -> Option<Self> {
        let (declared, pod) = (cx.workload.declared, &cx.workload.pod);
        if name == declared.name {
            return Some(Self { at: declared.origin, fields: &pod.container, is_main: true, has_stores: true });
        }
        let other = pod.sidecars.iter().chain(&pod.init).find(|it| it.name == name)?;
        Some(Self { at: other.at, fields: &other.fields, is_main: false, has_stores: other.with_stores })
    }

    fn container(&self, cx: &WorkloadCx<'_>, container: &Container, at: &str, fields: &mut Vec<(String, Source)>) {
        let declared = self.fields;
        fields.push((format!("{at}/image"), Source::Setter(self.at)));
        let amounts = [
            ("cpu", declared.cpu.map(|it| it.at)),
            ("memory", declared.memory.map(|it| it.at)),
            ("ephemeral-storage", declared.ephemeral_storage.map(|it| it.at)),
        ];
        for (name, setter) in amounts {
            let source = setter.map_or(Source::Default, Source::Setter);
            let resources = container.resources.as_ref();
            let lists = [
                ("requests", resources.and_then(|it| it.requests.as_ref())),
                ("limits", resources.and_then(|it| it.limits.as_ref())),
            ];
            let set = lists.into_iter().filter(|(_, amounts)| amounts.is_some_and(|it| it.contains_key(name)));
            fields.extend(set.map(|(list, _)| (format!("{at}/resources/{list}/{name}"), source.clone())));
        }
        for (slot, probe, declared) in [
            ("livenessProbe", &container.liveness_probe, &declared.liveness),
            ("readinessProbe", &container.readiness_probe, &declared.readiness),
            ("startupProbe", &container.startup_probe, &declared.startup),
        ] {
            if let Some(probe) = probe {
                probe_fields(probe, declared.as_ref(), &format!("{at}/{slot}"), fields);
            }
        }
        for (index, variable) in container.env.iter().flatten().enumerate() {
            let source = self.variable(cx, &variable.name);
            fields.extend(source.map(|source| (format!("{at}/env/{index}"), source)));
        }
    }

    /// The source of a variable. The variables of the workload replace variables of addons and stores.
    fn variable(&self, cx: &WorkloadCx<'_>, name: &str) -> Option<Source> {
        let workload = cx.workload;
        // A secret can be a file: `TOKEN_FILE` instead of `TOKEN`.
        let plain = workload.pod.secret_files.and_then(|_| name.strip_suffix("_FILE"));
        let is = |other: &str| other == name || Some(other) == plain;
        let own = self.fields.env.iter().find(|it| is(&it.name)).map(|it| Source::Setter(it.at));
        let added = || {
            let added = cx
                .resolved
                .contributions
                .for_workload(workload.id)
                .env
                .iter()
                .find(|it| self.is_main && is(&it.name))?;
            Some(preset(cx, added.at))
        };
        let store = || {
            let mut stores = workload.stores.iter().filter(|_| self.has_stores);
            let store = stores.find(|it| it.variables().iter().any(|(name, _)| is(name)))?;
            Some(Source::Setter(store.used.at))
        };
        let library = || match name {
            "ENVIRONMENT" | "PLATFORM_TIER" | "LOG_LEVEL" => tier(cx),
            _ => Source::Default,
        };
        own.or_else(added).or_else(store).or_else(|| self.is_main.then(library))
    }
}

/// Without a startup probe of its own, a container gets the one of its liveness probe by default.
fn probe_fields(probe: &Probe, declared: Option<&ProbeSpec>, at: &str, fields: &mut Vec<(String, Source)>) {
    let Some(declared) = declared else {
        fields.push((at.to_owned(), Source::Default));
        return;
    };
    fields.push((at.to_owned(), Source::Setter(declared.at)));
    let defaults = [
        ("periodSeconds", declared.period.is_none() && probe.period_seconds.is_some()),
        ("timeoutSeconds", declared.timeout.is_none() && probe.timeout_seconds.is_some()),
        ("failureThreshold", declared.failure_threshold.is_none() && probe.failure_threshold.is_some()),
    ];
    let defaults = defaults.into_iter().filter(|(_, is_default)| *is_default);
    fields.extend(defaults.map(|(field, _)| (format!("{at}/{field}"), Source::Default)));
}
