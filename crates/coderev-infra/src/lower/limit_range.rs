//! `LimitRange`: what a container gets that says nothing, and the most that one may ask for.
use crate::lower::Workload;
use crate::lower::meta::namespaced_meta;
use crate::words::{Bounded, Cpu, Limits, Memory, NamespaceWords, Platform, gibi, mebi, millis};
use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, LimitRangeSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

pub(crate) const NAME: &str = "tier-limits";

pub(crate) fn limit_range(platform: &Platform, namespace: &NamespaceWords, here: &[&Workload<'_>]) -> LimitRange {
    let limits = limits(namespace);
    let largest = Largest::of(here);
    let (mut default_request, mut default, mut max, mut min) =
        (Amounts::default(), Amounts::default(), Amounts::default(), Amounts::default());
    if let Some((cpu, memory)) = limits.default {
        default_request.put("cpu", Some(cpu.request));
        default_request.put("memory", Some(memory.request));
        default.put("cpu", cpu.limit.filter(|_| largest.cpu.is_some()));
        default.put("memory", memory.limit.filter(|_| largest.memory.is_some()));
    }
    if let Some(storage) = limits.default_ephemeral_storage {
        default_request.put("ephemeral-storage", Some(storage.request));
        default.put("ephemeral-storage", storage.limit);
    }
    let stated = limits.max;
    max.put("cpu", largest.cpu.map(|largest| stated.map_or(largest, |(cpu, _)| cpu.max(largest))));
    max.put("memory", largest.memory.map(|largest| stated.map_or(largest, |(_, memory)| memory.max(largest))));
    if let Some((cpu, memory)) = limits.min {
        min.put("cpu", Some(cpu));
        min.put("memory", Some(memory));
    }
    let item = LimitRangeItem {
        type_: "Container".into(),
        default_request: default_request.some(),
        default: default.some(),
        max: max.some(),
        min: min.some(),
        ..Default::default()
    };
    let spec = LimitRangeSpec { limits: vec![item] };
    LimitRange { metadata: namespaced_meta(platform, namespace, NAME), spec: spec.into() }
}

/// What the tier states, or the library.
pub(crate) fn limits(namespace: &NamespaceWords) -> Limits {
    namespace.spec.limits.clone().unwrap_or_else(library)
}

/// Of a tier that states none.
fn library() -> Limits {
    Limits::new()
        .default(millis(100)..=millis(500), mebi(128)..=mebi(512))
        .default_ephemeral_storage(mebi(128)..=mebi(512))
        .min(millis(10), mebi(16))
}

#[derive(Default)]
struct Amounts(BTreeMap<String, Quantity>);
impl Amounts {
    fn put(&mut self, name: &str, amount: Option<impl ToString>) {
        self.0.extend(amount.map(|amount| (name.to_owned(), Quantity(amount.to_string()))));
    }
    fn some(self) -> Option<BTreeMap<String, Quantity>> {
        (!self.0.is_empty()).then_some(self.0)
    }
}

/// The largest limit of all containers; none of a resource that one of them does not limit, since a default or a maximum would then
/// limit it after all.
struct Largest {
    cpu: Option<Cpu>,
    memory: Option<Memory>,
}
impl Largest {
    fn of(here: &[&Workload<'_>]) -> Self {
        let containers: Vec<_> = here.iter().flat_map(|workload| workload.resources()).collect();
        let cpu = containers.iter().map(|it| it.cpu.and_then(|cpu| cpu.limit));
        let memory = containers.iter().map(|it| it.memory.and_then(|memory: Bounded<Memory>| memory.limit));
        Self {
            cpu: cpu.collect::<Option<Vec<_>>>().map(|all| all.into_iter().max().unwrap_or(millis(500))),
            memory: memory.collect::<Option<Vec<_>>>().map(|all| all.into_iter().max().unwrap_or(gibi(1))),
        }
    }
}
