//! Kinds of objects, which select the objects of a workload.

/// A kind of object: `Object::POD`, `Object::SERVICE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object {
    pub(crate) api_version: &'static str,
    pub(crate) kind: &'static str,
}
#[allow(missing_docs, reason = "kinds have names")]
impl Object {
    pub const POD: Self = Self::new("v1", "Pod");
    pub const DEPLOYMENT: Self = Self::new("apps/v1", "Deployment");
    pub const STATEFUL_SET: Self = Self::new("apps/v1", "StatefulSet");
    pub const DAEMON_SET: Self = Self::new("apps/v1", "DaemonSet");
    pub const JOB: Self = Self::new("batch/v1", "Job");
    pub const CRON_JOB: Self = Self::new("batch/v1", "CronJob");
    pub const SERVICE: Self = Self::new("v1", "Service");
    pub const SERVICE_ACCOUNT: Self = Self::new("v1", "ServiceAccount");
    pub const CONFIG_MAP: Self = Self::new("v1", "ConfigMap");
    pub const INGRESS: Self = Self::new("networking.k8s.io/v1", "Ingress");
    pub const HTTP_ROUTE: Self = Self::new("gateway.networking.k8s.io/v1", "HTTPRoute");
    pub const HORIZONTAL_POD_AUTOSCALER: Self = Self::new("autoscaling/v2", "HorizontalPodAutoscaler");
    pub const POD_DISRUPTION_BUDGET: Self = Self::new("policy/v1", "PodDisruptionBudget");
    pub const NETWORK_POLICY: Self = Self::new("networking.k8s.io/v1", "NetworkPolicy");
    /// Any other kind: `Object::new("keda.sh/v1alpha1", "ScaledObject")`.
    #[must_use]
    pub const fn new(api_version: &'static str, kind: &'static str) -> Self {
        Self { api_version, kind }
    }
}
