//! The resources of a quota: the numbers of the tier, else the maximum that its workloads can use.
use super::overhead::Overheads;
use crate::lower::cx::NamespaceCx;
use crate::lower::meta::{namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::model::{Bounded, Cpu, KindDecl, Memory, NamespaceDecl, Quota};
use crate::resolve::resources::{Resources, limits};
use crate::resolve::workload::Workload;
use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

pub(super) const NAME: &str = "tier-quota";

pub(in crate::lower) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    let namespace = cx.declared;
    if !namespace.spec.has_quota {
        return;
    }
    // `counts` adds the computed numbers after all objects exist.
    let hard = namespace.spec.quota.iter().flat_map(|quota| stated(quota, cx.workloads)).collect();
    let spec = ResourceQuotaSpec { hard: Some(hard), ..Default::default() };
    let metadata = namespaced_meta(cx.platform, namespace, NAME);
    out.put(ResourceQuota { metadata, spec: spec.into(), ..Default::default() }, namespace.at, &namespace.name);
}

/// Whether the numbers that are not set are computed from the workloads.
pub(super) fn is_computed(namespace: &NamespaceDecl) -> bool {
    namespace.spec.quota.as_ref().is_none_or(|quota| quota.is_computed)
}
fn quantities(texts: impl IntoIterator<Item = (impl Into<String>, String)>) -> BTreeMap<String, Quantity> {
    pairs(texts).into_iter().map(|(key, text)| (key, Quantity(text))).collect()
}

/// The declared numbers, without `limits.*` of a resource that some container does not limit: the API server would
/// refuse its pods.
fn stated(quota: &Quota, here: &[Workload<'_>]) -> BTreeMap<String, Quantity> {
    let all = || here.iter().flat_map(Resources::of_all);
    let cpu = all().map(|it| it.cpu.is_some_and(|cpu| cpu.limit.is_some()));
    let memory = all().map(|it| it.memory.is_some_and(|memory| memory.limit.is_some()));
    let mut hard = Vec::new();
    both(&mut hard, "cpu", quota.cpu, Limited::from_limits(cpu));
    both(&mut hard, "memory", quota.memory, Limited::from_limits(memory));
    let storage = all().map(|it| it.ephemeral_storage.limit.is_some());
    both(&mut hard, "ephemeral-storage", quota.ephemeral_storage, Limited::from_limits(storage));
    hard.extend(quota.extended.iter().map(|(name, n)| (format!("requests.{}", name.0), n.to_string())));
    hard.extend(quota.storage.map(|size| ("requests.storage".to_owned(), size.to_string())));
    hard.extend(quota.counts.iter().map(|(name, n)| ((*name).to_owned(), n.to_string())));
    quantities(hard)
}
/// Whether every container has a limit of a resource.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limited {
    All,
    Some,
}
impl Limited {
    fn from_limits(mut limits: impl Iterator<Item = bool>) -> Self {
        if limits.all(|is_limited| is_limited) { Self::All } else { Self::Some }
    }
}
fn both<Q: ToString>(hard: &mut Vec<(String, String)>, resource: &str, bounds: Option<Bounded<Q>>, limits: Limited) {
    if let Some(Bounded { request, limit }) = bounds {
        hard.push((format!("requests.{resource}"), request.to_string()));
        hard.extend(
            limit.filter(|_| limits == Limited::All).map(|limit| (format!("limits.{resource}"), limit.to_string())),
        );
    }
}

/// Pods: the maximum of every workload during a rollout, including pods that are being terminated, and ten more.
/// Resources: of the same pods, and 5 % more. The numbers are rounded up to two digits, so that a small change of a workload
/// does not change the quota. With a DaemonSet, both are unlimited: it has one pod on each node, and the number of nodes is
/// unknown.
pub(super) fn computed(
    namespace: &NamespaceDecl,
    here: &[Workload<'_>],
    overheads: &Overheads,
) -> BTreeMap<String, Quantity> {
    let has_pods_per_node = here.iter().any(|workload| matches!(workload.declared.kind, KindDecl::DaemonSet(_)));
    let mut sums = Sums::default();
    // A container without a request gets the request of the LimitRange.
    let limit_range_defaults = limits(namespace).default.map(|(cpu, memory)| (cpu.request, memory.request));
    for workload in here {
        sums.add(workload, limit_range_defaults);
        if let Some(class) = &workload.pod.runtime_class {
            sums.add_overhead(workload, class, overheads);
        }
    }
    if has_pods_per_node {
        return BTreeMap::new();
    }
    let pods = two_digits(sums.pods + 10);
    quantities(sums.resources().into_iter().chain([("pods".to_owned(), pods.to_string())]))
}

/// Sums over pods, in 128 bits: no number of pods and no amount of a resource is too large for them. A resource has no sum of limits if some container does not limit it.
#[derive(Default)]
struct Sums {
    pods: u128,
    cpu: Sum,
    memory: Sum,
    ephemeral_storage: Sum,
    extended: BTreeMap<&'static str, u128>,
}
#[derive(Default)]
struct Sum {
    requests: u128,
    limits: u128,
    unlimited: bool,
}
impl Sum {
    fn add(&mut self, pods: u128, limit_range_defaults: Option<u64>, bounds: Option<(u64, Option<u64>)>) {
        match bounds {
            Some((request, limit)) => {
                self.requests += pods * u128::from(request);
                self.limits += pods * u128::from(limit.unwrap_or_default());
                self.unlimited |= limit.is_none();
            }
            None => {
                self.requests += pods * u128::from(limit_range_defaults.unwrap_or_default());
                self.unlimited = true;
            }
        }
    }
}
impl Sums {
    fn add(&mut self, workload: &Workload<'_>, limit_range_defaults: Option<(Cpu, Memory)>) {
        let pods = u128::from(workload.pods_in_quota());
        self.pods += pods;
        for container in Resources::of_all(workload) {
            let memory = |it: Bounded<Memory>| (it.request.as_mebi(), it.limit.map(Memory::as_mebi));
            self.cpu.add(
                pods,
                limit_range_defaults.map(|(cpu, _)| cpu.as_millis()),
                container.cpu.map(|it| (it.request.as_millis(), it.limit.map(Cpu::as_millis))),
            );
            self.memory.add(
                pods,
                limit_range_defaults.map(|(_, memory)| memory.as_mebi()),
                container.memory.map(memory),
            );
            self.ephemeral_storage.add(pods, None, Some(memory(container.ephemeral_storage)));
            for (resource, n) in container.extended {
                *self.extended.entry(resource.0).or_default() += pods * u128::from(n);
            }
        }
    }
    /// The overhead of the RuntimeClass counts towards the requests, and towards the limits if the pod has one: `PodLimits` in
    /// staging/src/k8s.io/component-helpers/resource/helpers.go of Kubernetes.
    fn add_overhead(&mut self, workload: &Workload<'_>, class: &str, overheads: &Overheads) {
        let pods = u128::from(workload.pods_in_quota());
        let limited = |has: fn(&Resources) -> bool| Resources::of_all(workload).any(|it| has(&it));
        for (sum, resource, is_limited) in [
            (&mut self.cpu, "cpu", limited(|it| it.cpu.is_some_and(|it| it.limit.is_some()))),
            (&mut self.memory, "memory", limited(|it| it.memory.is_some_and(|it| it.limit.is_some()))),
            (&mut self.ephemeral_storage, "ephemeral-storage", limited(|it| it.ephemeral_storage.limit.is_some())),
        ] {
            let amount = pods * overheads.of_pod(class, resource);
            sum.requests += amount;
            sum.limits += if is_limited { amount } else { 0 };
        }
    }
    fn resources(&self) -> Vec<(String, String)> {
        let cores = |millis: u128| two_digits((millis * 21).div_ceil(20 * 1000)).to_string();
        let gibi = |mebi: u128| format!("{}Gi", two_digits((mebi * 21).div_ceil(20 * 1024)));
        let mut hard = Vec::new();
        let mut put = |name: &str, sum: &Sum, text: &dyn Fn(u128) -> String| {
            hard.push((format!("requests.{name}"), text(sum.requests)));
            if !sum.unlimited {
                hard.push((format!("limits.{name}"), text(sum.limits)));
            }
        };
        put("cpu", &self.cpu, &cores);
        put("memory", &self.memory, &gibi);
        put("ephemeral-storage", &self.ephemeral_storage, &gibi);
        hard.extend(self.extended.iter().map(|(name, n)| (format!("requests.{name}"), n.to_string())));
        hard
    }
}
/// `number` rounded up to two significant digits: 136 is 140.
pub(super) fn two_digits(n: u128) -> u128 {
    let mut unit = 1;
    while n / unit >= 100 {
        unit *= 10;
    }
    n.div_ceil(unit) * unit
}

#[cfg(test)]
mod tests {
    #[test]
    fn rounds_up_to_two_digits() {
        let rounded = [0, 7, 99, 100, 101, 136, 319, 606].map(super::two_digits);
        assert_eq!(rounded, [0, 7, 99, 100, 110, 140, 320, 610]);
    }
}
