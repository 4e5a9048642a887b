//! `LimitRange`: the defaults of a container, and its minimum and maximum.
use crate::lower::cx::NamespaceCx;
use crate::lower::meta::namespaced_meta;
use crate::lower::output::Output;
use crate::model::{Bounded, Cpu, Memory, gibi, millis};
use crate::resolve::resources::{Resources, limits};
use crate::resolve::workload::Workload;
use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, LimitRangeSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

const NAME: &str = "tier-limits";

pub(super) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    if cx.declared.spec.has_limits {
        out.put(limit_range(cx), cx.declared.at, &cx.declared.name);
    }
}

fn limit_range(cx: &NamespaceCx<'_>) -> LimitRange {
    let limits = limits(cx.declared);
    let declared = Extremes::from_workloads(cx.workloads);
    let (mut default_request, mut default, mut max, mut min) =
        (Amounts::default(), Amounts::default(), Amounts::default(), Amounts::default());
    if let Some((cpu, memory)) = limits.default {
        default_request.put("cpu", Some(cpu.request));
        default_request.put("memory", Some(memory.request));
        default.put("cpu", cpu.limit.filter(|_| declared.max_cpu.is_some()));
        default.put("memory", memory.limit.filter(|_| declared.max_memory.is_some()));
    }
    if let Some(storage) = limits.default_ephemeral_storage {
        default_request.put("ephemeral-storage", Some(storage.request));
        default.put("ephemeral-storage", storage.limit.filter(|_| declared.limits_storage));
    }
    // All workloads and the defaults are within the bounds: the API server would refuse them otherwise.
    let (tier_max, defaults) = (limits.max.unzip(), limits.default.unzip());
    max.put("cpu", declared.max_cpu.map(|cpu| largest([Some(cpu), tier_max.0, defaults.0.map(upper)])));
    max.put("memory", declared.max_memory.map(|memory| largest([Some(memory), tier_max.1, defaults.1.map(upper)])));
    if let Some((cpu, memory)) = limits.min {
        let defaults = limits.default.map(|(cpu, memory)| (cpu.request, memory.request)).unzip();
        min.put("cpu", [Some(cpu), declared.min_cpu, defaults.0].into_iter().flatten().min());
        min.put("memory", [Some(memory), declared.min_memory, defaults.1].into_iter().flatten().min());
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
    LimitRange { metadata: namespaced_meta(cx.platform, cx.declared, NAME), spec: spec.into() }
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

/// The largest limit and the smallest request of all containers. If a container does not limit a resource, the resource
/// has no largest limit: a default or a maximum would limit that container too.
struct Extremes {
    max_cpu: Option<Cpu>,
    max_memory: Option<Memory>,
    min_cpu: Option<Cpu>,
    min_memory: Option<Memory>,
    /// Whether every container limits its ephemeral storage.
    limits_storage: bool,
}
impl Extremes {
    fn from_workloads(here: &[Workload<'_>]) -> Self {
        let containers: Vec<_> = here.iter().flat_map(Resources::of_all).collect();
        let cpu = || containers.iter().map(|it| it.cpu);
        let memory = || containers.iter().map(|it| it.memory);
        let limits_cpu = cpu().map(|cpu| cpu.and_then(|cpu| cpu.limit));
        let limits_memory = memory().map(|memory| memory.and_then(|memory| memory.limit));
        Self {
            max_cpu: limits_cpu.collect::<Option<Vec<_>>>().map(|all| all.into_iter().max().unwrap_or(millis(500))),
            max_memory: limits_memory.collect::<Option<Vec<_>>>().map(|all| all.into_iter().max().unwrap_or(gibi(1))),
            min_cpu: cpu().flatten().map(|cpu| cpu.request).min(),
            min_memory: memory().flatten().map(|memory| memory.request).min(),
            limits_storage: containers.iter().all(|it| it.ephemeral_storage.limit.is_some()),
        }
    }
}
fn upper<Q: Copy>(bounds: Bounded<Q>) -> Q {
    bounds.limit.unwrap_or(bounds.request)
}
fn largest<Q: Ord>(amounts: [Option<Q>; 3]) -> Q {
    amounts.into_iter().flatten().max().expect("the first amount is set")
}
