//! Egress to host names with a mesh. A NetworkPolicy cannot match a host name, so a ServiceEntry is added to it.
use crate::lower::cx::NamespaceCx;
use crate::lower::meta::namespaced_meta;
use crate::lower::output::Output;
use crate::model::port::AppProtocol;
use crate::model::{EgressByName, NamespaceDecl, Platform, Port};
use crate::resolve::external_names::names;
use coderev_objects::crd::istio::{ServiceEntry, ServiceEntrySpec, ServicePort};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    if cx.platform.cluster.egress_by_name != Some(EgressByName::ServiceEntry) {
        return;
    }
    let mut hosts: BTreeMap<&str, BTreeSet<(u16, &'static str)>> = BTreeMap::new();
    for (host, port) in cx.workloads.iter().flat_map(|workload| names(workload)) {
        hosts.entry(host).or_default().extend(spoken(port));
    }
    for (host, ports) in hosts.into_iter().filter(|(_, ports)| !ports.is_empty()) {
        out.put(entry(cx.platform, cx.declared, host, &ports), cx.declared.at, &cx.declared.name);
    }
}

/// A mesh does not handle UDP: only the NetworkPolicy applies.
fn spoken(port: Port) -> Option<(u16, &'static str)> {
    let protocol = match port.app_protocol {
        AppProtocol::Udp => return None,
        AppProtocol::Tcp if port.number == 443 => "TLS",
        AppProtocol::Tcp => "TCP",
        AppProtocol::Grpc => "GRPC",
        AppProtocol::Http | AppProtocol::Metrics => "HTTP",
    };
    Some((port.number, protocol))
}
/// Exported only to the namespace that declares it.
fn entry(
    platform: &Platform,
    namespace: &NamespaceDecl,
    host: &str,
    ports: &BTreeSet<(u16, &'static str)>,
) -> ServiceEntry {
    let port = |&(number, protocol): &(u16, &'static str)| ServicePort {
        name: format!("{}-{number}", protocol.to_lowercase()),
        number,
        protocol: protocol.into(),
    };
    ServiceEntry::new(
        namespaced_meta(platform, namespace, &host.replace("*.", "any-").replace('.', "-")),
        ServiceEntrySpec {
            export_to: vec![".".into()],
            hosts: vec![host.into()],
            location: "MESH_EXTERNAL".into(),
            ports: ports.iter().map(port).collect(),
            resolution: if host.contains('*') { "NONE".into() } else { "DNS".into() },
        },
    )
}
