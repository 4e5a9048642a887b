//! Connections between the pods of one workload.
use crate::model::workload::setters_of;
use crate::model::*;

setters_of! { StatefulSet<T>, Job<T> => {
    /// `NetworkPolicy` without ports: its pods may connect to each other on all ports. Use it for software that selects
    /// ports at run time, such as NCCL and Gloo.
    #[doc(alias = "NetworkPolicy")]
    #[track_caller]
    pub fn peers_on_any_port(mut self) -> Self {
        self.declared.peers_on_any_port = true;
        self
    }
    /// `Service`, headless and with `publishNotReadyAddresses`, and NetworkPolicy: a port on which only its own pods
    /// connect to each other, also before they are ready. The DNS name of a pod of a StatefulSet is
    /// `<set>-<n>.<set>-peers`. The DNS name of a pod of a Job with `completions` is `<job>-<index>.<name>`.
    #[doc(alias("Service", "publishNotReadyAddresses"))]
    #[track_caller]
    pub fn peers(mut self, port: impl IntoPort) -> Self {
        self.declared.peers.push(Spanned::here(port.into().headless()));
        self
    }
} }
