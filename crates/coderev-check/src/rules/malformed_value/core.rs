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
            ("externalIPs", &Each(&All(&[&Text(forms::ip), &Text(forms::reachable_ip)]))),
            ("externalName", &Text(external_name)),
            ("loadBalancerSourceRanges", &Each(&Text(source_range))),
            ("sessionAffinityConfig", &Fields(&[("clientIP", &Fields(&[("timeoutSeconds", &Int(1, 86_400))]))])),
            ("ipFamilies", &Each(&OneOf(&["IPv4", "IPv6"]))),
            ("trafficDistribution", &OneOf(&["PreferClose", "PreferSameZone", "PreferSameNode"])),
            ("ipFamilyPolicy", &OneOf(&["SingleStack", "PreferDualStack", "RequireDualStack"])),
            (
                "ports",
                &Each(&Fields(&[
                    ("protocol", &pods::PROTOCOL),
                    ("targetPort", &Text(port_name)),
                    ("nodePort", &Int(0, 65535)),
                    ("appProtocol", &Text(app_protocol)),
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
                ("type", &Text(limit_type)),
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
            ("policyTypes", &Items(0, 2, &OneOf(&["Ingress", "Egress"]))),
            ("ingress", &Each(&Fields(&[("from", &PEERS), ("ports", &PORTS)]))),
            ("egress", &Each(&Fields(&[("to", &PEERS), ("ports", &PORTS)]))),
        ]),
    ),
]);
const BACKEND: Node = Fields(&[("service", &Fields(&[("name", &Text(label)), ("port", &BACKEND_PORT)]))]);
const BACKEND_PORT: Node = Fields(&[("number", &Int(0, 65535)), ("name", &Text(optional_port_name))]);
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
                    ("containerResource", &All(&[&METRIC, &Fields(&[("container", &Text(label))])])),
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
/// The group of roles. The API server sets it if it is empty: `SetDefaults_RoleBinding` in `pkg/apis/rbac/v1/defaults.go`.
const RBAC: Node = Defaulted(&["rbac.authorization.k8s.io"]);
pub(super) static BINDING: Node = Fields(&[
    ("metadata", &META),
    (
        "roleRef",
        &Fields(&[("apiGroup", &RBAC), ("kind", &OneOf(&["Role", "ClusterRole"])), ("name", &Text(forms::filled))]),
    ),
    (
        "subjects",
        &Each(&Fields(&[("kind", &OneOf(&["User", "Group", "ServiceAccount"])), ("name", &Text(forms::filled))])),
    ),
]);
pub(super) static CLUSTER_BINDING: Node = Fields(&[
    ("metadata", &META),
    ("roleRef", &Fields(&[("apiGroup", &RBAC), ("kind", &OneOf(&["ClusterRole"])), ("name", &Text(forms::filled))])),
    (
        "subjects",
        &Each(&Fields(&[("kind", &OneOf(&["User", "Group", "ServiceAccount"])), ("name", &Text(forms::filled))])),
    ),
]);
/// `ValidateStorageClass` in `pkg/apis/storage/validation/validation.go`.
pub(super) static STORAGE_CLASS: Node = Fields(&[
    ("metadata", &META),
    ("provisioner", &Text(provisioner)),
    ("reclaimPolicy", &Defaulted(&["Delete", "Retain"])),
    ("volumeBindingMode", &OneOf(&["Immediate", "WaitForFirstConsumer"])),
]);
/// `ValidateRuntimeClass` in `pkg/apis/node/validation/validation.go`.
pub(super) static RUNTIME_CLASS: Node = Fields(&[("metadata", &META), ("handler", &Text(label))]);
/// `validateAddressType` in `pkg/apis/discovery/validation/validation.go`.
pub(super) static ENDPOINT_SLICE: Node = Fields(&[
    ("metadata", &META),
    ("addressType", &OneOf(&["IPv4", "IPv6", "FQDN"])),
    ("endpoints", &Each(&Fields(&[("addresses", &Each(&Text(forms::reachable_ip)))]))),
]);
/// Replicas of a Deployment that a custom resource creates.
pub(super) const REPLICAS: Node = COUNT;

/// The API server ignores a dot at the end.
fn external_name(text: &str) -> Option<Fault> {
    name(text.strip_suffix('.').unwrap_or(text))
}
/// A qualified name: `ValidateServicePort` in `pkg/apis/core/validation/validation.go`.
fn app_protocol(text: &str) -> Option<Fault> {
    let fault = || Fault::new("is not an application protocol", "use a name such as `http` or `kubernetes.io/h2c`");
    label_key(text).map(|_| fault())
}
/// `validateLimitRangeTypeName` in `pkg/apis/core/validation/validation.go`: a type with a domain belongs to another controller.
fn limit_type(text: &str) -> Option<Fault> {
    let is_standard = matches!(text, "Container" | "Pod" | "PersistentVolumeClaim");
    let is_own = text.contains('/') && label_key(text).is_none();
    let help = "use `Container`, `Pod` or `PersistentVolumeClaim`, or a type with a domain";
    (!is_standard && !is_own).then(|| Fault::new("is not a type of a LimitRange", help))
}
/// A qualified name in lower case: `validateProvisioner` in `pkg/apis/storage/validation/validation.go`.
fn provisioner(text: &str) -> Option<Fault> {
    let fault = || Fault::new("is not a provisioner", "use the name of a CSI driver: `ebs.csi.aws.com`");
    label_key(&text.to_lowercase()).map(|_| fault())
}
fn optional_port_name(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { port_name(text) }
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
