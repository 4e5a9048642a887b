//! `malformed-host`
use super::malformed_name::MALFORMED_NAME;
use super::malformed_value::MALFORMED_VALUE;
use super::schema::Node::{self, Each, Fields, Text};
use super::schema::{self, Fault, Once, forms};
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Inventory, Object};
use core::net::IpAddr;

/// The rule.
pub static MALFORMED_HOST: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-host", Phase::Objects)
    .summary("hosts that are not DNS names: IP addresses, and hosts with a scheme, a port, a path or an uppercase letter")
    .why("The API server rejects the route, or no client can resolve the host. A shared Gateway with one malformed host is rejected entirely, for each team that uses it.")
    .supersedes(&[MALFORMED_NAME.rule, MALFORMED_VALUE.rule])
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev:8443")).service(web().route(prefix("/"))))
  //                                               ^^^^^^^^^ error[malformed-host]: `shop.acme.dev:8443` is not a host: it contains a port"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    )
    .yaml(
        r"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: platform-gateway}]
  hostnames: [10.0.0.1]
  #           ^^^^^^^^ error[malformed-host]: `10.0.0.1` is not a host: a host is a DNS name, not an address
  rules: []
",
        r"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: platform-gateway}]
  hostnames: [shop.acme.dev]
  rules: []
",
    );

static INGRESS: Node = Fields(&[(
    "spec",
    &Fields(&[
        ("rules", &Each(&Fields(&[("host", &Text(any_host))]))),
        ("tls", &Each(&Fields(&[("hosts", &Each(&Text(tls_host)))]))),
    ]),
)]);
static ROUTE: Node = Fields(&[(
    "spec",
    &Fields(&[
        ("hostnames", &Each(&Text(forms::host))),
        (
            "rules",
            &Each(&Fields(&[(
                "filters",
                &Each(&Fields(&[("requestRedirect", &Fields(&[("hostname", &Text(forms::host))]))])),
            )])),
        ),
    ]),
)]);
static GATEWAY: Node = Fields(&[("spec", &Fields(&[("listeners", &Each(&Fields(&[("hostname", &Text(any_host))])))]))]);
static CERTIFICATE: Node = Fields(&[("spec", &Fields(&[("dnsNames", &Each(&Text(certified)))]))]);
static SERVICE_ENTRY: Node = Fields(&[("spec", &Fields(&[("hosts", &Each(&Text(entry_host)))]))]);
static CILIUM: Node = Fields(&[(
    "spec",
    &Fields(&[(
        "egress",
        &Each(&Fields(&[(
            "toFQDNs",
            &Each(&Fields(&[("matchName", &Text(cilium_name)), ("matchPattern", &Text(pattern))])),
        )])),
    )]),
)]);

/// A DNS name, which for Cilium may have `_`, as the names of SRV records do:
/// <https://github.com/cilium/cilium/blob/v1.18.0/pkg/policy/api/fqdn.go>
fn cilium_name(text: &str) -> Option<Fault> {
    forms::host(&text.replace('_', "a"))
}
fn check(inventory: &Inventory, report: &mut Report) {
    let mut once = Once::default();
    for entry in inventory.entries() {
        let table = match entry.object() {
            Object::Ingress(_) => &INGRESS,
            Object::HTTPRoute(_) | Object::GRPCRoute(_) => &ROUTE,
            Object::Gateway(_) => &GATEWAY,
            Object::Certificate(_) => &CERTIFICATE,
            Object::ServiceEntry(_) => &SERVICE_ENTRY,
            Object::CiliumNetworkPolicy(_) => &CILIUM,
            _ => continue,
        };
        for found in schema::faults(entry.document(), table) {
            once.report(entry, found, report);
        }
    }
}
/// Without a host, a rule or a listener has all hosts.
fn any_host(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { forms::host(text) }
}
/// The API server accepts an IP address in `tls.hosts`.
fn tls_host(text: &str) -> Option<Fault> {
    if text.parse::<IpAddr>().is_ok() { None } else { any_host(text) }
}
/// cert-manager checks the names of a certificate when it issues it, and the API server accepts each text.
fn certified(text: &str) -> Option<Fault> {
    any_host(text)
}
fn entry_host(text: &str) -> Option<Fault> {
    if text.parse::<IpAddr>().is_ok() { None } else { forms::host(text) }
}
fn pattern(text: &str) -> Option<Fault> {
    let inside = |c: u8| c.is_ascii_alphanumeric() || b"-_.*".contains(&c);
    (text.is_empty() || !text.bytes().all(inside))
        .then(|| Fault::new("is not a pattern of DNS names", "write a name with `*`: `*.acme.dev`"))
}
