/// The files of the output: `Platform::layout(Layout::ByNamespace)`.
///
/// The name of a file is the name in the [deployment guide], and stands for the first objects in it. A file holds all objects that are applied in one
/// step, in this order:
///
/// | file | objects |
/// |---|---|
/// | `namespaces.yaml` | definitions and classes that other objects refer to: `CustomResourceDefinition`, `PriorityClass`, `StorageClass`; then `Namespace`, `ResourceQuota`, `LimitRange` |
/// | `policies.yaml` | admission: `ValidatingAdmissionPolicy`, `ValidatingWebhookConfiguration` |
/// | `network-policies.yaml` | `NetworkPolicy`, `CiliumNetworkPolicy`, `ServiceEntry` |
/// | `config.yaml` | `ConfigMap`, `PersistentVolumeClaim`, `PersistentVolume` |
/// | `external-secrets.yaml` | `ClusterSecretStore`, `ExternalSecret` |
/// | `deployments.yaml` | `ServiceAccount` and RBAC such as `Role`, `Service`, each kind of workload such as `Deployment`, `CronJob`, `StatefulSet`, `PodDisruptionBudget`, stores, monitoring, backups, and all kinds that no other row has |
/// | `hpa-ingress.yaml` | `HorizontalPodAutoscaler`, `ScaledObject`; then the edge: `Gateway`, `HTTPRoute`, `GRPCRoute`, `Ingress`, `ClusterIssuer`, `Certificate` |
///
/// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One directory, with a file for each group of kinds, as in the [deployment guide].
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    #[default]
    ByKind,
    /// A directory for each namespace with the same files, and `cluster` for objects without a namespace. Each
    /// directory can have its own owners.
    ByNamespace,
}
