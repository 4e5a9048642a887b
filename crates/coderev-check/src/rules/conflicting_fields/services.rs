//! Fields of Services that only some types have: `ValidateService`, `validateServiceClusterIPsRelatedFields` and
//! `validateLoadBalancerClassField` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go>, and
//! `validateServiceExternalTrafficFieldsValue` for health checks.
use super::super::ports::protocol;
use super::conflicts::Conflicts;
use k8s_openapi::api::core::v1::ServiceSpec;
use std::collections::BTreeSet;

pub(super) fn fields_of_type(spec: &ServiceSpec, kind: &str, found: &mut Conflicts<'_, '_>) {
    load_balancer(spec, kind, found);
    node_ports(spec, kind, found);
    addresses(spec, kind, found);
}

fn load_balancer(spec: &ServiceSpec, kind: &str, found: &mut Conflicts<'_, '_>) {
    let ranges = spec.load_balancer_source_ranges.as_ref().is_some_and(|ranges| !ranges.is_empty());
    let fields = [
        ("loadBalancerSourceRanges", ranges),
        ("allocateLoadBalancerNodePorts", spec.allocate_load_balancer_node_ports.is_some()),
        ("loadBalancerClass", spec.load_balancer_class.is_some()),
    ];
    for (field, _) in fields.into_iter().filter(|(_, is_set)| *is_set && kind != "LoadBalancer") {
        let message = format!("a Service of the type `{kind}` sets `{field}`");
        found.push(format_args!("/spec/{field}"), message, "remove it: only the type `LoadBalancer` has it");
    }
    let is_local = kind == "LoadBalancer" && spec.external_traffic_policy.as_deref() == Some("Local");
    if spec.health_check_node_port.is_some_and(|port| port != 0) && !is_local {
        let message = "a Service sets `healthCheckNodePort` and is not a load balancer of local traffic";
        let help = "remove it, or set the type `LoadBalancer` and `externalTrafficPolicy: Local`";
        found.push("/spec/healthCheckNodePort", message, help);
    }
}

fn node_ports(spec: &ServiceSpec, kind: &str, found: &mut Conflicts<'_, '_>) {
    let mut taken = BTreeSet::new();
    for (at, port) in spec.ports.iter().flatten().enumerate() {
        let Some(number) = port.node_port.filter(|number| *number != 0) else { continue };
        let at = format_args!("/spec/ports/{at}/nodePort");
        if kind == "ClusterIP" {
            let message = "a Service of the type `ClusterIP` sets `nodePort`";
            found.push(at, message, "remove it, or set the type `NodePort`");
        } else if !taken.insert((protocol(port.protocol.as_ref()), number)) {
            let message = format!("two ports of the Service have the node port {number}");
            found.push(at, message, "use another node port, or let Kubernetes select one");
        }
    }
}

fn addresses(spec: &ServiceSpec, kind: &str, found: &mut Conflicts<'_, '_>) {
    let address = spec.cluster_ip.as_deref().filter(|it| !it.is_empty());
    let first = spec.cluster_ips.as_ref().and_then(|it| it.first()).map(String::as_str);
    if kind == "NodePort" && address == Some("None") {
        let message = "a Service of the type `NodePort` is headless";
        found.push("/spec/clusterIP", message, "remove `clusterIP: None`");
    }
    if kind == "ExternalName" && (address.is_some() || first.is_some()) {
        let message = "a Service of the type `ExternalName` has an address";
        found.push("/spec/clusterIP", message, "remove `clusterIP` and `clusterIPs`");
    } else if let (Some(address), Some(first)) = (address, first)
        && address != first
    {
        let message = format!("`clusterIP` is `{address}`, and the first of `clusterIPs` is `{first}`");
        found.push("/spec/clusterIPs", message, "write the address in one of the two fields");
    }
    if kind == "ExternalName" && (spec.ip_families.is_some() || spec.ip_family_policy.is_some()) {
        let message = "a Service of the type `ExternalName` has IP families";
        found.push("/spec/type", message, "remove `ipFamilies` and `ipFamilyPolicy`");
    }
    let families = spec.ip_families.as_deref().unwrap_or_default();
    if let [first, second, ..] = families
        && first == second
    {
        let message = format!("`ipFamilies` has `{first}` more than once");
        found.push("/spec/ipFamilies/1", message, "write each family once");
    }
}
