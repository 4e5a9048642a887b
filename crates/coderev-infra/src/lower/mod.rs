//! From a resolved platform to typed objects: one file for each Kubernetes kind, each with a function `lower(cx, out)`.
#![allow(
    clippy::needless_update,
    clippy::useless_conversion,
    reason = "fields and their types differ between versions of Kubernetes"
)]
mod annotations;
mod balancer;
mod cilium_network_policy;
mod config_map;
mod cron_job;
mod cx;
mod daemon_set;
mod declaration;
mod deployment;
mod edge;
mod external_secrets;
mod fields;
mod hardening;
mod hpa;
mod inexact;
mod job;
mod limit_range;
mod load_balancer;
mod meta;
mod namespace;
mod network_policy;
mod output;
mod patch;
mod pdb;
mod persistent_volume_claim;
mod platform_name;
mod pod;
mod priority_class;
mod quota;
mod raw;
mod record;
mod role;
pub(crate) mod rules;
mod scaled_object;
mod service;
mod service_account;
mod service_entry;
mod stateful_set;
#[cfg(test)]
mod testing;
mod unknown_namespace;

use crate::resolve::Resolved;
use coderev_check::Finding;
use coderev_objects::Inventory;
use cx::{Cx, NamespaceCx, WorkloadCx};
use output::Output;
pub(crate) use record::Record;

/// The result of lowering. It borrows nothing from the resolved platform, which can be dropped before the inventory is created.
pub(crate) struct Lowered(Output);
impl Lowered {
    /// All objects, sorted by kind, namespace and name, and the findings.
    pub(crate) fn into_inventory(self) -> (Inventory, Vec<Finding>) {
        self.0.into_inventory()
    }
}

/// Lowers a platform.
pub(crate) fn lower(cx: &Resolved<'_>) -> Lowered {
    Lowered(run(cx, Output::default()))
}

/// Lowers a platform, and records the sources of its fields.
#[cfg_attr(not(test), expect(dead_code, reason = "the task `why` will call it"))]
pub(crate) fn lower_recorded(cx: &Resolved<'_>) -> (Lowered, Record) {
    let mut out = run(cx, Output::recorded());
    let record = out.take_record();
    (Lowered(out), record)
}

fn run(cx: &Cx<'_>, mut out: Output) -> Output {
    for pass in PASSES {
        pass(cx, &mut out);
    }
    out
}

/// The passes, in this order: later passes change the objects of earlier passes.
const PASSES: &[fn(&Cx<'_>, &mut Output)] = &[
    priority_class::lower,
    hardening::lower,
    namespaces,
    edge::lower,
    external_secrets::lower,
    // All generated objects exist now. Raw objects have the names that the program gives them.
    platform_name::lower,
    // All objects of workloads exist now. Raw objects are added later, since the patches of a workload do not apply to
    // a raw object of the same name.
    patch::workloads,
    raw::lower,
    // All objects exist now, so they can be counted. The patches of the platform come later, since they may change the
    // quota.
    quota::counts::lower,
    // These patches may apply to any object.
    patch::platform,
    // After all patches, since a patch may change a namespace.
    unknown_namespace::check,
];

/// The objects of each namespace, followed by the objects of its workloads.
fn namespaces(cx: &Cx<'_>, out: &mut Output) {
    for namespace in &cx.namespaces {
        let cx = NamespaceCx::new(cx, namespace);
        for pass in NAMESPACE_PASSES {
            pass(&cx, out);
        }
        for workload in cx.workloads {
            let cx = WorkloadCx::new(&cx, workload, out.len());
            for pass in WORKLOAD_PASSES {
                pass(&cx, out);
            }
            out.end_workload(cx.first);
        }
    }
}

/// For each namespace, in any order.
const NAMESPACE_PASSES: &[fn(&NamespaceCx<'_>, &mut Output)] = &[
    namespace::lower,
    quota::lower,
    limit_range::lower,
    network_policy::namespace::lower,
    service_entry::lower,
    config_map::lower,
    persistent_volume_claim::lower,
];

/// For each workload.
const WORKLOAD_PASSES: &[fn(&WorkloadCx<'_>, &mut Output)] = &[
    service_account::lower,
    role::lower,
    service::lower,
    load_balancer::lower,
    deployment::lower,
    job::lower,
    cron_job::lower,
    stateful_set::lower,
    daemon_set::lower,
    pdb::lower,
    network_policy::workload::lower,
    cilium_network_policy::lower,
    hpa::lower,
    scaled_object::lower,
    // Last, since it changes the objects of the other passes.
    annotations::lower,
];
