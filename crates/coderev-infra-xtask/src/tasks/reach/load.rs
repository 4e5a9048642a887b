//! Reads objects from files, folders, stdin and platforms.
use crate::cli::select;
use crate::error::CliError;
use crate::out::manifests;
use crate::out::terminal::visible;
use coderev_infra::{Platform, Synthesis, synth};
use coderev_objects::Document;
use coderev_reach::Objects;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The objects of one platform of the program. Two platforms are for two clusters, so one of several must be named.
pub(super) fn platform(platforms: &[Platform], name: Option<&str>) -> Result<Objects, CliError> {
    let selected = select(platforms, name)?;
    if selected.len() > 1 {
        let names: Vec<_> = selected.iter().filter_map(Synthesis::name).collect();
        return Err(CliError::usage(format!(
            "this program has {} platforms, and each has its own cluster",
            selected.len()
        ))
        .with_help(format!("name one of them: {}", names.join(", "))));
    }
    let mut objects = Objects::new();
    for document in selected.iter().flat_map(|it| it.inventory().documents()) {
        add(&mut objects, document, document.origin().file())?;
    }
    Ok(objects)
}
/// Whether a platform of the program has this name.
pub(super) fn is_named(platforms: &[Platform], name: &Path) -> bool {
    platforms.iter().any(|it| synth(it).name().is_some_and(|it| Path::new(it) == name))
}

/// Two sets for a comparison. All versions of a Job have one name.
pub(super) fn compared(old: &Path, new: &Path) -> Result<[Objects; 2], CliError> {
    let [mut old, mut new] = [paths(&[old.to_owned()])?, paths(&[new.to_owned()])?];
    Objects::align_job_versions(&mut old, &mut new);
    Ok([old, new])
}

/// The objects of files and folders.
pub(super) fn paths(paths: &[PathBuf]) -> Result<Objects, CliError> {
    let mut objects = Objects::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text).map_err(|error| unreadable("stdin", error))?;
            add_text(&mut objects, "stdin", &text)?;
        } else if path.is_dir() {
            for file in manifests::below(path)? {
                add_file(&mut objects, &file)?;
            }
        } else {
            add_file(&mut objects, path)?;
        }
    }
    Ok(objects)
}

fn unreadable(path: impl std::fmt::Display, error: std::io::Error) -> CliError {
    CliError::io("read", path, error).with_help("name a folder or a file of manifests, or `-` for stdin")
}

fn add_file(objects: &mut Objects, path: &Path) -> Result<(), CliError> {
    let text = std::fs::read(path).map_err(|error| unreadable(path.display(), error))?;
    add_text(objects, &path.display().to_string(), &text)
}

fn add_text(objects: &mut Objects, name: &str, text: &[u8]) -> Result<(), CliError> {
    let documents = coderev_objects::read(name, text).map_err(|error| {
        CliError::refused(
            format!("`{name}`, line {}, column {}: {}", error.line(), error.column(), visible(error.reason())),
            "other readers of YAML take it for something else or refuse it: correct it and run `reach` again",
        )
    })?;
    documents.iter().try_for_each(|document| add(objects, document, name))
}

/// Adds an object of the file `name`.
fn add(objects: &mut Objects, document: &Document, name: &str) -> Result<(), CliError> {
    objects.add_document(document).map_err(|error| {
        CliError::refused(
            format!("`{name}`, the object on line {}: {}", document.origin().line(), visible(&error.to_string())),
            "`kubectl apply --dry-run=server` explains what is wrong with such an object",
        )
    })
}
