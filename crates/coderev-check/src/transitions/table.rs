//! The immutable fields of the kinds that manifests usually have. Fields of single Pods are not in the table.
//!
//! Source: the functions `Validate..Update` of Kubernetes 1.36, `pkg/apis/<group>/validation/validation.go`, unless a
//! line names another. `tests/transitions` has a case for each line, which a real API server refuses.

/// How the old object can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    /// The pods of a StatefulSet stay, and the new object adopts them.
    Adopted,
    /// The pods stay without an owner, and are deleted later.
    Orphaned,
    /// The object is deleted and created again. The text is the effect of the deletion.
    Recreated(&'static str),
}

/// The immutable fields of one kind.
pub(super) struct Immutable {
    pub(super) group: &'static str,
    pub(super) kind: &'static str,
    /// JSON pointers, each with the value that an absent field has.
    pub(super) fields: &'static [(&'static str, &'static str)],
    /// A JSON pointer and its value: the fields are immutable only if the old object has it.
    pub(super) only_if: Option<(&'static str, &'static str)>,
    pub(super) replacement: Replacement,
}

/// A kind whose fields are always immutable.
const fn kind(
    group: &'static str,
    kind: &'static str,
    fields: &'static [(&'static str, &'static str)],
    replacement: Replacement,
) -> Immutable {
    Immutable { group, kind, fields, only_if: None, replacement }
}
/// The data of an object with `immutable: true`.
const fn sealed(kind: &'static str) -> Immutable {
    Immutable {
        group: "",
        kind,
        fields: &[("/data", "null"), ("/binaryData", "null"), ("/stringData", "null"), ("/immutable", "false")],
        only_if: Some(("/immutable", "true")),
        replacement: Replacement::Recreated("pods that start before it exists again wait for it"),
    }
}

/// The first IP family of a Service. The server chooses it if the manifest has none, and keeps it.
pub(super) const PRIMARY_FAMILY: &str = "/spec/ipFamilies/0";
const APPS: &str = "apps";
const RBAC: &str = "rbac.authorization.k8s.io";
const STORAGE: &str = "storage.k8s.io";
const PERMISSION: Replacement = Replacement::Recreated("its subjects have no permissions until it exists again");
const CLASS: Replacement = Replacement::Recreated("objects that exist are not affected");

pub(super) const TABLE: &[Immutable] = &[
    kind(APPS, "Deployment", &[("/spec/selector", "null")], Replacement::Orphaned),
    kind(APPS, "DaemonSet", &[("/spec/selector", "null")], Replacement::Orphaned),
    kind(APPS, "ReplicaSet", &[("/spec/selector", "null")], Replacement::Orphaned),
    kind(
        APPS,
        "StatefulSet",
        &[
            ("/spec/selector", "null"),
            ("/spec/serviceName", "\"\""),
            ("/spec/volumeClaimTemplates", "[]"),
            ("/spec/podManagementPolicy", "\"OrderedReady\""),
        ],
        Replacement::Adopted,
    ),
    kind(
        "batch",
        "Job",
        &[
            ("/spec/selector", "null"),
            ("/spec/template", "null"),
            ("/spec/completions", "null"),
            ("/spec/completionMode", "\"NonIndexed\""),
            ("/spec/podFailurePolicy", "null"),
            ("/spec/backoffLimitPerIndex", "null"),
            ("/spec/managedBy", "null"),
            ("/spec/successPolicy", "null"),
        ],
        Replacement::Recreated("its pods are deleted, and it runs again"),
    ),
    kind(
        "",
        "PersistentVolumeClaim",
        &[
            ("/spec/accessModes", "null"),
            ("/spec/storageClassName", "null"),
            ("/spec/volumeMode", "\"Filesystem\""),
            ("/spec/selector", "null"),
            ("/spec/dataSource", "null"),
            ("/spec/dataSourceRef", "null"),
        ],
        Replacement::Recreated("its data is lost, unless the reclaim policy of the volume is `Retain`"),
    ),
    kind(
        "scheduling.k8s.io",
        "PriorityClass",
        &[("/value", "0"), ("/preemptionPolicy", "\"PreemptLowerPriority\"")],
        Replacement::Recreated(
            "pods that run keep their priority, and no pod of this class starts until it exists again",
        ),
    ),
    kind(
        STORAGE,
        "StorageClass",
        &[
            ("/provisioner", "null"),
            ("/parameters", "null"),
            ("/reclaimPolicy", "\"Delete\""),
            ("/volumeBindingMode", "\"Immediate\""),
        ],
        Replacement::Recreated("volumes that exist are not affected"),
    ),
    // The server refuses an address for `None`. For `None` without a new value, it keeps `None`
    // (`patchAllocatedValues` in `pkg/registry/core/service/storage/storage.go`).
    kind(
        "",
        "Service",
        &[("/spec/clusterIP", "\"\""), (PRIMARY_FAMILY, "null")],
        Replacement::Recreated("requests to the Service fail until it exists again"),
    ),
    kind(
        "",
        "Secret",
        &[("/type", "\"Opaque\"")],
        Replacement::Recreated("pods that start before it exists again wait for it"),
    ),
    sealed("Secret"),
    sealed("ConfigMap"),
    kind(
        "",
        "ResourceQuota",
        &[("/spec/scopes", "null"), ("/spec/scopeSelector", "null")],
        Replacement::Recreated("the namespace has no quota until it exists again"),
    ),
    kind(RBAC, "RoleBinding", &[("/roleRef", "null")], PERMISSION),
    kind(RBAC, "ClusterRoleBinding", &[("/roleRef", "null")], PERMISSION),
    kind("networking.k8s.io", "IngressClass", &[("/spec/controller", "\"\"")], CLASS),
    kind("node.k8s.io", "RuntimeClass", &[("/handler", "\"\"")], CLASS),
    // The sources of volumes with drivers today. A secret for the growth of a CSI volume may be added.
    kind(
        "",
        "PersistentVolume",
        &[
            ("/spec/csi/driver", "null"),
            ("/spec/csi/volumeHandle", "null"),
            ("/spec/nfs", "null"),
            ("/spec/local", "null"),
            ("/spec/hostPath/path", "null"),
            ("/spec/volumeMode", "\"Filesystem\""),
        ],
        Replacement::Recreated("its claim loses the volume, and with the reclaim policy `Delete` the data may be lost"),
    ),
    kind(
        "discovery.k8s.io",
        "EndpointSlice",
        &[("/addressType", "null")],
        Replacement::Recreated("requests to its addresses fail until it exists again"),
    ),
    kind(
        STORAGE,
        "CSIDriver",
        &[("/spec/attachRequired", "true"), ("/spec/volumeLifecycleModes", "[\"Persistent\"]")],
        Replacement::Recreated("pods that start before it exists again may wait for their volumes"),
    ),
    // `validateCustomResourceDefinitionSpecUpdate`: for a definition that is established, as soon as the server serves its objects.
    // https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go
    kind(
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        &[("/spec/scope", "null"), ("/spec/names/kind", "null")],
        Replacement::Recreated("all objects of its kind are deleted"),
    ),
    // A rule of the definition: `self == oldSelf`, "Value is immutable".
    // https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
    kind("gateway.networking.k8s.io", "GatewayClass", &[("/spec/controllerName", "null")], CLASS),
];
