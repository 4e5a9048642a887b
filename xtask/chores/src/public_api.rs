//! `tests/public-api/CRATE.txt`: the public items of each published crate, one item a line, for reviewers.
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

/// The published crates. The crates of `examples/` are programs to copy.
const CRATES: [&str; 6] =
    ["coderev-yaml", "coderev-objects", "coderev-reach", "coderev-check", "coderev-infra", "coderev-infra-xtask"];

/// Writes the listings; with `--check` compares them with the files.
pub(crate) fn run(argument: Option<OsString>) -> ExitCode {
    let check = match argument.as_deref().map(OsStr::to_str) {
        None => false,
        Some(Some("--check")) => true,
        Some(_) => {
            eprintln!("error: `public-api` takes no argument but `--check`");
            return ExitCode::from(2);
        }
    };
    let folder = workspace().join("tests/public-api");
    let mut stale = Vec::new();
    for name in CRATES {
        let text = match listing(name) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("error: the public API of `{name}` cannot be listed: {error}");
                return ExitCode::from(2);
            }
        };
        let path = folder.join(format!("{name}.txt"));
        if check {
            if fs::read_to_string(&path).unwrap_or_default() != text {
                stale.push(name);
            }
        } else if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, text)) {
            eprintln!("error: `{}` cannot be written: {error}", path.display());
            return ExitCode::from(2);
        }
    }
    if stale.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "error: the public API changed: {}\n  help: run `cargo xtask public-api`, review the difference, and commit it with the change",
        stale.join(", ")
    );
    ExitCode::FAILURE
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every public item of a crate, without the blanket and derived implementations of the standard library's traits.
fn listing(name: &str) -> Result<String, String> {
    let api = public_api::Builder::from_rustdoc_json(rustdoc_json(name)?)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .map_err(|error| error.to_string())?;
    Ok(api.to_string())
}

/// Runs rustdoc for its JSON output. The pinned stable compiler supports that only with `RUSTC_BOOTSTRAP`.
fn rustdoc_json(name: &str) -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(&cargo)
        .current_dir(workspace())
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["rustdoc", "--quiet", "--package", name, "--lib", "--"])
        .args(["-Z", "unstable-options", "--output-format", "json"])
        .status()
        .map_err(|error| format!("`cargo rustdoc` does not run: {error}"))?;
    if !status.success() {
        return Err("`cargo rustdoc` failed".into());
    }
    Ok(target(&cargo)?.join(format!("doc/{}.json", name.replace('-', "_"))))
}

fn target(cargo: &OsStr) -> Result<PathBuf, String> {
    let output = Command::new(cargo)
        .current_dir(workspace())
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .output()
        .map_err(|error| format!("`cargo metadata` does not run: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| "the metadata has no target directory".into())
}
