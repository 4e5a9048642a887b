//! `transition-removed`
use super::commands::title;
use super::diff::value;
use super::order::claims;
use super::renames::{Removals, Removed};
use crate::change_rule::ChangeRule;
use crate::{Change, Danger, ObjectId, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory, Object};
use serde_json::Value;

/// The rule.
pub static TRANSITION_REMOVED: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-removed", Phase::Change)
    .summary("objects that are no longer in the files")
    .why(
        "`kubectl apply` deletes nothing: the object stays in the cluster, uses resources and serves requests. Before you delete a namespace, a volume claim \
or a CustomResourceDefinition, save its data.",
    )
    .yaml(
        r"apiVersion: v1
#<^^^^^^^^^^ warning[transition-removed]: the PersistentVolumeClaim `uploads` is no longer in the files, but stays in the cluster; deleting it can destroy data
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 10Gi}}
--- # after
",
        r"apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 10Gi}}
--- # after
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 20Gi}}
",
    );

fn check(change: &Change<'_>, report: &mut Report) {
    for Removed { entry, dependents } in Removals::new(change.before, change.after).gone {
        let lost = lost_hosts(change, entry);
        let (end, help) = match lost.first() {
            Some(host) => (
                format!(
                    "and neither is a listener for its host: requests to `{host}` fail when the new files are applied"
                ),
                format!(
                    "keep the listener for `{host}` until no client uses it: `.was(\"{host}\")` of the host with the new name does it; then delete \
the route with the command of `cargo xtask removed`"
                ),
            ),
            None => (stays(entry, &dependents), how_to_delete(change, entry)),
        };
        let message = format!("the {} is no longer in the files, {end}", title(entry));
        let finding = report.finding(entry.subject(), message).at(entry.origin()).before(entry.origin());
        report.push(finding.help(help));
    }
}
fn stays(entry: Entry<'_>, dependents: &[Entry<'_>]) -> String {
    let others = match dependents.len() {
        0 => String::new(),
        1 => " with 1 object that belongs to it".to_owned(),
        n => format!(" with {n} objects that belong to it"),
    };
    let grave = dependents.iter().copied().chain([entry]).map(|it| ObjectId::from(it).danger()).max();
    let loss = match (grave, entry.kind()) {
        (_, "Namespace") => "; its deletion deletes everything in it, also volume claims",
        (Some(Danger::Data), _) => "; deleting it can destroy data",
        _ => "",
    };
    format!("but stays in the cluster{others}{loss}")
}
fn how_to_delete(change: &Change<'_>, entry: Entry<'_>) -> String {
    let help = "`cargo xtask removed` lists it with the command that deletes it";
    match claims(entry) {
        Some(claims) => {
            let list = change.target.kubectl(&format!("get {claims}"));
            format!("{help}; its volume claims stay: `{list}`")
        }
        None => help.to_owned(),
    }
}

/// The hosts of a route that had a listener, and have none in the new version.
fn lost_hosts(change: &Change<'_>, route: Entry<'_>) -> Vec<String> {
    let (Object::HTTPRoute(_) | Object::GRPCRoute(_)) = route.object() else { return Vec::new() };
    let fields = value(route);
    let hosts = list(&fields, "/spec/hostnames").filter_map(Value::as_str);
    let has_listener = |inventory: &Inventory, host: &str| {
        list(&fields, "/spec/parentRefs").any(|parent| has_listener(inventory, route.namespace(), parent, host))
    };
    let is_lost = |host: &&str| has_listener(change.before, host) && !has_listener(change.after, host);
    hosts.filter(is_lost).map(str::to_owned).collect()
}
/// Whether the Gateway of a `parentRefs` item has a listener for a host that the item selects: a listener with the host, with a
/// wildcard, or without a host. <https://gateway-api.sigs.k8s.io/reference/spec/#parentreference>
fn has_listener(inventory: &Inventory, namespace: &str, parent: &Value, host: &str) -> bool {
    let text = |field: &str| parent.get(field).and_then(Value::as_str);
    let gateway = |entry: &Entry<'_>| {
        matches!(entry.object(), Object::Gateway(_))
            && entry.namespace() == text("namespace").unwrap_or(namespace)
            && Some(entry.name()) == text("name")
    };
    let selects = |listener: &Value| {
        let agrees = |field: &str, other: &str| parent.get(field).is_none_or(|it| Some(it) == listener.get(other));
        agrees("sectionName", "name") && agrees("port", "port")
    };
    let serves = |listener: &Value| match listener.get("hostname").and_then(Value::as_str) {
        None => true,
        Some(name) => {
            name == host || name.strip_prefix('*').is_some_and(|end| host.len() > end.len() && host.ends_with(end))
        }
    };
    inventory
        .entries()
        .filter(gateway)
        .any(|gateway| list(&value(gateway), "/spec/listeners").any(|listener| selects(listener) && serves(listener)))
}
fn list<'v>(fields: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> {
    fields.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}
