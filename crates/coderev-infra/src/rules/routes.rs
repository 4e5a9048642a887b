//! The routes of all workloads.
use crate::model::{Edge, Route};
use crate::resolve::Resolved;
use crate::resolve::hosts::HostBinding;
use crate::resolve::workload::Workload;

/// All routes, each with its workload.
pub(super) fn routes<'a, 'r>(resolved: &'r Resolved<'a>) -> impl Iterator<Item = (&'r Workload<'a>, &'a Route)> {
    resolved.workloads.iter().flat_map(|workload| workload.declared.routes.iter().map(move |route| (workload, route)))
}

/// A route whose host is on an edge of the platform.
pub(super) struct PublishedRoute<'r, 'a> {
    pub(super) workload: &'r Workload<'a>,
    pub(super) route: &'a Route,
    pub(super) binding: &'r HostBinding<'a>,
    pub(super) edge: &'a Edge,
}
pub(super) fn published_routes<'r, 'a>(resolved: &'r Resolved<'a>) -> impl Iterator<Item = PublishedRoute<'r, 'a>> {
    resolved.workloads.iter().flat_map(move |workload| {
        workload.routes().filter_map(move |(route, host)| {
            let binding = &resolved.hosts.all[host?];
            Some(PublishedRoute { workload, route, binding, edge: &resolved.platform.edges[binding.edge?] })
        })
    })
}
