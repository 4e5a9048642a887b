//! Pods.
use super::super::schema::Node::{self, All, Any, Defaulted, Each, Fields, Int, Items, Map, OneOf, Text};
use super::super::schema::forms::{
    image, key, label, label_key, label_value, name, port_name, prefix, probe_header, quantity, resource, variable,
};
use super::super::schema::{Fault, forms};
use super::META;

pub(super) const MOST: i64 = i32::MAX as i64;
pub(super) const COUNT: Node = Int(0, MOST);
pub(super) const PROTOCOL: Node = Defaulted(&["TCP", "UDP", "SCTP"]);
const PORT: Node = Int(1, 65535);
/// The number or the name of a port.
const PORT_OR_NAME: Node = All(&[&PORT, &Text(port_name)]);

/// A selector of labels.
pub(super) const SELECTOR: Node = Fields(&[
    ("matchLabels", &Map(label_key, &Text(label_value))),
    (
        "matchExpressions",
        &Each(&Fields(&[
            ("key", &Text(label_key)),
            ("operator", &OneOf(&["In", "NotIn", "Exists", "DoesNotExist"])),
            ("values", &Each(&Text(label_value))),
        ])),
    ),
]);
const NAMED: Node = Fields(&[("name", &Text(name))]);
const KEY_REF: Node = Fields(&[("name", &Text(name)), ("key", &Text(key))]);
const FILE_MODE: Node = Int(0, 0o777);
const FIELD_REF: Node = Fields(&[("fieldPath", &Text(field_path))]);
const RESOURCE_REF: Node = Fields(&[("resource", &Text(resource_of_container))]);
const RESOURCES: Node =
    Fields(&[("requests", &Map(resource, &Text(quantity))), ("limits", &Map(resource, &Text(quantity)))]);
const USER: Node = Int(0, MOST);
const SECCOMP: Node = Fields(&[("type", &OneOf(&["RuntimeDefault", "Localhost", "Unconfined"]))]);
const HANDLER: Node = Fields(&[
    ("exec", &Fields(&[("command", &Items(1, usize::MAX, &Any))])),
    ("httpGet", &HTTP_GET),
    ("tcpSocket", &Fields(&[("port", &PORT_OR_NAME)])),
    ("sleep", &Fields(&[("seconds", &Int(0, i64::MAX))])),
]);
const HTTP_GET: Node = Fields(&[
    ("port", &PORT_OR_NAME),
    ("scheme", &Defaulted(&["HTTP", "HTTPS"])),
    ("httpHeaders", &Each(&Fields(&[("name", &Text(probe_header))]))),
]);
const PROBE: Node = All(&[
    &HANDLER,
    &Fields(&[
        ("grpc", &Fields(&[("port", &PORT)])),
        ("initialDelaySeconds", &COUNT),
        ("timeoutSeconds", &COUNT),
        ("periodSeconds", &COUNT),
        ("successThreshold", &COUNT),
        ("failureThreshold", &COUNT),
        ("terminationGracePeriodSeconds", &Int(1, i64::MAX)),
    ]),
]);
const CONTAINER: Node = Fields(&[
    ("image", &Text(image)),
    ("imagePullPolicy", &Defaulted(&["Always", "IfNotPresent", "Never"])),
    ("terminationMessagePolicy", &Defaulted(&["File", "FallbackToLogsOnError"])),
    ("restartPolicy", &OneOf(&["Always", "Never", "OnFailure"])),
    (
        "env",
        &Each(&Fields(&[
            ("name", &Text(variable)),
            (
                "valueFrom",
                &Fields(&[
                    ("secretKeyRef", &KEY_REF),
                    ("configMapKeyRef", &KEY_REF),
                    ("fieldRef", &FIELD_REF),
                    ("resourceFieldRef", &RESOURCE_REF),
                ]),
            ),
        ])),
    ),
    ("envFrom", &Each(&Fields(&[("prefix", &Text(prefix)), ("configMapRef", &NAMED), ("secretRef", &NAMED)]))),
    ("ports", &Each(&Fields(&[("hostPort", &Int(0, 65535)), ("protocol", &PROTOCOL)]))),
    ("volumeMounts", &Each(&Fields(&[("mountPropagation", &OneOf(&["None", "HostToContainer", "Bidirectional"]))]))),
    ("resources", &RESOURCES),
    ("livenessProbe", &PROBE),
    ("readinessProbe", &PROBE),
    ("startupProbe", &PROBE),
    ("lifecycle", &Fields(&[("preStop", &HANDLER), ("postStart", &HANDLER)])),
    (
        "securityContext",
        &Fields(&[
            ("runAsUser", &USER),
            ("runAsGroup", &USER),
            ("procMount", &OneOf(&["Default", "Unmasked"])),
            ("seccompProfile", &SECCOMP),
        ]),
    ),
    (
        "resizePolicy",
        &Each(&Fields(&[
            ("resourceName", &OneOf(&["cpu", "memory"])),
            ("restartPolicy", &OneOf(&["NotRequired", "RestartContainer"])),
        ])),
    ),
]);
const KEYS: Node = Each(&Fields(&[("key", &Text(forms::filled)), ("mode", &FILE_MODE)]));
const PROJECTED_KEYS: Node = Fields(&[("items", &KEYS)]);
const ACCESS_MODES: Node =
    Items(1, usize::MAX, &OneOf(&["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]));
/// The spec of a claim.
pub(super) const CLAIM: Node = Fields(&[
    ("accessModes", &ACCESS_MODES),
    ("volumeMode", &OneOf(&["Block", "Filesystem"])),
    ("storageClassName", &Text(storage_class)),
    ("resources", &Fields(&[("requests", &Fields(&[("storage", &Text(forms::positive_quantity))]))])),
    ("selector", &SELECTOR),
    ("dataSource", &Fields(&[("name", &Text(forms::filled)), ("kind", &Text(forms::filled))])),
    ("dataSourceRef", &Fields(&[("name", &Text(forms::filled)), ("kind", &Text(forms::filled))])),
]);
const VOLUME: Node = Fields(&[
    ("name", &Text(label)),
    ("configMap", &Fields(&[("name", &Text(forms::filled)), ("defaultMode", &FILE_MODE), ("items", &KEYS)])),
    ("secret", &Fields(&[("secretName", &Text(forms::filled)), ("defaultMode", &FILE_MODE), ("items", &KEYS)])),
    (
        "projected",
        &Fields(&[
            ("defaultMode", &FILE_MODE),
            (
                "sources",
                &Each(&Fields(&[
                    ("configMap", &PROJECTED_KEYS),
                    ("secret", &PROJECTED_KEYS),
                    (
                        "serviceAccountToken",
                        &Fields(&[("expirationSeconds", &Int(600, 1 << 32)), ("path", &Text(forms::filled))]),
                    ),
                ])),
            ),
        ]),
    ),
    (
        "downwardAPI",
        &Fields(&[
            ("defaultMode", &FILE_MODE),
            (
                "items",
                &Each(&Fields(&[
                    ("fieldRef", &Fields(&[("fieldPath", &Text(file_field))])),
                    ("resourceFieldRef", &RESOURCE_REF),
                ])),
            ),
        ]),
    ),
    ("emptyDir", &Fields(&[("sizeLimit", &Text(quantity))])),
    (
        "hostPath",
        &Fields(&[(
            "type",
            &OneOf(&[
                "",
                "DirectoryOrCreate",
                "Directory",
                "FileOrCreate",
                "File",
                "Socket",
                "CharDevice",
                "BlockDevice",
            ]),
        )]),
    ),
    ("nfs", &Fields(&[("server", &Text(forms::filled)), ("path", &Text(forms::mount_path))])),
    ("csi", &Fields(&[("driver", &Text(name))])),
    ("persistentVolumeClaim", &Fields(&[("claimName", &Text(forms::filled))])),
    ("ephemeral", &Fields(&[("volumeClaimTemplate", &Fields(&[("spec", &CLAIM)]))])),
    ("image", &Fields(&[("pullPolicy", &Defaulted(&["Always", "IfNotPresent", "Never"]))])),
]);
const NODE_REQUIREMENTS: Node = Each(&Fields(&[
    ("key", &Text(label_key)),
    ("operator", &OneOf(&["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"])),
]));
const NODE_TERM: Node = Fields(&[("matchExpressions", &NODE_REQUIREMENTS)]);
const POD_TERM: Node =
    Fields(&[("topologyKey", &All(&[&Text(forms::filled), &Text(label_key)])), ("labelSelector", &SELECTOR)]);
const WEIGHT: Node = Int(1, 100);
const POD_AFFINITY: Node = Fields(&[
    ("requiredDuringSchedulingIgnoredDuringExecution", &Each(&POD_TERM)),
    (
        "preferredDuringSchedulingIgnoredDuringExecution",
        &Each(&Fields(&[("weight", &WEIGHT), ("podAffinityTerm", &POD_TERM)])),
    ),
]);
const AFFINITY: Node = Fields(&[
    (
        "nodeAffinity",
        &Fields(&[
            (
                "requiredDuringSchedulingIgnoredDuringExecution",
                &Fields(&[("nodeSelectorTerms", &Items(1, usize::MAX, &NODE_TERM))]),
            ),
            (
                "preferredDuringSchedulingIgnoredDuringExecution",
                &Each(&Fields(&[("weight", &WEIGHT), ("preference", &NODE_TERM)])),
            ),
        ]),
    ),
    ("podAffinity", &POD_AFFINITY),
    ("podAntiAffinity", &POD_AFFINITY),
]);
const SPEC: Node = Fields(&[
    ("containers", &Items(1, usize::MAX, &CONTAINER)),
    ("initContainers", &Each(&CONTAINER)),
    ("ephemeralContainers", &Each(&CONTAINER)),
    ("volumes", &Each(&VOLUME)),
    ("restartPolicy", &Defaulted(&["Always", "OnFailure", "Never"])),
    ("dnsPolicy", &Defaulted(&["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"])),
    ("dnsConfig", &Fields(&[("nameservers", &Items(0, 3, &Text(forms::ip)))])),
    // `validateOS`.
    ("os", &Fields(&[("name", &OneOf(&["linux", "windows"]))])),
    ("hostname", &Text(label)),
    ("subdomain", &Text(label)),
    ("hostAliases", &Each(&Fields(&[("ip", &Text(forms::ip)), ("hostnames", &Each(&Text(name)))]))),
    ("serviceAccountName", &Text(optional_name)),
    ("priorityClassName", &Text(optional_name)),
    ("runtimeClassName", &Text(name)),
    ("nodeName", &Text(name)),
    ("nodeSelector", &Map(label_key, &Text(label_value))),
    ("affinity", &AFFINITY),
    (
        "tolerations",
        &Each(&Fields(&[
            ("key", &Text(toleration_key)),
            ("operator", &OneOf(&["Equal", "Exists", "", "Lt", "Gt"])),
            ("value", &Text(label_value)),
            ("effect", &OneOf(&["NoSchedule", "PreferNoSchedule", "NoExecute", ""])),
        ])),
    ),
    (
        "topologySpreadConstraints",
        &Each(&Fields(&[
            ("maxSkew", &Int(1, MOST)),
            ("minDomains", &Int(1, MOST)),
            ("topologyKey", &Text(forms::filled)),
            ("whenUnsatisfiable", &OneOf(&["DoNotSchedule", "ScheduleAnyway"])),
            ("labelSelector", &SELECTOR),
        ])),
    ),
    ("activeDeadlineSeconds", &Int(1, MOST)),
    ("preemptionPolicy", &OneOf(&["PreemptLowerPriority", "Never"])),
    (
        "securityContext",
        &Fields(&[
            ("runAsUser", &USER),
            ("runAsGroup", &USER),
            ("fsGroup", &USER),
            ("supplementalGroups", &Each(&USER)),
            ("fsGroupChangePolicy", &OneOf(&["OnRootMismatch", "Always"])),
            ("seccompProfile", &SECCOMP),
            ("sysctls", &Each(&Fields(&[("name", &Text(sysctl))]))),
        ]),
    ),
]);
const TEMPLATE_META: Node = Fields(&[("annotations", &Map(forms::annotation_key, &Any))]);
pub(super) const TEMPLATE: Node = Fields(&[("metadata", &TEMPLATE_META), ("spec", &SPEC)]);

pub(super) static POD: Node = Fields(&[("metadata", &META), ("spec", &SPEC)]);
/// A name, or none.
fn optional_name(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { name(text) }
}
pub(super) fn optional_label(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { label(text) }
}
fn storage_class(text: &str) -> Option<Fault> {
    optional_name(text)
}
/// Without a key, a toleration matches each taint.
fn toleration_key(text: &str) -> Option<Fault> {
    if text.is_empty() { None } else { label_key(text) }
}
/// `/` separates the parts of the name of a sysctl too.
fn sysctl(text: &str) -> Option<Fault> {
    let part = |part: &str| {
        let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        end(part.chars().next()) && end(part.chars().last()) && part.chars().all(inside)
    };
    let accepted = text.len() <= 253 && text.split(['.', '/']).all(part);
    (!accepted)
        .then(|| Fault::new("is not the name of a sysctl", "write the name with dots: `net.ipv4.tcp_syncookies`"))
}
/// A field of the pod for a variable.
fn field_path(text: &str) -> Option<Fault> {
    const KNOWN: [&str; 9] = [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    ];
    field(text, &KNOWN)
}
/// A field of the pod for a file.
fn file_field(text: &str) -> Option<Fault> {
    field(text, &["metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"])
}
fn field(text: &str, known: &[&str]) -> Option<Fault> {
    let keyed = ["metadata.labels['", "metadata.annotations['"];
    let is_keyed = keyed.iter().any(|start| text.starts_with(start)) && text.ends_with("']");
    (!is_keyed && !known.contains(&text)).then(|| {
        Fault::new(
            "is not a field of a pod that Kubernetes provides",
            "use a field such as `metadata.name` or `metadata.labels['app']`",
        )
    })
}
fn resource_of_container(text: &str) -> Option<Fault> {
    let amount = text.strip_prefix("limits.").or(text.strip_prefix("requests."));
    let accepted =
        amount.is_some_and(|it| matches!(it, "cpu" | "memory" | "ephemeral-storage") || it.starts_with("hugepages-"));
    (!accepted).then(|| {
        Fault::new(
            "is not a resource of a container",
            "use `limits.cpu`, `limits.memory`, `requests.cpu` or `requests.memory`",
        )
    })
}
