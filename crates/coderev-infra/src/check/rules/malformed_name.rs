//! What it does: finds names of objects and containers, and labels, that Kubernetes refuses, or of which it makes names that it refuses.
//!
//! Why it is bad: the API server refuses the object, and with it a part of what was applied; or it takes a StatefulSet or a Job, and every
//! pod of it is refused.
//!
//! Instead of `Service::new("Auth_Service", ..)` say `Service::new("auth-service", ..)`.
mod labels;
mod wanted;

use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests};
use std::collections::BTreeMap;
use wanted::Wanted;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut bad = BTreeMap::new();
    for manifest in manifests.iter() {
        let object = &manifest.object;
        of_name(manifest, &format!("a {}", object.kind()), object.name(), Wanted::of(object), &mut bad);
    }
    for (manifest, container) in super::containers(manifests) {
        of_name(manifest, "a container", &container.name, Wanted::label(), &mut bad);
    }
    let mut findings = Vec::new();
    for manifest in manifests.iter() {
        labels::check(manifest, |text| bad.contains_key(&(&*manifest.subject, text)), &mut findings);
    }
    findings.extend(bad.into_values().map(|(_, finding)| finding));
    findings
}

/// What is wrong with each name of a subject, and how long it may be.
type Bad<'a> = BTreeMap<(&'a str, &'a str), (usize, Finding)>;

/// The objects of one workload share its name: it is told once, of the one that wants the shortest.
fn of_name<'a>(manifest: &'a Manifest, what: &str, name: &'a str, wanted: Wanted, bad: &mut Bad<'a>) {
    let key = (&*manifest.subject, name);
    if wanted.takes(name) || bad.get(&key).is_some_and(|(most, _)| *most <= wanted.most) {
        return;
    }
    let finding = Finding::error("malformed-name", &manifest.subject, Some(manifest.at))
        .message(format!("`{name}` is no name for {what}"))
        .help(wanted.to_string());
    bad.insert(key, (wanted.most, finding));
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use crate::{Object, Patch};
    use serde_json::{Value, json};

    const RULE: &str = "malformed-name";

    #[test]
    fn trips() {
        for name in ["Auth_Service", "-auth", "auth-", "1auth", "", &"a".repeat(64)] {
            let bad = Service::new(name, "web:1").cpu(millis(1)).memory(mebi(1));
            assert!(names(&platform(bad)).contains(&RULE), "{name:?}");
        }
        assert!(names(&platform(service().label("team", "the shop"))).contains(&RULE));
    }
    #[test]
    fn is_told_once() {
        let bad = Service::new("a".repeat(64), "web:1").cpu(millis(1)).memory(mebi(1));
        assert_eq!(names(&platform(bad)).iter().filter(|name| **name == RULE).count(), 1);
        for label in ["the shop".to_owned(), "a".repeat(64)] {
            assert_eq!(names(&platform(service().label("team", label))), [RULE], "on the pods it is the same label");
        }
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service().label("team", "shop"))).contains(&RULE));
        assert_eq!(names(&platform(service().label("team", "a".repeat(63)))), [""; 0]);
    }

    /// How many times an object of this kind, with a name of each length up to seventy, is refused.
    fn longest(kind: &str, spec: &Value) -> usize {
        let is_taken = |length: &usize| {
            let metadata = json!({"name": "a".repeat(*length), "namespace": "shop"});
            check(&objects([json!({"kind": kind, "metadata": metadata, "spec": spec})])).is_empty()
        };
        (1..=70).take_while(is_taken).count()
    }
    fn pods() -> Value {
        json!({"spec": {"containers": [{"name": "web"}]}})
    }
    #[test]
    fn what_makes_pods_leaves_room_for_their_names() {
        let job = |completions| json!({"completionMode": "Indexed", "completions": completions, "template": pods()});
        assert_eq!(longest("Job", &json!({"template": pods()})), 63);
        assert_eq!(longest("Job", &job(10)), 61, "`-9` is the last");
        assert_eq!(longest("Job", &job(11)), 60, "`-10` is the last");
        let cron_job = json!({"schedule": "@daily", "jobTemplate": {"spec": {"template": pods()}}});
        assert_eq!(longest("CronJob", &cron_job), 52);
        let set = json!({"serviceName": "web", "selector": {}, "template": pods()});
        assert_eq!(longest("StatefulSet", &set), 52);
        let claim = json!({"accessModes": ["ReadWriteOnce"]});
        assert_eq!(longest("PersistentVolumeClaim", &claim), 70);
    }
    #[test]
    fn dots_are_for_those_whose_pods_are_not_named_after_them() {
        let found = |kind: &str, spec: Value| {
            check(&objects([json!({"kind": kind, "metadata": {"name": "v1.2", "namespace": "shop"}, "spec": spec})]))
                .len()
        };
        assert_eq!(found("Job", json!({"template": pods()})), 0);
        assert_eq!(found("Job", json!({"completionMode": "Indexed", "completions": 2, "template": pods()})), 1);
        assert_eq!(found("StatefulSet", json!({"serviceName": "web", "selector": {}, "template": pods()})), 1);
    }
    #[test]
    fn the_version_of_a_job_is_a_part_of_its_name() {
        let named = |name: &str| {
            let job = Job::new(name, "migrate:2.8.0").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
            crate::synth(&platform(service()).namespace(Namespace::new("db", Stable).job(job))).findings
        };
        assert_eq!(named(&"a".repeat(57)), []);
        let found = named(&"a".repeat(58));
        let told: Vec<_> = found.iter().map(|it| (it.rule, &*it.message)).collect();
        assert_eq!(told, [(RULE, &*format!("`{}-2-8-0` is no name for a Job", "a".repeat(58)))]);
        assert!(found[0].help.contains("63 characters at most"), "{}", found[0].help);
    }
    #[test]
    fn a_container_has_a_name_of_63_characters() {
        let found = |name: &str| {
            let spec = json!({"containers": [{"name": "web"}], "initContainers": [{"name": name}]});
            let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec});
            check(&objects([pod])).into_iter().map(|it| it.message).collect::<Vec<_>>()
        };
        assert_eq!(found(&"a".repeat(63)), [""; 0]);
        assert_eq!(found(&"a".repeat(64)), [format!("`{}` is no name for a container", "a".repeat(64))]);
        assert_eq!(found("a.b"), ["`a.b` is no name for a container"]);
    }
    #[test]
    fn labels_of_pods_and_of_jobs_are_looked_at() {
        let label = |path: &str| Patch::new(Object::POD).set(path, json!("the shop"));
        assert_eq!(names(&platform(service().patch(label("/metadata/labels/team")))), [RULE]);
        let bad = json!({"labels": {"team": "the shop"}});
        let spec = json!({"schedule": "@daily", "jobTemplate": {"metadata": bad, "spec": {"template": pods()}}});
        let found = |metadata: Value, spec: &Value| {
            check(&objects([json!({"kind": "CronJob", "metadata": metadata, "spec": spec})])).len()
        };
        assert_eq!(found(json!({"name": "web", "namespace": "shop"}), &spec), 1);
        let long = "a".repeat(60);
        let labels = json!({"name": long, "namespace": "shop", "labels": {"app": long, "release": "a".repeat(64)}});
        let fine = json!({"schedule": "@daily", "jobTemplate": {"spec": {"template": pods()}}});
        assert_eq!(found(labels, &fine), 2, "the name, and the label that is not the name");
    }
    #[test]
    fn a_name_that_is_too_long_for_a_label_alone_is_told_of_the_label() {
        let name = "a".repeat(64);
        let template = json!({"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "web"}]}});
        let set = json!({"kind": "DaemonSet", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"selector": {}, "template": template}});
        let found: Vec<_> = check(&objects([set])).into_iter().map(|it| it.message).collect();
        assert_eq!(found, [format!("`{name}` is no value for the label `app`")]);
    }
    #[test]
    fn keys_of_labels_are_looked_at() {
        let found = |key: &str| {
            let metadata = json!({"name": "web", "namespace": "shop", "labels": {key: "x"}});
            check(&objects([json!({"kind": "Pod", "metadata": metadata, "spec": {"containers": []}})])).len()
        };
        for good in ["team", "app.kubernetes.io/name", "Team_1"] {
            assert_eq!(found(good), 0, "{good}");
        }
        for bad in ["", "the team", "/team", "a/b/c", "Acme.dev/team", "acme.dev/"] {
            assert_eq!(found(bad), 1, "{bad}");
        }
    }
}
