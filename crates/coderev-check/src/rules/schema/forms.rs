//! The forms of texts that the API server accepts, one function each.
//!
//! Sources: `k8s.io/apimachinery/pkg/util/validation`, `k8s.io/kubernetes/pkg/apis/core/validation`, and the schemas of the custom resources.
use super::Fault;
use coderev_objects::names;
use coderev_objects::quantity::{self, Amount};
use core::net::IpAddr;

const NAME: &str = "use lowercase letters, digits, `-` and `.`, with a letter or a digit at both ends";
const HEADER: &str = "use at most 256 letters, digits and `-`";

fn unless(accepted: bool, predicate: &'static str, help: &'static str) -> Option<Fault> {
    (!accepted).then(|| Fault::new(predicate, help))
}

/// The name of an object.
pub(in crate::rules) fn name(text: &str) -> Option<Fault> {
    unless(names::is_subdomain(text), "is not the name of an object", NAME)
}
/// A DNS label.
pub(in crate::rules) fn label(text: &str) -> Option<Fault> {
    let help = "use at most 63 lowercase letters, digits and `-`, with a letter or a digit at both ends";
    unless(names::is_label(text), "is not a DNS label", help)
}
/// The key of a label, or another name with an optional domain.
pub(in crate::rules) fn label_key(text: &str) -> Option<Fault> {
    let help = "use at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends; before them, optionally, a domain and `/`";
    unless(names::is_label_key(text), "is not a valid key of a label", help)
}
/// The value of a label.
pub(in crate::rules) fn label_value(text: &str) -> Option<Fault> {
    let help = "use at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends";
    unless(names::is_label_value(text), "is not a valid value of a label", help)
}
/// The key of an annotation. Unlike the domain of a label, its domain may have uppercase letters.
pub(in crate::rules) fn annotation_key(text: &str) -> Option<Fault> {
    let help = "use at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends; before them, optionally, a domain and `/`";
    unless(names::is_label_key(&text.to_lowercase()), "is not a valid key of an annotation", help)
}
/// The name of an environment variable: printable ASCII characters other than `=`, since Kubernetes 1.34.
pub(in crate::rules) fn variable(text: &str) -> Option<Fault> {
    let accepted = !text.is_empty() && text.bytes().all(|c| (b' '..=b'~').contains(&c) && c != b'=');
    unless(
        accepted,
        "is not a valid name for an environment variable",
        "use ASCII characters other than `=`: `LOG_LEVEL`",
    )
}
/// The prefix of the names of environment variables.
pub(in crate::rules) fn prefix(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { variable(text) }
}
/// A key of a ConfigMap or a Secret.
pub(in crate::rules) fn key(text: &str) -> Option<Fault> {
    let is_reserved = text == "." || text.starts_with("..");
    let predicate = if is_reserved {
        "is not a valid key for a ConfigMap or a Secret: each key is a file name"
    } else {
        "is not a valid key for a ConfigMap or a Secret"
    };
    unless(names::is_data_key(text), predicate, "use at most 253 letters, digits, `-`, `_` and `.`")
}
/// A text that is not empty.
pub(in crate::rules) fn filled(text: &str) -> Option<Fault> {
    unless(!text.is_empty(), "is not a value: the field needs a text", "write a text, or remove the field")
}
/// An image. The API server only rejects spaces at its ends.
pub(in crate::rules) fn image(text: &str) -> Option<Fault> {
    if text.is_empty() || text.trim() != text {
        return Some(Fault::new(
            "is not an image",
            "write an image without spaces around it: `ghcr.io/acme/web:v1.4.0`",
        ));
    }
    None
}
/// A quantity above zero, as of storage.
pub(in crate::rules) fn positive_quantity(text: &str) -> Option<Fault> {
    quantity(text).or_else(|| {
        let positive = quantity::parse(text).is_none_or(|amount| amount > Amount::ZERO);
        unless(positive, "is not an amount above zero", "use an amount above zero: `10Gi`")
    })
}
/// A quantity of zero or more.
pub(in crate::rules) fn quantity(text: &str) -> Option<Fault> {
    let help = "write a number with a unit: `500m`, `128Mi`, `2`";
    match quantity::parse(text) {
        None => Some(Fault::new("is not a quantity", help)),
        Some(amount) => unless(amount >= Amount::ZERO, "is a negative quantity", help),
    }
}
/// The name of a resource of a container.
pub(in crate::rules) fn resource(text: &str) -> Option<Fault> {
    // The name of a resource of the user has a domain, and `requests.` before the domain is reserved for quotas.
    let known = matches!(text, "cpu" | "memory" | "ephemeral-storage" | "storage")
        || text.strip_prefix("hugepages-").is_some_and(|size| quantity::parse(size).is_some());
    let own = names::is_label_key(text)
        && text.split_once('/').is_some_and(|(domain, name)| !domain.starts_with("requests.") && name.len() <= 54);
    let native = text.contains("kubernetes.io/") && names::is_label_key(text);
    let help = "use `cpu`, `memory`, `ephemeral-storage`, or a name with a domain: `nvidia.com/gpu`";
    unless(known || own || native, "is not the name of a resource", help)
}
/// A resource in a quota.
pub(in crate::rules) fn quota_resource(text: &str) -> Option<Fault> {
    const KNOWN: [&str; 20] = [
        "cpu",
        "memory",
        "storage",
        "ephemeral-storage",
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
        "requests.cpu",
        "requests.memory",
        "requests.storage",
        "requests.ephemeral-storage",
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
    ];
    let huge = text.strip_prefix("requests.").unwrap_or(text).starts_with("hugepages-");
    let accepted = KNOWN.contains(&text) || huge || (text.contains('/') && names::is_label_key(text));
    unless(
        accepted,
        "is not the name of a resource in a quota",
        "use a name such as `pods`, `requests.cpu` or `requests.nvidia.com/gpu`",
    )
}
/// An IP address.
pub(in crate::rules) fn ip(text: &str) -> Option<Fault> {
    unless(text.parse::<IpAddr>().is_ok(), "is not an IP address", "write an address: `10.9.8.7` or `2001:db8::1`")
}
/// An address of a server. A text that is not an address has a fault of its own: [`ip`]. `ValidateEndpointIP` in
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
pub(in crate::rules) fn reachable_ip(text: &str) -> Option<Fault> {
    let is_special = match text.parse::<IpAddr>() {
        Ok(IpAddr::V4(it)) => {
            it.is_unspecified() || it.is_loopback() || it.is_link_local() || it.octets()[..3] == [224, 0, 0]
        }
        Ok(IpAddr::V6(it)) => {
            it.is_unspecified() || it.is_loopback() || it.is_unicast_link_local() || it.segments()[0] == 0xff02
        }
        Err(_) => false,
    };
    unless(!is_special, "is an address that no other host reaches", "write the address of a server: `203.0.113.7`")
}
/// The address of a Service, or `None`.
pub(in crate::rules) fn cluster_ip(text: &str) -> Option<Fault> {
    if text.is_empty() || text == "None" { None } else { ip(text) }
}
/// A CIDR block whose address is the first of the block, as in `NetworkPolicy`.
pub(in crate::rules) fn cidr(text: &str) -> Option<Fault> {
    let help = "write the first address of the block and a prefix length: `203.0.113.0/24` or `2001:db8::/32`";
    let Some((address, bits)) = text.split_once('/') else { return Some(Fault::new("is not a CIDR block", help)) };
    let canonical = bits.parse::<u32>().ok().filter(|number| number.to_string() == bits);
    let (Ok(address), Some(bits)) = (address.parse::<IpAddr>(), canonical) else {
        return Some(Fault::new("is not a CIDR block", help));
    };
    let within = match address {
        IpAddr::V4(it) if bits <= 32 => it.to_bits() & u32::MAX.checked_shr(bits).unwrap_or(0) != 0,
        IpAddr::V6(it) if it.to_ipv4_mapped().is_some() => {
            return Some(Fault::new("is an IPv4 address in the form of an IPv6 address", help));
        }
        IpAddr::V6(it) if bits <= 128 => it.to_bits() & u128::MAX.checked_shr(bits).unwrap_or(0) != 0,
        _ => return Some(Fault::new("is not a CIDR block", help)),
    };
    unless(!within, "has host bits set", help)
}
/// The name of a port of a container.
pub(in crate::rules) fn port_name(text: &str) -> Option<Fault> {
    let inside = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    let accepted = (1..=15).contains(&text.len())
        && text.bytes().all(inside)
        && text.bytes().any(|c| c.is_ascii_lowercase())
        && !(text.starts_with('-') || text.ends_with('-') || text.contains("--"));
    unless(
        accepted,
        "is not the name of a port",
        "use at most 15 lowercase letters, digits and `-`, with a letter among them",
    )
}
/// The name of an HTTP header.
pub(in crate::rules) fn header(text: &str) -> Option<Fault> {
    let inside = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    unless((1..=256).contains(&text.len()) && text.bytes().all(inside), "is not the name of a header", HEADER)
}
/// The same, or `*`.
pub(in crate::rules) fn header_or_any(text: &str) -> Option<Fault> {
    if text == "*" { None } else { header(text) }
}
/// The value of an HTTP header that a route matches.
pub(in crate::rules) fn header_value(text: &str) -> Option<Fault> {
    unless((1..=4096).contains(&text.len()), "is not the value of a header", "write 1 to 4096 characters")
}
/// The name of a header of a probe.
pub(in crate::rules) fn probe_header(text: &str) -> Option<Fault> {
    let inside = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    unless(!text.is_empty() && text.bytes().all(inside), "is not the name of a header", HEADER)
}
/// A duration of the Gateway API (GEP-2257): up to four numbers of at most five digits, each with `h`, `m`, `s` or `ms`.
pub(in crate::rules) fn gateway_duration(text: &str) -> Option<Fault> {
    let (mut rest, mut parts) = (text, 0);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = ["ms", "h", "m", "s"].into_iter().find(|unit| rest[digits..].starts_with(unit));
        let (1..=5, Some(unit)) = (digits, unit) else {
            parts = 0;
            break;
        };
        rest = &rest[digits + unit.len()..];
        parts += 1;
    }
    let help =
        "write at most four numbers with at most five digits each, and with the unit `h`, `m`, `s` or `ms`: `1m30s`";
    unless((1..=4).contains(&parts), "is not a duration of the Gateway API", help)
}
/// A host name, with `*.` in front for a wildcard.
pub(in crate::rules) fn host(text: &str) -> Option<Fault> {
    let help = "write a DNS name, without a scheme, a port or a path: `shop.acme.dev` or `*.acme.dev`";
    let name = text.strip_prefix("*.").unwrap_or(text);
    if text.is_empty() {
        return Some(Fault::new("is not a host: it is empty", help));
    }
    if name.is_empty() || text.parse::<IpAddr>().is_ok() {
        return Some(Fault::new("is not a host: a host is a DNS name, not an address", help));
    }
    let reason = match text {
        _ if text.contains("://") => "is not a host: it contains a scheme",
        _ if text.contains('/') => "is not a host: it contains a path",
        _ if text.contains(':') => "is not a host: it contains a port",
        _ if text.contains(' ') => "is not a host: it contains a space",
        _ if text.ends_with('.') => "is not a host: it ends with a dot",
        _ if text.bytes().any(|c| c.is_ascii_uppercase()) => "is not a host: it contains an uppercase letter",
        _ if !text.is_ascii() => "is not a host: write letters such as `ü` in their ASCII form, `xn--..`",
        _ if text.len() > 253 => "is not a host: it has more than 253 characters",
        _ if name.split('.').any(|part| part.len() > 63) => "is not a host: a part has more than 63 characters",
        _ if name.contains('*') => "is not a host: `*` is only valid as its first part",
        _ => "is not a host",
    };
    let fits = text.len() <= 253 && name.split('.').all(|part| part.len() <= 63);
    unless(fits && names::is_subdomain(name), reason, help)
}
/// An origin of CORS on a Gateway.
pub(in crate::rules) fn origin(text: &str) -> Option<Fault> {
    let help = "write a scheme and a host: `https://app.acme.dev`";
    let predicate = "is not an origin that the Gateway accepts";
    if text == "*" {
        return None;
    }
    let Some((scheme, authority)) = text.split_once("://") else { return Some(Fault::new(predicate, help)) };
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c));
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let name = host.strip_prefix("*.").unwrap_or(host);
    let inside = |part: &str| {
        let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        end(part.chars().next())
            && end(part.chars().last())
            && part.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    let port_fits = port.is_none_or(|port| (1..=5).contains(&port.len()) && port.bytes().all(|c| c.is_ascii_digit()));
    let host_fits = host == "*" || name.split('.').all(inside);
    unless(scheme_fits && host_fits && port_fits && text.len() <= 253, predicate, help)
}
/// A service or a method of gRPC.
pub(in crate::rules) fn grpc_service(text: &str) -> Option<Fault> {
    let name = text.strip_prefix('.').unwrap_or(text);
    unless(
        name.split('.').all(is_identifier),
        "is not the name of a gRPC service",
        "write the full name of the service: `/shop.v1.Cart`",
    )
}
/// A method of gRPC.
pub(in crate::rules) fn grpc_method(text: &str) -> Option<Fault> {
    unless(
        is_identifier(text),
        "is not the name of a gRPC method",
        "write the service and the method: `/shop.v1.Cart/Get`",
    )
}
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_')
}
/// A path in a pod's filesystem. Kubernetes separates paths with `:`.
pub(in crate::rules) fn mount_path(text: &str) -> Option<Fault> {
    if !text.starts_with('/') {
        return Some(Fault::new("does not begin with `/`", format!("write `/{text}`")));
    }
    unless(
        !text.contains(':'),
        "contains `:`",
        "use another character: Kubernetes does not accept `:` in the path of a mount",
    )
}
/// A path below a volume.
pub(in crate::rules) fn relative_path(text: &str) -> Option<Fault> {
    let help = "write a path below the volume: `tls/ca.crt`";
    if text.starts_with('/') {
        return Some(Fault::new("is not a relative path", help));
    }
    unless(!text.split('/').any(|part| part == ".."), "leaves the volume: it contains `..`", help)
}
/// The path of a file of a ConfigMap or a Secret.
pub(in crate::rules) fn item_path(text: &str) -> Option<Fault> {
    let help = "write a path below the volume: `tls/ca.crt`";
    if text.is_empty() {
        return Some(Fault::new("is not a path", help));
    }
    relative_path(text).or_else(|| unless(!text.starts_with(".."), "begins with `..`", help))
}
/// A path of the node.
pub(in crate::rules) fn node_path(text: &str) -> Option<Fault> {
    if text.is_empty() {
        return Some(Fault::new("is not a path", "write the path of a file or a directory of the node: `/var/log`"));
    }
    unless(!text.split('/').any(|part| part == ".."), "contains `..`", "write the path without `..`")
}
/// A path of an Ingress.
pub(in crate::rules) fn ingress_path(text: &str) -> Option<Fault> {
    if !text.starts_with('/') {
        return Some(Fault::new("does not begin with `/`", format!("write `/{text}`")));
    }
    for part in ["//", "/./", "/../", "%2f", "%2F"] {
        if text.contains(part) {
            return Some(Fault::new(
                format!("contains `{part}`"),
                "write the path as a client sends it after it resolves `.` and `..`",
            ));
        }
    }
    unless(
        !text.ends_with("/..") && !text.ends_with("/."),
        "ends with `.`",
        "write the path as a client sends it after it resolves `.` and `..`",
    )
}
/// A path of an HTTPRoute.
pub(in crate::rules) fn route_path(text: &str) -> Option<Fault> {
    if let Some(fault) = ingress_path(text) {
        return Some(fault);
    }
    if text.len() > 1024 {
        return Some(Fault::new("has more than 1024 characters", "use a shorter prefix"));
    }
    if text.contains(['?', '#']) {
        return Some(Fault::new(
            "contains a query or a fragment",
            "write only the path: routes do not match on a query",
        ));
    }
    let bytes = text.as_bytes();
    let is_escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    let accepted = |(at, c): (usize, &u8)| {
        c.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(c) || (*c == b'%' && is_escape(at))
    };
    unless(
        bytes.iter().enumerate().all(accepted),
        "contains a character that a path of a URL does not have",
        "write it in its escaped form: `%20` for a space",
    )
}
/// A path that replaces a path of a request. An empty text removes the path.
pub(in crate::rules) fn replaced_path(text: &str) -> Option<Fault> {
    if !text.is_empty() && !text.starts_with('/') {
        return Some(Fault::new("does not begin with `/`", format!("write `/{text}`")));
    }
    unless(text.len() <= 1024, "has more than 1024 characters", "use a shorter path")
}
/// A group and version.
pub(in crate::rules) fn versioned_group(text: &str) -> Option<Fault> {
    unless(!text.is_empty(), "is not an apiVersion", "write the group and the version: `apps/v1`")
}
