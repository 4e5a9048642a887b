//! The sources of the published types of Kubernetes.
use serde_json::Value;
use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The fields of the type that a source of k8s-openapi declares.
pub(crate) fn keys(source: &str) -> BTreeSet<String> {
    let mut parts: Vec<&str> = source.split(" => Field::Key_").collect();
    // The text after the last separator is not a field.
    parts.pop();
    parts.into_iter().filter_map(|before| before.rsplit('"').nth(1)).map(str::to_owned).collect()
}

/// The folder of the types of Kubernetes 1.35, which every build has.
pub(crate) fn types() -> PathBuf {
    // Packages for other operating systems may be missing.
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc prints its host");
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
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
