//! The walls of the house: who may know whom. One straight line: lower, check, render, and only `synth` knows them all.
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the workspace").to_owned()
}

/// Every source below `folder`, without its unit tests, which may call the whole line.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![workspace().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a source is text");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let code: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                found.push((path, code.join("\n")));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds no source");
    found
}

/// Fails where code below `folder` says one of `words`.
fn check(folder: &str, words: &[&str]) {
    let trespasses: Vec<String> = sources(folder)
        .iter()
        .flat_map(|(path, code)| words.iter().filter(|word| code.contains(**word)).map(|word| (path.display(), word)))
        .map(|(path, word)| format!("{path} says `{word}`"))
        .collect();
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

const INFRA: &str = "crates/coderev-infra/src";

#[test]
fn the_stages_do_not_know_one_another() {
    check(&format!("{INFRA}/lower"), &["crate::check", "crate::render", "crate::synth", "coderev_yaml"]);
    check(&format!("{INFRA}/check"), &["crate::lower", "crate::render", "crate::synth", "coderev_yaml", "Platform"]);
    check(&format!("{INFRA}/render"), &["crate::lower", "crate::check", "crate::words"]);
    check(&format!("{INFRA}/words"), &["crate::lower", "crate::check", "crate::render", "crate::synth", "k8s_openapi"]);
}

#[test]
fn presets_are_written_with_public_words() {
    let inside = ["crate::lower", "crate::check", "crate::render", "crate::synth", "crate::words", "pub(crate) fn"];
    check(&format!("{INFRA}/presets"), &inside);
}

#[test]
fn the_libraries_are_pure() {
    let outside = ["std::fs", "std::env", "std::process", "std::net", "SystemTime", "Instant", "HashMap", "HashSet"];
    check(INFRA, &outside);
    check("crates/coderev-yaml/src", &outside);
    check("crates/coderev-reach/src", &outside);
}

/// What cargo knows of the workspace.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

#[test]
fn crates_depend_one_way() {
    let metadata = metadata();
    let needs = |name: &str| -> BTreeSet<String> {
        let packages = metadata["packages"].as_array().expect("a list");
        let package = packages.iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("no package {name}"));
        let all = package["dependencies"].as_array().expect("a list");
        let normal = all.iter().filter(|it| it["kind"].is_null());
        normal.map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(
        needs("coderev-yaml"),
        ["itoa", "saphyr-parser", "serde", "serde_json", "zmij"].map(str::to_owned).into()
    );
    assert_eq!(needs("coderev-reach"), ["coderev-objects", "k8s-openapi", "serde_json"].map(str::to_owned).into());
    let infra = needs("coderev-infra");
    assert!(infra.contains("coderev-yaml") && !infra.contains("coderev-infra-xtask"), "{infra:?}");
    for io in ["tempfile", "rustix", "lexopt", "tokio", "kube", "reqwest", "serde_yaml"] {
        assert!(!infra.contains(io), "`{io}` is for the shell");
    }
}

/// `cargo package --workspace` refuses a package that depends on one that says `publish = false`.
#[test]
fn what_others_depend_on_can_be_packaged() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list");
    let needed: BTreeSet<&str> = packages
        .iter()
        .flat_map(|package| package["dependencies"].as_array().expect("a list"))
        .filter(|it| it["kind"].is_null() && it["path"].is_string())
        .map(|it| it["name"].as_str().expect("a name"))
        .collect();
    for package in packages.iter().filter(|it| needed.contains(it["name"].as_str().expect("a name"))) {
        assert!(package["publish"].is_null(), "{} says `publish = false`, and others depend on it", package["name"]);
    }
}
