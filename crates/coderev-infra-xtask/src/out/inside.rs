//! Paths that stay inside the output folder. They are checked before anything is written.
use crate::error::CliError;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};

/// Refuses paths of generated files that leave the folder, or that are the same path on some file systems.
///
/// The findings refuse all names that would be such a path. This check does not rely on them.
pub(super) fn require(paths: &[&str]) -> Result<(), CliError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        let is_inside = !path.is_empty() && Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
        // A file system may treat two forms of a letter as one. The names of Kubernetes are ASCII.
        let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if !is_inside || !is_plain {
            return Err(CliError::refused(
                format!("a generated file has the path {path:?}, which is not a path inside of the output folder"),
                "nothing was written: use DNS names for namespaces and platforms",
            ));
        }
        if let Some(other) = seen.insert(path.to_ascii_lowercase(), path) {
            return Err(CliError::refused(
                format!(
                    "the generated files `{other}` and `{path}` are one file where upper and lower case are the same"
                ),
                "nothing was written: use other names for the namespaces",
            ));
        }
    }
    Ok(())
}

/// Refuses a path on which there is something other than folders and a file: a write would follow a link to another
/// place, and a read of a pipe would never end.
pub(super) fn require_plain(root: &Path, path: &str) -> Result<(), CliError> {
    let mut here = root.to_owned();
    for step in Path::new(path).components() {
        here.push(step);
        // What cannot be read here, and a folder at the path of a file, is reported when it is read or written.
        let Ok(found) = fs::symlink_metadata(&here) else { return Ok(()) };
        if !found.is_file() && !found.is_dir() {
            let kind = if found.is_symlink() { "a link" } else { "a pipe, a socket or a device" };
            return Err(CliError::refused(
                format!("`{}` is {kind}, and a generated file has this path", here.display()),
                "nothing was written: move it away, or choose another folder with `--out DIR`",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::require;

    #[test]
    fn a_path_outside_of_the_folder_is_refused() {
        for path in
            ["../evil.yaml", "/tmp/evil.yaml", "a/../../b", ".", "", "a\nb", "größe.yaml", "a\\..\\b", "a/\u{1b}"]
        {
            assert!(require(&["config.yaml", path]).is_err(), "{path:?}");
        }
        require(&["config.yaml", ".lint/checkov.yaml", "cluster_namespace/config.yaml"]).expect("inside");
    }
    #[test]
    fn paths_that_differ_in_case_only_are_refused() {
        let error = require(&["shop/config.yaml", "Shop/config.yaml"]).expect_err("one file on macOS");
        assert!(error.to_string().contains("`shop/config.yaml` and `Shop/config.yaml`"), "{error}");
    }
}
