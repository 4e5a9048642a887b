//! Pods, and the level of their namespace.
use super::{HOST_PATH, POD_SECURITY, ROOT_USER};
use crate::testing::{check_all, findings, inventory};
use crate::{Finding, Severity};
use serde_json::{Value, json};

/// The messages about `pod` in a namespace with `labels`.
fn found(labels: Value, pod: Value) -> Vec<String> {
    findings_of(labels, pod).iter().map(|it| it.message().to_owned()).collect()
}
fn findings_of(labels: Value, pod: Value) -> Vec<Finding> {
    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}});
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": pod});
    findings(&POD_SECURITY, &inventory([namespace, pod]))
}
fn enforced(level: &str) -> Value {
    json!({"pod-security.kubernetes.io/enforce": level})
}

#[test]
fn a_level_refuses_settings() {
    let pod = json!({"hostPID": true, "containers": [{"name": "web", "securityContext": {"privileged": true}}]});
    assert_eq!(
        found(enforced("baseline"), pod),
        [
            "the pod sets `hostPID` to `true`, but the Pod Security level `baseline` of the namespace `shop` does not allow it",
            "the container `web` sets `securityContext.privileged` to `true`, but the Pod Security level `baseline` of the namespace `shop` does not allow it",
        ]
    );
}
#[test]
fn the_same_violation_of_several_containers_is_one_finding() {
    let pod = json!({"containers": [{"name": "web"}, {"name": "proxy"}]});
    let found = found(enforced("restricted"), pod);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found.iter().all(|it| it.starts_with("the containers `web`, `proxy` ")), "{found:#?}");
}
#[test]
fn other_labels_do_not_enforce_a_level() {
    let pod = json!({"hostPID": true, "containers": [{"name": "web"}]});
    for labels in
        [enforced("privileged"), enforced("none"), json!({}), json!({"pod-security.kubernetes.io/warn": "baseline"})]
    {
        assert!(found(labels.clone(), pod.clone()).is_empty(), "{labels}");
    }
    let alone =
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "other"}, "spec": pod});
    assert!(findings(&POD_SECURITY, &inventory([alone])).is_empty(), "the level of its namespace is unknown");
}
fn of_sysctl(labels: Value, name: &str) -> Vec<(Severity, String, String)> {
    let sysctls = json!([{"name": name, "value": "1"}]);
    let pod = json!({"securityContext": {"sysctls": sysctls}, "containers": [{"name": "web"}]});
    let found = findings_of(labels, pod).into_iter().filter(|it| it.message().contains("sysctls"));
    found.map(|it| (it.severity(), it.message().to_owned(), it.help_text().to_owned())).collect()
}
#[test]
fn a_sysctl_of_the_node_is_refused_at_each_level() {
    for labels in [enforced("restricted"), enforced("baseline"), enforced("privileged"), json!({})] {
        for name in ["vm.max_map_count", "kernel.pid_max", "fs.file-max", "vm/max_map_count", "kernel.semaphore"] {
            let found = of_sysctl(labels.clone(), name);
            assert!(
                matches!(&found[..], [(Severity::Error, message, help)]
                    if message.contains(&format!("`{name}`")) && help.contains("DaemonSet")),
                "{labels} {found:?}"
            );
        }
    }
}
#[test]
fn an_unsafe_sysctl_needs_a_kubelet_that_accepts_it() {
    for name in ["net.core.somaxconn", "kernel.sem", "kernel.msgmax", "fs.mqueue.msg_max", "net/core/somaxconn"] {
        let found = of_sysctl(enforced("baseline"), name);
        assert!(
            matches!(&found[..], [(Severity::Error, _, help)]
                if help.contains(&format!("--allowed-unsafe-sysctls={name}")) && help.contains("`net.ipv4.tcp_wmem`")),
            "{found:?}"
        );
        for labels in [enforced("privileged"), json!({})] {
            let found = of_sysctl(labels, name);
            assert!(
                matches!(&found[..], [(Severity::Warning, _, help)]
                    if help.contains(&format!("--allowed-unsafe-sysctls={name}"))),
                "{found:?}"
            );
        }
    }
    for labels in [enforced("restricted"), enforced("privileged")] {
        assert_eq!(of_sysctl(labels, "net.ipv4.tcp_keepalive_time"), []);
    }
    assert_eq!(of_sysctl(enforced("privileged"), "net/ipv4/tcp_keepalive_time"), []);
}
#[test]
fn a_typing_mistake_has_the_right_name_in_its_help() {
    for name in [
        "net.ipv4.tcp_keepalive_tim",
        "net.ipv4.tcp_keepalive_times",
        "et.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_kepalive_time",
    ] {
        for level in ["restricted", "baseline", "privileged"] {
            let found = of_sysctl(enforced(level), name);
            assert!(
                matches!(&found[..], [(_, _, help)] if help.starts_with("did you mean `net.ipv4.tcp_keepalive_time`?")),
                "{found:?}"
            );
        }
    }
}

#[test]
fn each_violation_has_one_rule() {
    check_all(
        &[&POD_SECURITY, &ROOT_USER, &HOST_PATH],
        r"
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostIPC: true
# ^^^^^^^ error[pod-security]: the pod sets `hostIPC` to `true`, but the Pod Security level `restricted` of the namespace `shop` does not allow it
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: web
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: {drop: [ALL], add: [CHOWN]}
  #                                     ^^^^^ error[pod-security]: the container `web` lists `CHOWN` in `securityContext.capabilities.add`, but ..
      runAsUser: 0
  #   ^^^^^^^^^ error[root-user]: the container `web` sets `securityContext.runAsUser` to `0`, but ..
      runAsNonRoot: false
  volumes:
  - name: logs
    hostPath: {path: /var/log}
  # ^^^^^^^^ error[host-path]: the volume `logs` has the type `hostPath`, but the Pod Security level ..
",
    );
}
