//! The resolved platform as addons see it.
use crate::model::{NamespaceView, RouteView, StoreView, View, WorkloadView};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;

pub(super) fn view<'a>(resolved: &'a Resolved<'a>) -> View<'a> {
    let platform = resolved.platform;
    View {
        name: platform.name.as_deref(),
        part_of: platform.part_of_label(),
        cluster_domain: &platform.cluster.domain,
        namespaces: resolved.namespaces.iter().map(|it| NamespaceView { declared: it.declared }).collect(),
        workloads: resolved.workloads.iter().map(|it| workload(resolved, it)).collect(),
    }
}

fn workload<'a>(resolved: &'a Resolved<'a>, it: &'a Workload<'a>) -> WorkloadView<'a> {
    let store = |binding: &'a crate::resolve::stores::StoreBinding<'a>| StoreView {
        used: &binding.used,
        namespace: binding.location.map(|location| &*location.home.name),
    };
    let routes = it
        .routes()
        .map(|(declared, host)| RouteView { declared, host: host.map(|at| &*resolved.hosts.all[at].host.name) });
    WorkloadView {
        position: it.id,
        declared: it.declared,
        namespace: NamespaceView { declared: it.namespace },
        ports: &it.ports,
        main_port: it.main_port(),
        metrics_port: it.metrics_port(),
        min_replicas: it.replicas.min(),
        max_replicas: it.replicas.max(),
        version: it.version(),
        sends_traces: it.sends_traces(),
        stores: it.stores.iter().map(store).collect(),
        routes: routes.collect(),
        callers: resolved.flows.to(it).iter().map(|flow| flow.peer).collect(),
    }
}
