//! `malformed-name`
mod format;
mod labels;

use super::{ObjectRule, containers};
use crate::{Finding, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory, Origin};
use format::Format;
use std::collections::BTreeMap;

/// The rule.
pub static MALFORMED_NAME: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-name", Phase::Objects)
    .summary(
        "names of objects and containers, and labels, that Kubernetes refuses, or that are too long for the names that Kubernetes derives \
         from them",
    )
    .why(
        "The API server refuses the object, and a part of the manifests is applied without it. Or it accepts a StatefulSet or a Job, and \
         refuses each of its pods.",
    )
    .rust(
        r#"Service::new("Auth_Service", "ghcr.io/acme/auth:v1.4.0")"#,
        r#"Service::new("auth-service", "ghcr.io/acme/auth:v1.4.0")"#,
    )
    .yaml(
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: Shop_Config}
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
        malformed.check(entry, name, Format::label(), report, || Part {
            owner: "container".to_owned(),
            pointer: placed.pointer("/name"),
        });
    }
    for entry in inventory.entries() {
        labels::check(entry, |text| malformed.contains(entry, text), report);
    }
    malformed.0.into_values().for_each(|(_, finding)| report.push(finding));
}

/// The malformed names that were written in one place, each with the length that it may have. In a program, the objects of a workload have
/// one name: it is reported once, for the object that allows the shortest name.
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
        if self.0.get(&key).is_some_and(|(longest, _)| *longest <= format.longest()) {
            return;
        }
        let message = format!("`{name}` is not a valid {owner} name");
        let finding = report.finding(entry.subject(), message).at(at).help(format.to_string());
        self.0.insert(key, (format.longest(), finding));
    }
    /// Whether `text` is a malformed name of an object of this place.
    fn contains(&self, entry: Entry<'a>, text: &'a str) -> bool {
        !self.0.is_empty() && self.0.contains_key(&(entry.origin_of("/metadata/name"), text))
    }
}
/// What has a name, and where the name stands.
struct Part {
    owner: String,
    pointer: String,
}
