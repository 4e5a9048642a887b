//! `cargo xtask fields [--check] DIR`: extracts the fields of every known kind from the sources of `k8s-openapi` and
//! from the definitions of custom resources in a folder.
mod custom;
mod kubernetes;
mod layout;
mod schema;

use schema::Schema;
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/coderev-objects/src/fields");
const USAGE: &str = "cargo xtask fields [--check] DIR";

/// Writes both files. With `--check`, compares the existing files with the new text.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let (flags, folders): (Vec<_>, Vec<_>) = arguments.partition(|it| it.to_string_lossy().starts_with('-'));
    let is_check = match &flags[..] {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return usage("unknown flags"),
    };
    let [folder] = &folders[..] else { return usage("a folder of definitions is missing") };
    match write(Path::new(folder), is_check) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn usage(message: &str) -> ExitCode {
    eprintln!("error: {message}\n  help: {USAGE}");
    ExitCode::from(2)
}

/// Whether the files match the sources, if necessary after they are written.
fn write(folder: &Path, is_check: bool) -> Result<bool, String> {
    let mut schema = Schema::default();
    kubernetes::read(&mut schema, &sources()?)?;
    println!("Kubernetes: {}", layout::build(&schema, |_| true)?);
    for path in definitions(folder)? {
        let before = schema.kinds.clone();
        custom::read(&mut schema, &path)?;
        let alone = layout::build(&schema, |kind| !before.contains_key(kind))?;
        println!("{}: {alone}", path.file_name().unwrap_or_default().display());
    }
    let all = layout::build(&schema, |_| true)?;
    println!("all: {all}");
    let mut is_current = true;
    for (name, text) in [("kinds.txt", all.kinds), ("types.txt", all.types)] {
        let path = Path::new(FOLDER).join(name);
        let fault = |error| format!("{}: {error}", path.display());
        if !is_check {
            fs::write(&path, text).map_err(fault)?;
        } else if fs::read_to_string(&path).map_err(fault)? != text {
            eprintln!("error: {} is not current\n  help: {USAGE}", path.display());
            is_current = false;
        }
    }
    Ok(is_current)
}

/// The folder with the sources of the `k8s-openapi` version of this workspace.
fn sources() -> Result<PathBuf, String> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--manifest-path", manifest])
        .output()
        .map_err(|error| format!("`cargo metadata` does not run: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("`cargo metadata`: {error}: {}", String::from_utf8_lossy(&output.stderr)))?;
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == "k8s-openapi")
        .and_then(|package| Path::new(package["manifest_path"].as_str()?).parent().map(|it| it.join("src")))
        .ok_or_else(|| "`k8s-openapi` is not a dependency".into())
}

/// The YAML files of a folder, sorted.
fn definitions(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    if paths.is_empty() { Err(format!("{}: no YAML file", folder.display())) } else { Ok(paths) }
}
