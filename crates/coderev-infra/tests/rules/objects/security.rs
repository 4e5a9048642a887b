use super::{names, platform, service};
use coderev_infra::prelude::*;
use coderev_infra::{Object, Patch, PodSecurity, Raw};
use serde_json::json;

#[test]
fn root_and_host_paths_have_separate_rules() {
    assert_eq!(names(&platform(service().run_as_user(0))), ["root-user"]);
    assert_eq!(names(&platform(service().mount("/host", Volume::host_path("/var/log")))), ["host-path"]);
    let allowed = service().run_as_user(0).allow("root-user", "the cluster exempts it");
    assert_eq!(names(&platform(allowed)), [""; 0]);
    let both = service().run_as_user(0).patch(Patch::new(Object::POD).set("/spec/hostPID", true));
    let both = both.allow("root-user", "the cluster exempts it");
    assert_eq!(names(&platform(both)), ["pod-security"], "an allowed user does not hide other violations");
}
#[test]
fn patches_and_raw_objects_are_checked() {
    let root = Patch::new(Object::POD).set("/spec/securityContext/runAsUser", 0);
    assert_eq!(names(&platform(service().patch(root))), ["root-user"]);
    let raw = Raw::object(&json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "once"},
        "spec": {"hostNetwork": true, "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}}, "containers": [{
            "name": "once", "image": "once:1",
            "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}},
            "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}},
        }]},
    }));
    let namespace = |level| Namespace::new("lab", Exp).spec(Exp.spec().pod_security(level)).raw(raw.clone());
    let rules = |level| names(&Platform::new(Cluster::generic()).part_of("acme").namespace(namespace(level)));
    assert_eq!(rules(PodSecurity::Restricted), ["pod-security"]);
    assert_eq!(rules(PodSecurity::Privileged), [""; 0]);
}
