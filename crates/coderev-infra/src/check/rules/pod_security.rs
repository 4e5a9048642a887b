//! What it does: finds pods that the Pod Security level of their namespace refuses: privileged ones, those that share the node's
//! namespaces, folders or ports, and in `restricted` those that do not give up what they do not need. And at every level, pods with settings
//! of the kernel that are the node's, or that a kubelet takes only where somebody told it to.
//!
//! Why it is bad: the API server refuses every pod, or the kubelet does, and the Deployment waits without a word.
//!
//! Instead of `.patch(Patch::new(Object::POD).set("/spec/hostPID", true))` say nothing, or run the workload in a tier whose spec says
//! `.pod_security(PodSecurity::Privileged)`.
mod standard;
mod sysctls;

use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use coderev_objects::labels;
use standard::{Level, Said, Standard, Violation, Who};
use std::collections::BTreeMap;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let standards = standards(manifests);
    let mut findings = Vec::new();
    for (manifest, pod) in manifests.pods() {
        let namespace = manifest.object.namespace();
        // Whatever nobody holds to a level, the kubelet still holds to its own.
        let none = Standard::new(Level::Privileged, None);
        let standard = standards.get(namespace).unwrap_or(&none);
        sysctls::check(manifest, pod, standard, &mut findings);
        let annotations =
            manifest.object.template().and_then(|it| it.metadata()).and_then(|metadata| metadata.annotations.as_ref());
        let refused = standard.violations(pod, annotations).into_iter();
        for violation in refused.filter(|it| sysctl(it).is_none_or(sysctls::is_of_a_pod)) {
            let found = Finding::error("pod-security", &manifest.subject, Some(manifest.at))
                .message(format!(
                    "{}; Pod Security `{}` of `{namespace}` takes {}",
                    told(&violation),
                    standard.level.label(),
                    violation.takes
                ))
                .help(match sysctl(&violation) {
                    Some(name) => sysctls::help(name, standard),
                    None => help(&violation),
                });
            findings.push(match word(&violation) {
                Some(rule) => found.unless(rule),
                None => found,
            });
        }
    }
    findings
}

/// What the API server holds pods to, in namespaces that say it. What is in none of these manifests is not known.
fn standards(manifests: &Manifests) -> BTreeMap<&str, Standard> {
    let labelled = manifests.of(kind!(Namespace)).filter_map(|(manifest, namespace)| {
        let label = |key: &str| namespace.metadata.labels.as_ref()?.get(key);
        let level = Level::of(label(labels::POD_SECURITY_ENFORCE)?)?;
        let version = label(labels::POD_SECURITY_ENFORCE_VERSION);
        Some((manifest.object.name(), Standard::new(level, version.map(String::as_str))))
    });
    labelled.collect()
}

/// The rule that tells the same of the word which says it. A workload that is told there is not told here, nor is what is allowed there.
fn word(violation: &Violation) -> Option<&'static str> {
    match (&violation.said, violation.field) {
        (Said::Type("hostPath"), _) => Some("host-path"),
        (Said::Set(_), "securityContext.runAsUser" | "securityContext.runAsNonRoot") => Some("root-user"),
        _ => None,
    }
}

/// The setting of the kernel that it is about.
fn sysctl(violation: &Violation) -> Option<&str> {
    match &violation.said {
        Said::Lists(name) if violation.field == "securityContext.sysctls" => Some(name),
        _ => None,
    }
}

fn told(violation: &Violation) -> String {
    let (who, is_one) = match &violation.who {
        Who::Pod => ("the pod".to_owned(), true),
        Who::Volume(name) => (format!("the volume `{name}`"), true),
        Who::Containers(names) => {
            let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            if names.len() == 1 {
                (format!("the container {all}"), true)
            } else {
                (format!("the containers {all}"), false)
            }
        }
    };
    let verb = |one: &'static str, many: &'static str| if is_one { one } else { many };
    let field = violation.field;
    match &violation.said {
        Said::Unset => format!("{who} {} `{field}` unset", verb("leaves", "leave")),
        Said::Set(value) => format!("{who} {} `{field}` to `{value}`", verb("sets", "set")),
        Said::Lists(value) => format!("{who} {} `{value}` in `{field}`", verb("lists", "list")),
        Said::Lacks(value) => format!("{who} {} not list `{value}` in `{field}`", verb("does", "do")),
        Said::Type(name) => format!("{who} is of the type `{name}`"),
    }
}
fn help(violation: &Violation) -> String {
    let way = match violation.said {
        Said::Unset => "set it",
        Said::Lacks(_) => "add it",
        Said::Type(_) => "mount another type",
        Said::Set(_) | Said::Lists(_) => "drop it",
    };
    let level = match violation.taken_by {
        Level::Baseline => "Baseline",
        Level::Privileged | Level::Restricted => "Privileged",
    };
    format!("{way}, or run it in a tier whose spec says `.pod_security(PodSecurity::{level})`")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use crate::{Finding, Object, Patch, PodSecurity, Raw, Severity};
    use serde_json::{Value, json};

    /// What is found about `pod` in a namespace with `labels`.
    fn found(labels: Value, pod: Value) -> Vec<String> {
        findings(labels, pod).into_iter().map(|finding| finding.message).collect()
    }
    fn findings(labels: Value, pod: Value) -> Vec<Finding> {
        let namespace =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}});
        let pod =
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": pod});
        check(&objects([namespace, pod]))
    }
    fn enforced(level: &str) -> Value {
        json!({"pod-security.kubernetes.io/enforce": level})
    }

    #[test]
    fn trips() {
        let pod = json!({"hostPID": true, "containers": [{"name": "web", "securityContext": {"privileged": true}}]});
        assert_eq!(
            found(enforced("baseline"), pod),
            [
                "the pod sets `hostPID` to `true`; Pod Security `baseline` of `shop` takes only `false`",
                "the container `web` sets `securityContext.privileged` to `true`; Pod Security `baseline` of `shop` takes only `false`",
            ]
        );
    }
    #[test]
    fn one_thing_of_several_containers_is_told_once() {
        let pod = json!({"containers": [{"name": "web"}, {"name": "proxy"}]});
        let found = found(enforced("restricted"), pod);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found.iter().all(|it| it.starts_with("the containers `web`, `proxy` ")), "{found:#?}");
    }
    #[test]
    fn passes() {
        assert_eq!(names(&platform(service())), [""; 0]);
        let pod = json!({"hostPID": true, "containers": [{"name": "web"}]});
        for labels in [
            enforced("privileged"),
            enforced("none"),
            json!({}),
            json!({"pod-security.kubernetes.io/warn": "baseline"}),
        ] {
            assert!(found(labels.clone(), pod.clone()).is_empty(), "{labels}");
        }
        let alone =
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "other"}, "spec": pod});
        assert!(check(&objects([alone])).is_empty(), "nobody knows what its namespace says");
    }
    #[test]
    fn what_a_word_says_is_told_of_the_word() {
        assert_eq!(names(&platform(service().run_as_user(0))), ["root-user"]);
        assert_eq!(names(&platform(service().mount("/host", Volume::host_path("/var/log")))), ["host-path"]);
        let allowed = service().run_as_user(0).allow("root-user", "the cluster exempts it");
        assert_eq!(names(&platform(allowed)), [""; 0]);
    }
    #[test]
    fn what_a_patch_or_a_raw_object_says_is_told_here() {
        let root = Patch::new(Object::POD).set("/spec/securityContext/runAsUser", 0);
        assert_eq!(names(&platform(service().patch(root))), ["pod-security"]);
        let raw = Raw::object(&json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "once"},
            "spec": {"hostNetwork": true, "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}}, "containers": [{
                "name": "once", "image": "once:1",
                "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}},
                "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}},
            }]},
        }));
        let namespace = |level| Namespace::new("lab", Exp).spec(Exp.spec().pod_security(level)).raw(raw.clone());
        let rules = |level| names(&Platform::new(Cluster::generic()).namespace(namespace(level)));
        assert_eq!(rules(PodSecurity::Restricted), ["pod-security"]);
        assert_eq!(rules(PodSecurity::Privileged), [""; 0]);
    }

    fn of_sysctl(labels: Value, name: &str) -> Vec<(Severity, String, String)> {
        let sysctls = json!([{"name": name, "value": "1"}]);
        let pod = json!({"securityContext": {"sysctls": sysctls}, "containers": [{"name": "web"}]});
        let found = findings(labels, pod).into_iter().filter(|it| it.message.contains("sysctls"));
        found.map(|it| (it.severity, it.message, it.help)).collect()
    }
    #[test]
    fn a_setting_of_the_node_is_refused_at_every_level() {
        for labels in [enforced("restricted"), enforced("baseline"), enforced("privileged"), json!({})] {
            for name in ["vm.max_map_count", "kernel.pid_max", "fs.file-max", "vm/max_map_count", "kernel.semaphore"] {
                let told = of_sysctl(labels.clone(), name);
                assert!(
                    matches!(&told[..], [(Severity::Error, message, help)]
                    if message.contains(&format!("`{name}`")) && help.contains("DaemonSet")),
                    "{labels} {told:?}"
                );
            }
        }
    }
    #[test]
    fn an_unsafe_setting_of_the_pod_is_for_kubelets_that_were_told() {
        for name in ["net.core.somaxconn", "kernel.sem", "kernel.msgmax", "fs.mqueue.msg_max", "net/core/somaxconn"] {
            let told = of_sysctl(enforced("baseline"), name);
            assert!(
                matches!(&told[..], [(Severity::Error, _, help)]
                if help.contains(&format!("--allowed-unsafe-sysctls={name}")) && help.contains("`net.ipv4.tcp_wmem`")),
                "{told:?}"
            );
            for labels in [enforced("privileged"), json!({})] {
                let told = of_sysctl(labels, name);
                assert!(
                    matches!(&told[..], [(Severity::Warning, _, help)]
                    if help.contains(&format!("--allowed-unsafe-sysctls={name}"))),
                    "{told:?}"
                );
            }
        }
        for labels in [enforced("restricted"), enforced("privileged")] {
            assert_eq!(of_sysctl(labels, "net.ipv4.tcp_keepalive_time"), []);
        }
        assert_eq!(of_sysctl(enforced("privileged"), "net/ipv4/tcp_keepalive_time"), []);
    }
    #[test]
    fn of_a_slip_the_right_name_is_said() {
        for name in [
            "net.ipv4.tcp_keepalive_tim",
            "net.ipv4.tcp_keepalive_times",
            "et.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_kepalive_time",
        ] {
            for level in ["restricted", "baseline", "privileged"] {
                let told = of_sysctl(enforced(level), name);
                assert!(
                    matches!(&told[..], [(_, _, help)] if help.starts_with("did you mean `net.ipv4.tcp_keepalive_time`?")),
                    "{told:?}"
                );
            }
        }
    }
}
