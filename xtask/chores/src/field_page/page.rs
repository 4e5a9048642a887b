//! The text of the page.
use crate::field_page::sections::{SECTIONS, Section};
use crate::field_page::setters::{self, Setter};
use coderev_objects::fields::{self, KubernetesVersion, Node, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The complete page.
pub(crate) fn text() -> String {
    let setters = setters::all();
    let mut text = String::from(
        "Kubernetes fields, and their setters.\n\n\
         To set a field that has no setter, use a [`Patch`](crate::Patch) of the workload: `.patch(Patch::new(Object::POD).set(\"/spec/dnsPolicy\", \"Default\"))`.\n\
         `Object::POD` stands for the pods of any kind of workload. `NAME` is the name of the container, which is the name of the workload. The search of\n\
         this documentation finds setters by the names of their fields, too.\n\n\
         `cargo xtask field-page` writes this page from the setters and the Kubernetes 1.35 types. Do not edit this page by hand.\n",
    );
    let mut shown = BTreeSet::new();
    for section in SECTIONS {
        write_section(&mut text, section, &setters, &mut shown);
    }
    write_rest(&mut text, &setters, &shown);
    text
}

fn write_section(text: &mut String, section: &Section, setters: &[Setter], shown: &mut BTreeSet<(String, String)>) {
    let node = node(section).unwrap_or_else(|| panic!("`{}` is not the path of an object", section.path));
    let fields = node.fields().filter(|field| field.versions().contains(KubernetesVersion::V1_35));
    let fields: BTreeSet<&str> = fields.map(|field| field.name()).collect();
    for (field, _) in section.others {
        assert!(fields.contains(*field), "`{field}` is not a field of {}", section.title);
    }
    let _ = write!(text, "\n# {}\n\n| field | setter, or patch |\n|---|---|\n", section.title);
    for field in fields {
        let found: Vec<&Setter> = setters.iter().filter(|setter| is_of(setter, section, field)).collect();
        for setter in &found {
            shown.extend(setter.aliases.iter().map(|alias| (alias.clone(), setter.path())));
        }
        let links: Vec<String> = found.iter().map(|setter| link(setter, owner(setter, section))).collect();
        let other = section.others.iter().find(|(other, _)| *other == field).map(|(_, how)| (*how).to_owned());
        let how = match (other, links.is_empty()) {
            (Some(how), _) => how,
            (None, false) => links.join(", "),
            (None, true) => format!("`Patch::new(Object::{}).set(\"{}/{field}\", ..)`", section.object, section.path),
        };
        let _ = writeln!(text, "| `{field}` | {how} |");
    }
}
/// The type at the path of a section.
fn node(section: &Section) -> Option<Node> {
    let (api_version, kind) = section.kind;
    let mut ty = Type::Object(fields::tree(api_version, kind)?);
    for step in section.path.split('/').skip(1) {
        ty = match ty {
            Type::Object(node) => node.field(step)?.ty(),
            Type::List(item) => item.ty(),
            _ => return None,
        };
    }
    if let Type::Object(node) = ty { Some(node) } else { None }
}
/// Whether a setter sets `field` of the type of a section: by its name, or by an alias that starts or ends with the
/// field.
fn is_of(setter: &Setter, section: &Section, field: &str) -> bool {
    let begins_or_ends = |alias: &String| {
        let steps: Vec<&str> = alias.split('.').collect();
        let starts_in_kind = steps.len() > 1 && steps[0].starts_with(char::is_uppercase);
        let own = if starts_in_kind && steps[0] == section.title && steps.get(1) == Some(&"spec") {
            &steps[2..]
        } else {
            &steps[..]
        };
        !alias.contains('/') && (!starts_in_kind || own.len() < steps.len()) && own.first() == Some(&field)
    };
    owner_of(setter, section).is_some() && (camel(&setter.name) == field || setter.aliases.iter().any(begins_or_ends))
}
fn owner_of<'a>(setter: &'a Setter, section: &Section) -> Option<&'a str> {
    let is_listed = |owner: &&&str| setter.owners.iter().any(|own| own == **owner);
    let listed = section.owners.iter().find(is_listed)?;
    setter.owners.iter().map(String::as_str).find(|own| own == listed)
}
fn owner<'a>(setter: &'a Setter, section: &Section) -> &'a str {
    owner_of(setter, section).expect("the setter is of a listed type")
}
fn link(setter: &Setter, owner: &str) -> String {
    format!("[`{owner}::{0}`](crate::{owner}::{0})", setter.name)
}
/// `workingDir` for `working_dir`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut field = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        field += &(first.to_uppercase() + rest);
    }
    field
}

/// The fields, kinds, annotations and labels that are in no section.
fn write_rest(text: &mut String, setters: &[Setter], shown: &BTreeSet<(String, String)>) {
    let mut rest: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for setter in setters {
        // A setter without an alias has the name of its field, and its documentation starts with the field.
        let field = camel(&setter.name);
        let is_named = setter.doc.split('`').nth(1).is_some_and(|code| code == field);
        let is_shown = SECTIONS.iter().any(|section| owner_of(setter, section).is_some());
        if setter.aliases.is_empty() && is_named && !is_shown {
            rest.entry(field).or_default().push(link(setter, &setter.owners[0]));
        }
        for alias in setter.aliases.iter().filter(|alias| !shown.contains(&((*alias).clone(), setter.path()))) {
            rest.entry(alias.clone()).or_default().push(link(setter, &setter.owners[0]));
        }
    }
    text.push_str("\n# Other fields, kinds, annotations, labels and common names\n\n| field | setter |\n|---|---|\n");
    for (field, links) in rest {
        let _ = writeln!(text, "| `{field}` | {} |", links.join(", "));
    }
}
