//! Connections between the pods of one workload.
use crate::model::workload::setters_of;
use crate::model::*;

setters_of! { StatefulSet<T>, Job<T> => {
    /// `NetworkPolicy` without ports: its pods may connect to each other on all ports. Some software chooses its ports itself, such as NCCL and
    /// gloo.
    #[doc(alias = "NetworkPolicy")]
    #[track_caller]
    pub fn peers_on_any_port(mut self) -> Self {
        self.declared.peers_on_any_port = true;
        self
    }
    /// `Service`, headless and with `publishNotReadyAddresses`, and NetworkPolicy: a port that only its own pods connect to, ready or not. The host
    /// name of a pod is `<set>-<n>.<set>-peers`, or, with `Job::completions`, `<job>-<index>.<name>`.
    #[doc(alias("Service", "publishNotReadyAddresses"))]
    #[track_caller]
    pub fn peers(mut self, port: impl IntoPort) -> Self {
        self.declared.peers.push(Spanned::here(port.into().headless()));
        self
    }
} }
