//! Every object in the golden folders has only known fields with the right types, and every required field.
use coderev_objects::fields::{KubernetesVersion, tree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Kinds with unknown fields. Only `kubectl` reads a kustomization; a cluster never does.
const UNKNOWN: [(&str, &str); 1] = [("kustomize.config.k8s.io/v1beta1", "Kustomization")];

#[test]
fn golden_objects_have_no_problem() {
    let mut problems = Vec::new();
    let mut kinds = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    let mut count = 0;
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")) {
        let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for document in coderev_yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())) {
            let value = document.value;
            let (Some(api_version), Some(kind)) = (value["apiVersion"].as_str(), value["kind"].as_str()) else {
                continue;
            };
            let key = (api_version.to_owned(), kind.to_owned());
            let Some(node) = tree(api_version, kind) else {
                unknown.insert(key);
                continue;
            };
            kinds.insert(key);
            count += 1;
            for problem in node.problems(&value, KubernetesVersion::of_build()) {
                problems.push(format!("{}: {kind} {} {problem}", path.display(), value["metadata"]["name"]));
            }
        }
    }
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(unknown.iter().map(|(a, b)| (&**a, &**b)).collect::<Vec<_>>(), UNKNOWN);
    assert!(count > 200 && kinds.len() > 30, "{count} objects of {} kinds", kinds.len());
}

/// The YAML files of a folder and of the folders below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut all = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "yaml") {
            all.push(path);
        }
    }
    all
}
