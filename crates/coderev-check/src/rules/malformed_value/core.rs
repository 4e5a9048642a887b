//! Configuration, access, quotas, policies, autoscalers.
use super::super::schema::Fault;
use super::super::schema::Node::{self, All, Any, Defaulted, Each, Fields, Int, Items, Map, OneOf, Share, Text};
use super::super::schema::forms::{
    self, cidr, cluster_ip, key, label, label_key, label_value, name, port_name, quantity,
};
use super::META;
use super::pods::{self, CLAIM, SELECTOR};

const MOST: i64 = i32::MAX as i64;
const COUNT: Node = Int(0, MOST);
const PORT: Node = Int(1, 65535);
const PORT_OR_NAME: Node = All(&[&PORT, &Text(port_name)]);
const PROTOCOL: Node = OneOf(&["TCP", "UDP", "SCTP"]);

pub(super) static OTHER: Node = Fields(&[("metadata", &META)]);
pub(super) static CONFIG_MAP: Node =
    Fields(&[("metadata", &META), ("data", &Map(key, &Any)), ("binaryData", &Map(key, &Any))]);
pub(super) static SECRET: Node =
    Fields(&[("metadata", &META), ("data", &Map(key, &Any)), ("stringData", &Map(key, &Any))]);
pub(super) static SERVICE: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("selector", &Map(label_key, &Text(label_value))),
            ("type", &Defaulted(&["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])),
            ("sessionAffinity", &Defaulted(&["ClientIP", "None"])),
            ("externalTrafficPolicy", &Defaulted(&["Cluster", "Local"])),
            ("internalTrafficPolicy", &OneOf(&["Cluster", "Local"])),
            ("clusterIP", &Text(cluster_ip)),
            ("clusterIPs", &Each(&Text(cluster_ip))),
            ("externalName", &Text(external_name)),
            ("loadBalancerSourceRanges", &Each(&Text(source_range))),
            ("sessionAffinityConfig", &Fields(&[("clientIP", &Fields(&[("timeoutSeconds", &Int(1, 86_400))]))])),
            ("ipFamilies", &Each(&OneOf(&["IPv4", "IPv6"]))),
            ("ipFamilyPolicy", &OneOf(&["SingleStack", "PreferDualStack", "RequireDualStack"])),
            (
                "ports",
                &Each(&Fields(&[
                    ("protocol", &pods::PROTOCOL),
                    ("targetPort", &Text(port_name)),
                    ("nodePort", &Int(0, 65535)),
                ])),
            ),
        ]),
    ),
]);
pub(super) static CLAIM_OBJECT: Node = Fields(&[("metadata", &META), ("spec", &CLAIM)]);
pub(super) static QUOTA: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("hard", &Map(forms::quota_resource, &Text(quantity))),
            (
                "scopes",
                &Each(&OneOf(&[
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity",
                    "VolumeAttributesClass",
                ])),
            ),
        ]),
    ),
]);
const AMOUNTS: Node = Map(forms::resource, &Text(quantity));
pub(super) static LIMIT_RANGE: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[(
            "limits",
            &Each(&Fields(&[
                ("type", &OneOf(&["Container", "Pod", "PersistentVolumeClaim"])),
                ("max", &AMOUNTS),
                ("min", &AMOUNTS),
                ("default", &AMOUNTS),
                ("defaultRequest", &AMOUNTS),
            ])),
        )]),
    ),
]);
pub(super) static BUDGET: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("minAvailable", &Share(100)),
            ("maxUnavailable", &Share(100)),
            ("selector", &SELECTOR),
            ("unhealthyPodEvictionPolicy", &OneOf(&["AlwaysAllow", "IfHealthyBudget"])),
        ]),
    ),
]);
const PEERS: Node = Each(&Fields(&[
    ("podSelector", &SELECTOR),
    ("namespaceSelector", &SELECTOR),
    ("ipBlock", &Fields(&[("cidr", &Text(cidr)), ("except", &Each(&Text(cidr)))])),
]));
const PORTS: Node = Each(&Fields(&[("port", &PORT_OR_NAME), ("endPort", &PORT), ("protocol", &PROTOCOL)]));
pub(super) static NETWORK_POLICY: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("podSelector", &SELECTOR),
            ("policyTypes", &Each(&OneOf(&["Ingress", "Egress"]))),
            ("ingress", &Each(&Fields(&[("from", &PEERS), ("ports", &PORTS)]))),
            ("egress", &Each(&Fields(&[("to", &PEERS), ("ports", &PORTS)]))),
        ]),
    ),
]);
const BACKEND: Node =
    Fields(&[("service", &Fields(&[("name", &Text(label)), ("port", &Fields(&[("number", &PORT)]))]))]);
pub(super) static INGRESS: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("ingressClassName", &Text(name)),
            ("defaultBackend", &BACKEND),
            ("tls", &Each(&Fields(&[("secretName", &Text(optional_name))]))),
            (
                "rules",
                &Each(&Fields(&[(
                    "http",
                    &Fields(&[(
                        "paths",
                        &Items(
                            1,
                            usize::MAX,
                            &Fields(&[
                                ("pathType", &OneOf(&["Exact", "ImplementationSpecific", "Prefix"])),
                                ("backend", &BACKEND),
                            ]),
                        ),
                    )]),
                )])),
            ),
        ]),
    ),
]);
const SCALING_RULES: Node = Fields(&[
    ("stabilizationWindowSeconds", &Int(0, 3600)),
    ("selectPolicy", &OneOf(&["Max", "Min", "Disabled"])),
    (
        "policies",
        &Each(&Fields(&[
            ("type", &OneOf(&["Pods", "Percent"])),
            ("value", &Int(1, MOST)),
            ("periodSeconds", &Int(1, 1800)),
        ])),
    ),
]);
/// `behavior` of an autoscaler.
pub(super) const BEHAVIOR: Node = Fields(&[("scaleUp", &SCALING_RULES), ("scaleDown", &SCALING_RULES)]);
const TARGET: Node = Fields(&[
    ("type", &OneOf(&["Utilization", "Value", "AverageValue"])),
    ("averageUtilization", &Int(1, MOST)),
    ("averageValue", &Text(forms::positive_quantity)),
    ("value", &Text(forms::positive_quantity)),
]);
const METRIC: Node = Fields(&[("target", &TARGET)]);
pub(super) static AUTOSCALER: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            (
                "scaleTargetRef",
                &Fields(&[
                    ("kind", &Text(forms::filled)),
                    ("name", &Text(forms::filled)),
                    ("apiVersion", &Text(forms::versioned_group)),
                ]),
            ),
            (
                "metrics",
                &Each(&Fields(&[
                    ("type", &OneOf(&["Resource", "Pods", "Object", "External", "ContainerResource"])),
                    ("resource", &METRIC),
                    ("pods", &METRIC),
                    ("object", &METRIC),
                    ("external", &METRIC),
                    ("containerResource", &METRIC),
                ])),
            ),
            ("behavior", &BEHAVIOR),
        ]),
    ),
]);
pub(super) static PRIORITY_CLASS: Node = Fields(&[
    ("metadata", &META),
    ("value", &Int(i32::MIN as i64, 1_000_000_000)),
    ("preemptionPolicy", &OneOf(&["PreemptLowerPriority", "Never"])),
]);
pub(super) static ROLE: Node =
    Fields(&[("metadata", &META), ("rules", &Each(&Fields(&[("verbs", &Items(1, usize::MAX, &Any))])))]);
pub(super) static BINDING: Node = Fields(&[
    ("metadata", &META),
    ("roleRef", &Fields(&[("kind", &OneOf(&["Role", "ClusterRole"])), ("name", &Text(forms::filled))])),
    (
        "subjects",
        &Each(&Fields(&[("kind", &OneOf(&["User", "Group", "ServiceAccount"])), ("name", &Text(forms::filled))])),
    ),
]);
pub(super) static CLUSTER_BINDING: Node = Fields(&[
    ("metadata", &META),
    ("roleRef", &Fields(&[("kind", &OneOf(&["ClusterRole"])), ("name", &Text(forms::filled))])),
    (
        "subjects",
        &Each(&Fields(&[("kind", &OneOf(&["User", "Group", "ServiceAccount"])), ("name", &Text(forms::filled))])),
    ),
]);
/// Replicas of a Deployment that a custom resource creates.
pub(super) const REPLICAS: Node = COUNT;

/// The API server ignores a dot at the end.
fn external_name(text: &str) -> Option<Fault> {
    name(text.strip_suffix('.').unwrap_or(text))
}
fn optional_name(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { name(text) }
}
/// The API server accepts host bits in the ranges of a load balancer, and spaces around them.
fn source_range(text: &str) -> Option<Fault> {
    let network = text.trim();
    let Some((address, bits)) = network.split_once('/') else { return cidr(network) };
    let most = match address.parse::<core::net::IpAddr>() {
        Ok(address) if address.is_ipv4() => 32,
        Ok(_) => 128,
        Err(_) => return cidr(network),
    };
    if bits.parse::<u8>().is_ok_and(|bits| bits <= most) { None } else { cidr("") }
}
