//! ReferenceGrants: they allow a route to refer to a Service of another namespace.
use super::names::route_kind;
use crate::lower::edge::EdgeCx;
use crate::lower::meta::namespaced_meta;
use crate::lower::output::Output;
use crate::resolve::routes::targets;
use coderev_objects::crd::gateway_api::{GROUP, GrantFrom, GrantTo, ReferenceGrant, ReferenceGrantSpec};
use std::collections::{BTreeMap, BTreeSet};

/// For each pair of namespaces, the kinds of the routes and the services that they refer to. For a service that another
/// program deploys, that program must add the grant.
pub(super) fn lower(cx: &EdgeCx<'_>, out: &mut Output) {
    let mut grants = BTreeMap::<(&str, &str), (BTreeSet<&'static str>, BTreeSet<String>)>::new();
    for virtual_host in cx.virtual_hosts.iter().filter(|virtual_host| virtual_host.edge.is_gateway()) {
        for target in virtual_host.routes.iter().flat_map(|binding| targets(binding.route)) {
            if target.namespace != virtual_host.namespace.name && !target.is_other_service {
                let (kinds, services) = grants.entry((&target.namespace, &virtual_host.namespace.name)).or_default();
                kinds.insert(route_kind(virtual_host));
                services.insert(target.name.clone());
            }
        }
    }
    for ((there, from), (kinds, services)) in grants {
        let Some(home) = cx.resolved.namespace(there) else { continue };
        let kind = |kind: &'static str| GrantFrom { group: GROUP.into(), kind: kind.into(), namespace: from.into() };
        let spec = ReferenceGrantSpec {
            from: kinds.into_iter().map(kind).collect(),
            to: services.into_iter().map(|name| GrantTo { group: "".into(), kind: "Service".into(), name }).collect(),
        };
        let meta = namespaced_meta(cx.resolved.platform, home, &format!("routes-of-{from}"));
        out.put(ReferenceGrant::new(meta, spec), home.at, there);
    }
}
