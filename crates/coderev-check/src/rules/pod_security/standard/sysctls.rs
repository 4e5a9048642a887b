//! Safe sysctls, which a pod may set for itself.

/// The sysctls that `baseline` and every kubelet accept, in this minor version of Kubernetes.
pub(super) fn safe(minor: u32) -> impl Iterator<Item = &'static str> {
    SAFE.into_iter().chain(SAFE_1_37.into_iter().filter(move |_| minor >= 37))
}
const SAFE: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];
const SAFE_1_37: [&str; 2] = ["net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"];
