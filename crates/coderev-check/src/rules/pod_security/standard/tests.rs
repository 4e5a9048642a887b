//! Each control of the standards: a pod that `restricted` allows, with one change.
use super::{Level, Owner, Standard, State, Violation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A pod that `restricted` allows, with `changes`: JSON pointers and their new values.
fn pod(changes: &[(&str, Value)]) -> Value {
    let mut pod = json!({
        "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}, "seLinuxOptions": {}},
        "volumes": [{"name": "data"}],
        "containers": [{
            "name": "web",
            "ports": [{"containerPort": 8000}],
            "livenessProbe": {"httpGet": {"port": 8000}},
            "lifecycle": {"preStop": {"tcpSocket": {"port": 8000}}},
            "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}},
        }],
    });
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = pod.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}"));
        match value {
            Value::Null => drop(parent.as_object_mut().and_then(|map| map.remove(key))),
            value => parent[key] = value.clone(),
        }
    }
    pod
}
fn violations(level: Level, version: &str, pod: Value) -> Vec<Violation> {
    let pod = serde_json::from_value(pod).expect("a pod");
    Standard::new(level, Some(version)).violations(&pod, None)
}
fn refused(level: Level, changes: &[(&str, Value)]) -> Vec<(&'static str, Level)> {
    violations(level, "v1.35", pod(changes)).into_iter().map(|it| (it.field, it.allowed_by)).collect()
}

#[test]
fn baseline_and_restricted_refuse() {
    let web = |field: &str| format!("/containers/0/{field}");
    let context = |field: &str| format!("/containers/0/securityContext/{field}");
    let rows: Vec<(String, Value, &str)> = vec![
        ("/hostNetwork".into(), json!(true), "hostNetwork"),
        ("/hostPID".into(), json!(true), "hostPID"),
        ("/hostIPC".into(), json!(true), "hostIPC"),
        (
            "/securityContext/windowsOptions".into(),
            json!({"hostProcess": true}),
            "securityContext.windowsOptions.hostProcess",
        ),
        (
            "/securityContext/appArmorProfile".into(),
            json!({"type": "Unconfined"}),
            "securityContext.appArmorProfile.type",
        ),
        ("/securityContext/seLinuxOptions/type".into(), json!("spc_t"), "securityContext.seLinuxOptions.type"),
        ("/securityContext/seLinuxOptions/user".into(), json!("root"), "securityContext.seLinuxOptions.user"),
        ("/securityContext/seLinuxOptions/role".into(), json!("r"), "securityContext.seLinuxOptions.role"),
        ("/securityContext/seccompProfile/type".into(), json!("Unconfined"), "securityContext.seccompProfile.type"),
        (
            "/securityContext/sysctls".into(),
            json!([{"name": "kernel.msgmax", "value": "1"}]),
            "securityContext.sysctls",
        ),
        (context("privileged"), json!(true), "securityContext.privileged"),
        (context("capabilities/add"), json!(["SYS_ADMIN"]), "securityContext.capabilities.add"),
        (context("procMount"), json!("Unmasked"), "securityContext.procMount"),
        (context("windowsOptions"), json!({"hostProcess": true}), "securityContext.windowsOptions.hostProcess"),
        (context("appArmorProfile"), json!({"type": "Unconfined"}), "securityContext.appArmorProfile.type"),
        (context("seccompProfile"), json!({"type": "Unconfined"}), "securityContext.seccompProfile.type"),
        (context("seLinuxOptions"), json!({"type": "spc_t"}), "securityContext.seLinuxOptions.type"),
        (web("ports/0/hostPort"), json!(80), "ports[].hostPort"),
        (web("livenessProbe/httpGet/host"), json!("10.0.0.1"), "livenessProbe.httpGet.host"),
        (web("lifecycle/preStop/tcpSocket/host"), json!("10.0.0.1"), "lifecycle.preStop.tcpSocket.host"),
    ];
    for (pointer, value, field) in rows {
        for level in [Level::Baseline, Level::Restricted] {
            assert_eq!(
                refused(level, &[(&pointer, value.clone())]),
                [(field, Level::Privileged)],
                "{pointer} {level:?}"
            );
        }
        assert!(refused(Level::Privileged, &[(&pointer, value)]).is_empty(), "{pointer}");
    }
}

#[test]
fn only_restricted_refuses() {
    let context = |field: &str| format!("/containers/0/securityContext/{field}");
    let rows: Vec<(String, Value, &str)> = vec![
        ("/volumes/0/nfs".into(), json!({"server": "10.0.0.5", "path": "/"}), "volumes"),
        ("/securityContext/runAsNonRoot".into(), Value::Null, "securityContext.runAsNonRoot"),
        ("/securityContext/runAsNonRoot".into(), json!(false), "securityContext.runAsNonRoot"),
        ("/securityContext/runAsUser".into(), json!(0), "securityContext.runAsUser"),
        ("/securityContext/seccompProfile".into(), Value::Null, "securityContext.seccompProfile.type"),
        (context("runAsNonRoot"), json!(false), "securityContext.runAsNonRoot"),
        (context("runAsUser"), json!(0), "securityContext.runAsUser"),
        (context("allowPrivilegeEscalation"), Value::Null, "securityContext.allowPrivilegeEscalation"),
        (context("allowPrivilegeEscalation"), json!(true), "securityContext.allowPrivilegeEscalation"),
        (context("capabilities"), Value::Null, "securityContext.capabilities.drop"),
        (context("capabilities/drop"), json!(["NET_RAW"]), "securityContext.capabilities.drop"),
        (context("capabilities/add"), json!(["CHOWN"]), "securityContext.capabilities.add"),
    ];
    for (pointer, value, field) in rows {
        let changes = [(&*pointer, value)];
        assert_eq!(refused(Level::Restricted, &changes), [(field, Level::Baseline)], "{pointer}");
        assert!(refused(Level::Baseline, &changes).is_empty(), "{pointer}");
    }
}

#[test]
fn a_host_path_is_one_violation_that_privileged_allows() {
    let changes = [("/volumes/0/hostPath", json!({"path": "/var/log"}))];
    assert_eq!(refused(Level::Baseline, &changes), [("hostPath", Level::Privileged)]);
    assert_eq!(refused(Level::Restricted, &changes), [("volumes", Level::Privileged)]);
}

#[test]
fn restricted_allows() {
    let rows: Vec<(&str, Value)> = vec![
        ("/hostNetwork", json!(false)),
        ("/volumes/0/csi", json!({"driver": "secrets-store.csi.k8s.io"})),
        ("/volumes/0/image", json!({"reference": "ghcr.io/acme/model:1"})),
        ("/securityContext/seLinuxOptions/type", json!("container_engine_t")),
        ("/securityContext/seLinuxOptions/level", json!("s0:c1,c2")),
        (
            "/securityContext/sysctls",
            json!([{"name": "net.ipv4.tcp_rmem", "value": "1"}, {"name": "net.ipv4.tcp_fin_timeout", "value": "1"}]),
        ),
        ("/securityContext/runAsUser", json!(1000)),
        ("/containers/0/ports/0/hostPort", json!(0)),
        ("/containers/0/livenessProbe/httpGet/host", json!("")),
        ("/containers/0/securityContext/capabilities/add", json!(["NET_BIND_SERVICE"])),
        ("/containers/0/securityContext/procMount", json!("Default")),
        ("/containers/0/securityContext/seccompProfile", json!({"type": "Localhost", "localhostProfile": "web.json"})),
    ];
    assert!(refused(Level::Restricted, &[]).is_empty());
    for (pointer, value) in rows {
        assert!(refused(Level::Restricted, &[(pointer, value.clone())]).is_empty(), "{pointer} {value}");
    }
}

#[test]
fn all_kinds_of_containers_are_checked() {
    for kind in ["/initContainers", "/ephemeralContainers"] {
        let bare = json!([{"name": "beside", "securityContext": {"privileged": true}}]);
        let found = violations(Level::Restricted, "v1.35", pod(&[(kind, bare)]));
        let owner = Owner::Containers(vec!["beside".into()]);
        assert_eq!(found.len(), 3, "{kind}: {found:#?}");
        assert!(found.iter().all(|it| it.owner == owner), "{kind}: {found:#?}");
    }
}

#[test]
fn a_windows_pod_needs_no_linux_settings() {
    let bare = json!({"allowPrivilegeEscalation": null});
    let mut changes = vec![
        ("/os", json!({"name": "windows"})),
        ("/securityContext/seccompProfile", Value::Null),
        ("/containers/0/securityContext", bare),
    ];
    assert!(refused(Level::Restricted, &changes).is_empty());
    changes.push(("/containers/0/securityContext/capabilities", json!({"add": ["SYS_ADMIN"]})));
    assert_eq!(refused(Level::Restricted, &changes), [("securityContext.capabilities.add", Level::Privileged)]);
    changes[0].1 = json!({"name": "linux"});
    assert!(refused(Level::Restricted, &changes).len() > 1);
}

#[test]
fn root_in_a_user_namespace_is_allowed() {
    let root = [
        ("/hostUsers", json!(false)),
        ("/securityContext/runAsNonRoot", json!(false)),
        ("/securityContext/runAsUser", json!(0)),
    ];
    assert!(refused(Level::Restricted, &root).is_empty());
    assert_eq!(violations(Level::Restricted, "v1.34", pod(&root)).len(), 2);
    let unmasked = [("/hostUsers", json!(false)), ("/containers/0/securityContext/procMount", json!("Unmasked"))];
    assert!(refused(Level::Baseline, &unmasked).is_empty());
    assert_eq!(refused(Level::Restricted, &unmasked), [("securityContext.procMount", Level::Privileged)]);
}

#[test]
fn the_enforced_version_is_used() {
    let sysctl = json!([{"name": "net.ipv4.tcp_notsent_lowat", "value": "1"}]);
    let count =
        |version, pointer, value: &Value| violations(Level::Baseline, version, pod(&[(pointer, value.clone())])).len();
    let of_sysctl = ["v1.36", "v1.37", "latest"].map(|version| count(version, "/securityContext/sysctls", &sysctl));
    assert_eq!(of_sysctl, [1, 0, 0]);
    let host = json!("10.0.0.1");
    let of_host = ["v1.33", "v1.34"].map(|version| count(version, "/containers/0/livenessProbe/httpGet/host", &host));
    assert_eq!(of_host, [0, 1]);
}

#[test]
fn profiles_in_annotations_are_checked() {
    let key = |name: &str| format!("container.apparmor.security.beta.kubernetes.io/{name}");
    let annotations: BTreeMap<String, String> =
        [(key("web"), "unconfined".into()), (key("proxy"), "localhost/own".into()), ("team".into(), "shop".into())]
            .into();
    let pod = serde_json::from_value(pod(&[])).expect("a pod");
    let found = Standard::new(Level::Baseline, None).violations(&pod, Some(&annotations));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (&found[0].owner, &found[0].state),
        (&Owner::Containers(vec!["web".into()]), &State::Set("unconfined".into()))
    );
}
