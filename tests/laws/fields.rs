//! Law 5: a word is the Kubernetes field without what its argument says, and the first line of its doc names the field.
use crate::setters;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Words that are no field of one object, and what they are.
const WITHOUT: &[&str] = &[
    // Text that is in many commands and fields.
    "cluster context",
    "cluster domain",
    "platform name",
    // Objects in Kubernetes' own words, and where all of them are put.
    "namespace raw",
    "patch remove",
    "platform layout",
    "platform patch",
    "platform raw",
    "pod_setters patch",
    // What others say, taken over.
    "namespace defaults",
    "namespace spec",
    "pod_setters pod",
    // The end of a tier's declaration.
    "tier_spec finish",
    // Answers to findings.
    "namespace allow",
    "platform allow",
    "pod_setters allow",
    // Handles under other names: what uses them has the field.
    "external name",
    "secret name",
    "store name",
    "store provided_by",
    "topic name",
];

#[test]
fn every_word_names_its_field() {
    let fields = fields();
    let words = setters::all();
    // One of each way to declare a word.
    for name in [
        "host rate_limit",
        "pod_setters init",
        "pod_setters calls",
        "container_setters cpu",
        "service replicas",
        "probe period",
        "port service",
    ] {
        assert!(words.iter().any(|word| word.name == name), "`{name}` was not read");
    }
    let without: Vec<String> = words
        .iter()
        .filter(|word| !WITHOUT.contains(&&*word.name) && !names_a_field(&word.doc, &fields))
        .map(|word| format!("{}: {}", word.name, word.doc))
        .collect();
    assert!(without.is_empty(), "no field in the first line of\n{}", without.join("\n"));
}

#[test]
fn the_words_without_a_field_are_those() {
    let (fields, words) = (fields(), setters::all());
    for name in WITHOUT {
        let word = words.iter().find(|word| word.name == *name).unwrap_or_else(|| panic!("there is no word `{name}`"));
        assert!(!names_a_field(&word.doc, &fields), "`{name}` has a field now: {}", word.doc);
    }
}

#[test]
fn the_walk_tells_a_field_from_other_text() {
    let fields = fields();
    for doc in [
        "`readOnly: true` of the mount",
        "`spec.tls`",
        "`nginx.ingress.kubernetes.io/limit-rps`",
        "no `Role`",
        "`ingress[].from`",
    ] {
        assert!(names_a_field(doc, &fields), "{doc}");
    }
    for doc in ["readOnly", "`read_only`", "`true`", "As `uses`", "says `gibi(2)`"] {
        assert!(!names_a_field(doc, &fields), "{doc}");
    }
}

/// Whether something between backticks is a field or a kind of Kubernetes, or an annotation or label by its whole name.
fn names_a_field(doc: &str, fields: &BTreeSet<String>) -> bool {
    doc.split('`').skip(1).step_by(2).any(|code| {
        let path = code.split([':', '=']).next().unwrap_or_default().trim();
        let is_key = path.split_once('/').is_some_and(|(domain, name)| domain.contains('.') && !name.is_empty());
        is_key || path.split('.').all(|step| fields.contains(step.trim_end_matches("[]")))
    })
}

/// The fields and kinds of the schema: those of the published types, and those of the custom resources that are written here.
fn fields() -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for source in sources(&types()) {
        for part in source.split(" => Field::Key_").filter_map(|before| before.rsplit('"').nth(1)) {
            fields.insert(part.to_owned());
        }
        for part in source.split("const KIND: &'static str = \"").skip(1) {
            fields.extend(part.split('"').next().map(str::to_owned));
        }
    }
    assert!(fields.len() > 800, "only {} fields were read", fields.len());
    let objects = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/coderev-objects/src");
    let custom = fs::read_to_string(objects.join("crd/fields.txt")).expect("custom resources have fields");
    let lines = custom.lines().filter(|line| !line.starts_with('#'));
    // `http3 ..` is a field with anything below it.
    let names = lines.flat_map(|line| line.trim_end_matches(" ..").split_whitespace().last());
    fields.extend(names.map(str::to_owned));
    fields.extend(coderev_objects::Kind::all().iter().map(|kind| kind.name().to_owned()));
    fields
}
/// Where the types of Kubernetes are.
fn types() -> PathBuf {
    // Packages for other systems than this one may not be here.
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc knows its host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let package = packages.iter().find(|it| it["name"] == "k8s-openapi").expect("the types are a dependency");
    let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
    manifest.with_file_name("src").join("v1_35")
}
/// The texts of all sources below `folder`.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let each = |path: PathBuf| match path.is_dir() {
        true => sources(&path),
        false => vec![fs::read_to_string(&path).expect("a source is text")],
    };
    entries.flat_map(|entry| each(entry.expect("readable").path())).collect()
}
