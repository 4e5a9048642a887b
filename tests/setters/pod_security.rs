//! A patched pod is checked against the Pod Security level of its tier.
use super::*;
use coderev_infra::{Object, Patch, PodSecurity};
use serde_json::json;

fn patched(patch: Patch) -> Platform {
    in_tier(Stable.spec(), patch)
}
fn in_tier(spec: TierSpec, patch: Patch) -> Platform {
    let api = Service::new("api", "ghcr.io/acme/api:1.0.0").readiness(Probe::exec(["true"])).pod(small()).patch(patch);
    platform(Namespace::new("shop", Stable).spec(spec).service(api))
}
fn messages(platform: &Platform) -> Vec<String> {
    let findings = coderev_infra::synth(platform).findings().to_vec();
    assert!(findings.iter().all(|it| it.rule().name() == "pod-security"), "{findings:#?}");
    findings.iter().map(|finding| finding.message().to_owned()).collect()
}

#[test]
fn a_pod_that_its_level_refuses_is_refused() {
    const CONTEXT: &str = "/spec/containers/[name=api]/securityContext";
    let pod = || Patch::new(Object::POD);
    for (patch, message) in [
        (
            pod().set("/spec/hostPID", true),
            "the pod sets `hostPID` to `true`, but the Pod Security level `restricted` of the namespace `shop` does not allow it",
        ),
        (
            pod().set("/spec/hostNetwork", true),
            "the pod sets `hostNetwork` to `true`, but the Pod Security level `restricted` of the namespace `shop` does not allow it",
        ),
        (
            pod().set(&format!("{CONTEXT}/capabilities/add"), json!(["SYS_PTRACE"])),
            "the container `api` lists `SYS_PTRACE` in `securityContext.capabilities.add`, but the Pod Security level `restricted` of the namespace `shop` allows only `NET_BIND_SERVICE`",
        ),
        (
            pod().remove(&format!("{CONTEXT}/capabilities")),
            "the container `api` does not list `ALL` in `securityContext.capabilities.drop`, but the Pod Security level `restricted` of the namespace `shop` requires it",
        ),
        (
            pod().set("/spec/securityContext/sysctls", json!([{"name": "net.core.somaxconn", "value": "1024"}])),
            "the pod lists `net.core.somaxconn` in `securityContext.sysctls`, but the Pod Security level `restricted` of the namespace `shop` allows only safe sysctls",
        ),
    ] {
        assert_eq!(messages(&patched(patch)), [message]);
    }
    let safe = json!([{"name": "net.ipv4.tcp_keepalive_time", "value": "60"}]);
    assert_eq!(messages(&patched(pod().set("/spec/securityContext/sysctls", safe))), [""; 0]);
}

#[test]
fn the_help_names_a_level_that_accepts_the_pod() {
    let help = |patch| coderev_infra::synth(&patched(patch)).findings()[0].help_text().to_owned();
    let capability = |name| {
        let path = "/spec/containers/[name=api]/securityContext/capabilities/add";
        Patch::new(Object::POD).set(path, json!([name]))
    };
    for (name, level, spec) in [
        ("CHOWN", "Baseline", Stable.spec().pod_security(PodSecurity::Baseline)),
        ("SYS_PTRACE", "Privileged", Stable.spec().pod_security(PodSecurity::Privileged)),
    ] {
        let states = format!("remove it, or use a tier with the level `.pod_security(PodSecurity::{level})`");
        assert_eq!(help(capability(name)), states);
        assert_eq!(messages(&in_tier(spec, capability(name))), [""; 0], "the help solves the problem");
    }
}

#[test]
fn a_volume_without_a_claim_needs_another_level() {
    let exports = || Volume::raw(json!({"nfs": {"server": "10.0.0.5", "path": "/exports"}}));
    let lab = |level| {
        let train = Worker::new("train", "train:1").replicas(1).pod(small()).mount("/exports", exports());
        platform(Namespace::new("lab", Exp).spec(Exp.spec().pod_security(level)).worker(train))
    };
    let printed = messages(&lab(PodSecurity::Restricted));
    assert!(printed.len() == 1 && printed[0].starts_with("the volume `exports` has the type `nfs`"), "{printed:#?}");
    assert_eq!(messages(&lab(PodSecurity::Baseline)), [""; 0]);
}
