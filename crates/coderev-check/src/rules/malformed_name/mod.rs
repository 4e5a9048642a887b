//! `malformed-name`
pub(super) mod format;
pub(super) mod labels;
mod namespaces;
mod types;

use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Finding, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory, Origin};
use format::Format;
use std::collections::BTreeMap;

/// The rule.
pub static MALFORMED_NAME: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-name", Phase::Objects)
    .summary("invalid names and labels, and names so long that a name that Kubernetes derives from them, such as a pod name, exceeds the limit")
    .why("The API server rejects the object, so only part of the manifests is applied. A StatefulSet or a Job can be accepted, while each of its pods is rejected. Names become parts of file paths and shell commands. Therefore `allow` cannot suppress a finding about the name of a namespace, or about a name that is invalid for its kind.")
    .rust(
        r#"Service::new("Auth_Service", "ghcr.io/acme/auth:v1.4.0")
//<^^^^^^^^^^^^ error[malformed-name]: `Auth_Service` is not a valid Service name"#,
        r#"Service::new("auth-service", "ghcr.io/acme/auth:v1.4.0")"#,
    )
    .yaml(
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: Shop_Config}
  #        ^^^^ error[malformed-name]: `Shop_Config` is not a valid ConfigMap name
data: {}
",
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: shop-config}
data: {}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let mut malformed = Malformed::default();
    for entry in inventory.entries() {
        malformed.check(entry, entry.name(), Format::of_object(entry.object()), report, || Part {
            owner: entry.kind().to_owned(),
            pointer: "/metadata/name".to_owned(),
        });
    }
    for placed in containers::all(inventory) {
        let (entry, name) = (placed.workload.entry(), &*placed.container.name);
        if name.is_empty() && entry.api_version().starts_with(KNATIVE) {
            continue;
        }
        malformed.check(entry, name, Format::label(), report, || Part {
            owner: "container".to_owned(),
            pointer: placed.pointer("/name"),
        });
    }
    namespaces::check(inventory, report);
    types::check(inventory, report);
    for entry in inventory.entries() {
        labels::check(entry, |text| malformed.contains(entry, text), report);
    }
    malformed.0.into_values().for_each(|(_, finding)| report.push(finding));
}

/// Knative names a container without a name `user-container`:
/// <https://github.com/knative/serving/blob/main/pkg/apis/serving/v1/revision_defaults.go>
const KNATIVE: &str = "serving.knative.dev/";

/// The malformed names by position, each with its maximum length. In a program, all objects of a workload have the same
/// name: the name is reported once, for the object with the lowest maximum length.
#[derive(Default)]
struct Malformed<'a>(BTreeMap<(Origin, &'a str), (usize, Finding)>);
impl<'a> Malformed<'a> {
    fn check(&mut self, entry: Entry<'a>, name: &'a str, format: Format, report: &Report, part: impl Fn() -> Part) {
        if format.accepts(name) {
            return;
        }
        let Part { owner, pointer } = part();
        let at = entry.origin_of(&pointer);
        let key = (at.clone(), name);
        let is_refused = pointer == "/metadata/name" && !Format::required(entry.object()).accepts(name);
        let known = self.0.get_mut(&key);
        // A name that the API server refuses for one of the objects is never allowed.
        let is_refused = is_refused || known.as_ref().is_some_and(|(_, finding)| !finding.can_be_allowed());
        if let Some((longest, finding)) = known
            && *longest <= format.longest()
        {
            if is_refused {
                *finding = finding.clone().never_allowed();
            }
            return;
        }
        let message = format!("`{name}` is not a valid {owner} name");
        let finding = report.finding(entry.subject(), message).at(at).help(format.to_string());
        let finding = if is_refused { finding.never_allowed() } else { finding };
        self.0.insert(key, (format.longest(), finding));
    }
    /// Whether `text` is a malformed name of an object at this position.
    fn contains(&self, entry: Entry<'a>, text: &'a str) -> bool {
        !self.0.is_empty() && self.0.contains_key(&(entry.origin_of("/metadata/name"), text))
    }
}
/// The owner of a name, and the JSON pointer of the name.
struct Part {
    owner: String,
    pointer: String,
}

#[cfg(test)]
mod tests {
    use super::MALFORMED_NAME;
    use crate::Finding;
    use crate::testing::{findings, inventory, messages};
    use serde_json::{Value, json};

    /// The length of the longest name that is accepted, up to 70.
    fn longest(kind: &str, spec: &Value) -> usize {
        let is_taken = |length: &usize| {
            let metadata = json!({"name": "a".repeat(*length), "namespace": "shop"});
            messages(&MALFORMED_NAME, [json!({"kind": kind, "metadata": metadata, "spec": spec})]).is_empty()
        };
        (1..=70).take_while(is_taken).count()
    }
    fn pods() -> Value {
        json!({"spec": {"containers": [{"name": "web"}]}})
    }
    #[test]
    fn derived_names_reduce_the_maximum_length() {
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
    fn the_name_of_a_service_may_begin_with_a_digit_since_1_36() {
        use coderev_objects::fields::KubernetesVersion;

        let found = |name: &str| {
            let spec = json!({"selector": {"app": "web"}, "ports": [{"port": 80}]});
            let metadata = json!({"name": name, "namespace": "shop"});
            messages(
                &MALFORMED_NAME,
                [json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})],
            )
            .len()
        };
        let refused = usize::from(KubernetesVersion::of_build() < KubernetesVersion::V1_36);
        assert_eq!(["web", "2048", "1-web", "-web", "web.shop"].map(found), [0, refused, refused, 1, 1]);
    }
    #[test]
    fn dots_are_refused_where_pods_have_the_name() {
        let found = |kind: &str, spec: Value| {
            messages(
                &MALFORMED_NAME,
                [json!({"kind": kind, "metadata": {"name": "v1.2", "namespace": "shop"}, "spec": spec})],
            )
            .len()
        };
        assert_eq!(found("Job", json!({"template": pods()})), 0);
        assert_eq!(found("Job", json!({"completionMode": "Indexed", "completions": 2, "template": pods()})), 1);
        assert_eq!(found("StatefulSet", json!({"serviceName": "web", "selector": {}, "template": pods()})), 1);
    }
    #[test]
    fn a_container_name_has_63_characters() {
        let found = |name: &str| {
            let spec = json!({"containers": [{"name": "web"}], "initContainers": [{"name": name}]});
            let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec});
            messages(&MALFORMED_NAME, [pod])
        };
        assert_eq!(found(&"a".repeat(63)), [""; 0]);
        assert_eq!(found(&"a".repeat(64)), [format!("`{}` is not a valid container name", "a".repeat(64))]);
        assert_eq!(found("a.b"), ["`a.b` is not a valid container name"]);
    }
    #[test]
    fn knative_names_a_container_without_a_name() {
        let found = |api_version: &str, name: Option<&str>| {
            let mut container = json!({"image": "web:1"});
            name.iter().for_each(|name| container["name"] = (*name).into());
            let spec = json!({"template": {"spec": {"containers": [container]}}});
            let metadata = json!({"name": "web", "namespace": "shop"});
            let service = json!({"apiVersion": api_version, "kind": "Service", "metadata": metadata, "spec": spec});
            messages(&MALFORMED_NAME, [service])
        };
        assert_eq!(found("serving.knative.dev/v1", None), [""; 0]);
        assert_eq!(found("serving.knative.dev/v1", Some("a b")).len(), 1);
        assert_eq!(found("acme.dev/v1", None).len(), 1);
    }
    #[test]
    fn labels_of_pods_and_of_jobs_are_checked() {
        let bad = json!({"labels": {"team": "the shop"}});
        let spec = json!({"schedule": "@daily", "jobTemplate": {"metadata": bad, "spec": {"template": pods()}}});
        let found = |metadata: Value, spec: &Value| {
            messages(&MALFORMED_NAME, [json!({"kind": "CronJob", "metadata": metadata, "spec": spec})]).len()
        };
        assert_eq!(found(json!({"name": "web", "namespace": "shop"}), &spec), 1);
        let long = "a".repeat(60);
        let labels = json!({"name": long, "namespace": "shop", "labels": {"app": long, "release": "a".repeat(64)}});
        let fine = json!({"schedule": "@daily", "jobTemplate": {"spec": {"template": pods()}}});
        assert_eq!(found(labels, &fine), 2, "the name, and the label that is not the name");
    }
    #[test]
    fn a_name_that_is_too_long_only_for_a_label_is_reported_for_the_label() {
        let name = "a".repeat(64);
        let template = json!({"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "web"}]}});
        let set = json!({"kind": "DaemonSet", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"selector": {}, "template": template}});
        let message = format!("`{name}` is not a valid value of the label `app`");
        assert_eq!(messages(&MALFORMED_NAME, [set]), [message]);
    }
    /// An object with this kind, name and namespace.
    fn object(api_version: &str, kind: &str, name: &str, namespace: &str) -> Value {
        json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": namespace}})
    }
    /// Whether each finding about the object can be allowed.
    fn allowed(object: Value) -> Vec<bool> {
        findings(&MALFORMED_NAME, &inventory([object])).iter().map(Finding::can_be_allowed).collect()
    }
    #[test]
    fn names_of_rbac_have_colons() {
        for kind in ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"] {
            let found = |name: &str| allowed(object("rbac.authorization.k8s.io/v1", kind, name, ""));
            assert_eq!(found("system:metrics-server"), [true; 0], "{kind}");
            for name in ["..", "a/b", "a%2fb", "a b", "a\u{1b}[2J", "a\nb"] {
                assert_eq!(found(name), [false], "{kind} {name:?}");
            }
        }
        assert_eq!(allowed(object("v1", "ConfigMap", "system:metrics-server", "shop")), [false]);
    }
    #[test]
    fn a_namespace_is_a_label_for_every_kind_and_is_never_allowed() {
        for (version, kind) in [("v1", "ConfigMap"), ("example.com/v1", "Widget"), ("batch/v1", "Job")] {
            let found = |namespace: &str| allowed(object(version, kind, "a", namespace));
            assert_eq!(found("shop"), [true; 0]);
            for namespace in
                ["../../evil", "/tmp/evil", ".coderev-infra", "Not_A_Name", "a.b", "..", "a\nb", &"a".repeat(64)]
            {
                assert_eq!(found(namespace), [false], "{kind} {namespace:?}");
            }
        }
        assert_eq!(allowed(object("v1", "Namespace", "../evil", "")), [false]);
    }
    #[test]
    fn the_name_of_an_unknown_kind_is_a_step_of_a_path() {
        let found = |name: &str| allowed(object("example.com/v1", "Widget", name, "shop"));
        assert_eq!(found("a.b"), [true; 0]);
        // The API server refuses this name of a custom resource, but an aggregated API may accept it.
        assert_eq!(found("system:a"), [true]);
        assert_eq!(found("../a"), [false]);
    }
    #[test]
    fn a_name_that_is_too_long_only_for_derived_names_can_be_allowed() {
        let set = object("apps/v1", "StatefulSet", &"a".repeat(53), "shop");
        assert_eq!(allowed(set), [true]);
    }
    #[test]
    fn keys_of_labels_are_checked() {
        let found = |key: &str| {
            let metadata = json!({"name": "web", "namespace": "shop", "labels": {key: "x"}});
            messages(&MALFORMED_NAME, [json!({"kind": "Pod", "metadata": metadata, "spec": {"containers": []}})]).len()
        };
        for good in ["team", "app.kubernetes.io/name", "Team_1"] {
            assert_eq!(found(good), 0, "{good}");
        }
        for bad in ["", "the team", "/team", "a/b/c", "Acme.dev/team", "acme.dev/"] {
            assert_eq!(found(bad), 1, "{bad}");
        }
    }
}
