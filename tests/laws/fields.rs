//! Law 5: a setter has the name of its Kubernetes field, the first line of its documentation contains that field, and
//! the search of the documentation finds the setter by that field.
use crate::schema::{Schema, codes, head};
use crate::setters::{self, Setter};

/// Setters that are not for a field of one object, with the reason.
const WITHOUT: &[&str] = &[
    // A text in many commands and fields.
    "Cluster::context",
    "Cluster::domain",
    "Platform::name",
    // Kubernetes objects in YAML, and the layout of all objects.
    "Namespace::raw",
    "Patch::remove",
    "Platform::layout",
    "Platform::patch",
    "Platform::raw",
    "Pod::patch",
    // Settings that are taken from another value.
    "Namespace::defaults",
    "Namespace::spec",
    "Pod::pod",
    "Service::without_defaults",
    // The end of the declaration of a tier.
    "TierSpec::finish",
    // Findings that are suppressed.
    "Container::allow",
    "Namespace::allow",
    "Platform::allow",
    "Pod::allow",
    "Raw::allow",
    // Handles with other names. The declarations that use the handles have the field.
    "External::name",
    "Secret::name",
    "Store::name",
    "Store::provided_by",
    "Topic::name",
];

fn schema() -> Schema {
    Schema::read()
}

#[test]
fn every_setter_names_its_field() {
    let (schema, setters) = (schema(), setters::all());
    // One setter for each kind of declaration.
    for path in [
        "Host::rate_limit",
        "Pod::init",
        "Pod::calls",
        "Pod::cpu",
        "Job::suspend",
        "Service::replicas",
        "Probe::period",
        "Probe::failure_threshold",
        "Port::service",
    ] {
        assert!(setters.iter().any(|setter| setter.path() == path), "`{path}` is missing");
    }
    let without: Vec<String> = setters
        .iter()
        .filter(|setter| !WITHOUT.contains(&&*setter.path()) && !names_a_field(&setter.doc, &schema))
        .map(|setter| format!("{}: {}", setter.path(), setter.doc))
        .collect();
    assert!(without.is_empty(), "no field in the first line of\n{}", without.join("\n"));
}

#[test]
fn the_setters_without_a_field_are_those() {
    let (schema, setters) = (schema(), setters::all());
    for path in WITHOUT {
        let setter = setters.iter().find(|setter| setter.path() == *path);
        let setter = setter.unwrap_or_else(|| panic!("there is no setter `{path}`"));
        assert!(!names_a_field(&setter.doc, &schema), "`{path}` has a field now: {}", setter.doc);
    }
}

#[test]
fn every_setter_is_found_by_its_fields() {
    let schema = schema();
    let missing: Vec<String> = setters::all().iter().flat_map(|setter| missing(setter, &schema)).collect();
    assert!(missing.is_empty(), "no `#[doc(alias = \"..\")]` for\n{}", missing.join("\n"));
}

/// The fields for which the documentation's search does not find a setter.
fn missing(setter: &Setter, schema: &Schema) -> Vec<String> {
    let fields = codes(head(&setter.doc)).filter_map(|code| schema.field(code));
    let absent = fields.filter(|path| {
        let last = path[path.len() - 1];
        let is_known = |field: &str| setter.aliases.iter().any(|alias| alias == field);
        let is_found = is_known(last) || is_known(&path.join(".")) || (path.len() == 1 && last == setter.name);
        !is_found
    });
    absent.map(|path| format!("{}: {}", setter.path(), path.join("."))).collect()
}

#[test]
fn the_law_misses_an_alias_that_is_absent() {
    let schema = schema();
    let setter = |name: &str, doc: &str, aliases: &[&str]| Setter {
        owners: vec!["Web".into()],
        name: name.into(),
        doc: doc.into(),
        aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
    };
    assert_eq!(missing(&setter("grace", "`hostNetwork: true`, for agents", &[]), &schema), ["Web::grace: hostNetwork"]);
    assert_eq!(
        missing(&setter("replicas", "`Deployment.spec.replicas`", &[]), &schema),
        ["Web::replicas: Deployment.spec.replicas"]
    );
    assert!(
        missing(&setter("replicas", "`Deployment.spec.replicas`", &["Deployment.spec.replicas"]), &schema).is_empty()
    );
    assert!(missing(&setter("replicas", "`replicas`: not `strategy`", &[]), &schema).is_empty());
}

#[test]
fn fields_are_distinguished_from_other_text() {
    let schema = schema();
    for doc in [
        "`readOnly: true` of the mount",
        "`spec.tls`",
        "`nginx.ingress.kubernetes.io/limit-rps`",
        "no `Role`",
        "`ingress[].from`",
    ] {
        assert!(names_a_field(doc, &schema), "{doc}");
    }
    for doc in ["readOnly", "`read_only`", "`true`", "As `uses`", "says `gibi(2)`", "`Namespace::defaults`"] {
        assert!(!names_a_field(doc, &schema), "{doc}");
    }
}

/// Whether a text between backticks is a field or a kind of Kubernetes, or the complete name of an annotation or
/// label.
fn names_a_field(doc: &str, schema: &Schema) -> bool {
    codes(doc).any(|code| schema.field(code).is_some())
}
