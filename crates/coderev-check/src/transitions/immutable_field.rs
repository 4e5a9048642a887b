//! `transition-immutable-field`
use super::commands::title;
use super::diff::{Diff, value};
use super::replaced::{help, size};
use super::table::{Immutable, PRIMARY_FAMILY, TABLE};
use crate::change_rule::ChangeRule;
use crate::{Change, Help, Phase, Report, Rule};
use coderev_objects::{Entry, quantity};
use serde_json::Value;

/// The rule.
pub static TRANSITION_IMMUTABLE_FIELD: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-immutable-field", Phase::Change)
    .summary("changes to a field that is immutable after the object is created")
    .why("The API server refuses the new object, and the old object stays as it is. Later objects may already have been applied.")
    .yaml(
        r"apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 1
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: 'ghcr.io/acme/db:v1.4.0'}]}
--- # after
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 1
  serviceName: db-headless
# ^^^^^^^^^^^ warning[transition-immutable-field]: `spec.serviceName` of the StatefulSet `db` cannot be changed
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: 'ghcr.io/acme/db:v1.4.0'}]}
",
        r"apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 1
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: 'ghcr.io/acme/db:v1.4.0'}]}
--- # after
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 2
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: 'ghcr.io/acme/db:v1.5.0'}]}
",
    );

fn check(change: &Change<'_>, report: &mut Report) {
    for (old, new) in Diff::new(change.before, change.after).kept {
        let group = new.api_version().split_once('/').map_or("", |(group, _)| group);
        let mut lines = TABLE.iter().filter(|line| line.group == group && line.kind == new.kind()).peekable();
        if lines.peek().is_none() {
            continue;
        }
        let (was, is) = (value(old), value(new));
        // A Service of the type `ExternalName` has no address, so the server assigns one or removes it.
        if new.kind() == "Service" && [&was, &is].into_iter().any(is_external_name) {
            continue;
        }
        for line in lines.filter(|line| applies(line, &was)) {
            let changed = line.fields.iter().filter(|(field, default)| differs(&was, &is, field, default));
            for (pointer, _) in changed.filter(|(field, _)| !is_elastic(field, &is) && !is_chosen(field, [&was, &is])) {
                push(report, old, new, pointer, help(change, (old, new), line.replacement, [&was, &is]));
            }
        }
        if new.kind() == "PersistentVolumeClaim" && size(&is) < size(&was) {
            let pointer = "/spec/resources/requests/storage";
            let message = format!("the volume of the {} cannot become smaller", title(new));
            let finding =
                report.finding(new.subject(), message).at(new.origin_of(pointer)).before(old.origin_of(pointer));
            report.push(finding.help("keep the size, or move the data to a new claim of another name"));
        }
    }
}

fn push(report: &mut Report, old: Entry<'_>, new: Entry<'_>, pointer: &str, help: Help) {
    let field = pointer.trim_start_matches('/').replace('/', ".");
    let message = format!("`{field}` of the {} cannot be changed", title(new));
    let finding = report.finding(new.subject(), message).at(new.origin_of(pointer)).before(old.origin_of(pointer));
    report.push(finding.help(help));
}

/// Whether the fields of a line are immutable in the old object.
fn applies(line: &Immutable, was: &Value) -> bool {
    let text = |pointer| was.pointer(pointer).map(Value::to_string);
    line.only_if.is_none_or(|(pointer, wanted)| text(pointer).as_deref() == Some(wanted))
}
fn is_external_name(service: &Value) -> bool {
    service.pointer("/spec/type").is_some_and(|kind| kind == "ExternalName")
}
/// The completions of an Indexed Job change together with its parallelism:
/// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#elastic-indexed-jobs>
fn is_elastic(pointer: &str, job: &Value) -> bool {
    let spec = |field| job.pointer("/spec").and_then(|spec| spec.get(field));
    pointer == "/spec/completions"
        && spec("completionMode").and_then(Value::as_str) == Some("Indexed")
        && spec("completions").is_some_and(|it| Some(it) == spec("parallelism"))
}
/// Whether the server chooses or keeps the value, because one version does not have it.
fn is_chosen(pointer: &str, versions: [&Value; 2]) -> bool {
    pointer == PRIMARY_FAMILY && versions.iter().any(|it| it.pointer(pointer).is_none())
}
fn differs(was: &Value, is: &Value, pointer: &str, default: &str) -> bool {
    let default: Value = serde_json::from_str(default).expect("the table has JSON");
    let field = |object: &Value| object.pointer(pointer).filter(|it| !it.is_null()).cloned().unwrap_or(default.clone());
    canonical(field(was)) != canonical(field(is))
}
/// The value without the differences that the server ignores in a volume claim template: another form of the same quantity, and the default of
/// `volumeMode`.
fn canonical(mut value: Value) -> Value {
    for claim in value.as_array_mut().into_iter().flatten() {
        let Some(spec) = claim.pointer_mut("/spec").and_then(Value::as_object_mut) else { continue };
        spec.entry("volumeMode").or_insert_with(|| "Filesystem".into());
        for amounts in ["/resources/requests", "/resources/limits"] {
            let amounts = claim.pointer_mut(&format!("/spec{amounts}")).and_then(Value::as_object_mut);
            for amount in amounts.into_iter().flat_map(|it| it.values_mut()) {
                if let Some(exact) = amount.as_str().and_then(quantity::parse) {
                    *amount = exact.to_string().into();
                }
            }
        }
    }
    value
}
