//! The crates of the workspace: their dependencies, and the crates that can be packaged.
use crate::workspace;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// The metadata that cargo prints for the workspace.
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
fn crates_depend_downwards_only() {
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
    assert_eq!(
        needs("coderev-objects"),
        ["coderev-yaml", "k8s-openapi", "serde", "serde_json"].map(str::to_owned).into()
    );
    assert_eq!(
        needs("coderev-check"),
        ["coderev-objects", "k8s-openapi", "serde", "serde_json"].map(str::to_owned).into()
    );
    assert_eq!(needs("coderev-reach"), ["coderev-objects", "k8s-openapi", "serde_json"].map(str::to_owned).into());
    let infra = needs("coderev-infra");
    assert!(
        infra.contains("coderev-yaml") && infra.contains("coderev-reach") && !infra.contains("coderev-infra-xtask"),
        "{infra:?}"
    );
    for io in ["tempfile", "rustix", "lexopt", "tokio", "kube", "reqwest", "serde_yaml"] {
        assert!(!infra.contains(io), "`{io}` is for the shell");
    }
}

/// `cargo package --workspace` refuses a package with a dependency that has `publish = false`.
#[test]
fn dependencies_of_other_packages_can_be_packaged() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list");
    let needed: BTreeSet<&str> = packages
        .iter()
        .flat_map(|package| package["dependencies"].as_array().expect("a list"))
        .filter(|it| it["kind"].is_null() && it["path"].is_string())
        .map(|it| it["name"].as_str().expect("a name"))
        .collect();
    for package in packages.iter().filter(|it| needed.contains(it["name"].as_str().expect("a name"))) {
        assert!(
            package["publish"].is_null(),
            "{} has `publish = false`, and other packages depend on it",
            package["name"]
        );
    }
}
