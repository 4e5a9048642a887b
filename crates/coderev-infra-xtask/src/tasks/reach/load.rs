//! Reads objects from files, folders, stdin and platforms.
use super::question::Question;
use super::walk;
use crate::cli::select;
use crate::error::CliError;
use crate::out::terminal::visible;
use coderev_infra::{Platform, Synthesis, synth};
use coderev_objects::Document;
use coderev_reach::{LeftOut, Notice, Objects, Reading};
use std::collections::BTreeSet;
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

/// Objects, and what was read of files. A platform of the program is not read from files.
pub(super) type Loaded = (Objects, Option<Reading>);

/// Two sets for a comparison: of files and folders, or of a platform. All versions of a Job have one name.
pub(super) fn compared(
    sides: &[Vec<PathBuf>; 2],
    platforms: &[Platform],
    question: &Question,
) -> Result<[Loaded; 2], CliError> {
    if sides.iter().all(|it| it.iter().any(|path| path.as_os_str() == "-")) {
        return Err(CliError::usage("only one side of `--diff` can be `-`: stdin is read once"));
    }
    let side = |paths: &Vec<PathBuf>| -> Result<Loaded, CliError> {
        match &paths[..] {
            [name] if !name.exists() && is_named(platforms, name) => Ok((platform(platforms, name.to_str())?, None)),
            _ => {
                let reading = read(paths, question)?;
                Ok((reading.objects().clone(), Some(reading)))
            }
        }
    };
    let [mut old, mut new] = [side(&sides[0])?, side(&sides[1])?];
    if let (Some(reading), Some(other)) = (&old.1, &new.1)
        && reading.workloads() + other.workloads() == 0
    {
        return Err(nothing(reading, "either side"));
    }
    Objects::align_job_versions(&mut old.0, &mut new.0);
    Ok([old, new])
}

/// The objects of files and folders, at least one workload.
pub(super) fn paths(question: &Question) -> Result<Reading, CliError> {
    let reading = read(&question.paths, question)?;
    if reading.workloads() == 0 {
        let named: Vec<_> = question.paths.iter().map(|it| format!("`{}`", it.display())).collect();
        return Err(nothing(&reading, &named.join(", ")));
    }
    Ok(reading)
}

fn read(paths: &[PathBuf], question: &Question) -> Result<Reading, CliError> {
    let mut reading = Reading::new();
    if let Some(namespace) = &question.namespace {
        reading = reading.namespace(namespace);
    }
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text).map_err(|error| unreadable("stdin", error))?;
            add_text(&mut reading, "stdin", &text, question)?;
        } else if path.is_dir() {
            for file in walk::below(path, &mut seen, &mut reading) {
                add_file(&mut reading, &file, question)?;
            }
        } else if walk::is_new(path, &mut seen) {
            add_file(&mut reading, path, question)?;
        }
    }
    reading.finish();
    if question.is_strict {
        strict(&reading)?
    }
    Ok(reading)
}

fn unreadable(path: impl std::fmt::Display, error: std::io::Error) -> CliError {
    CliError::io("read", path, error).with_help("name a folder or a file of manifests, or `-` for stdin")
}

fn add_file(reading: &mut Reading, path: &Path, question: &Question) -> Result<(), CliError> {
    let text = std::fs::read(path).map_err(|error| unreadable(path.display(), error))?;
    add_text(reading, &path.display().to_string(), &text, question)
}

fn add_text(reading: &mut Reading, name: &str, text: &[u8], question: &Question) -> Result<(), CliError> {
    if question.is_strict {
        coderev_objects::read(name, text).map_err(|error| {
            CliError::refused(
                format!("`{name}`, line {}, column {}: {}", error.line(), error.column(), visible(error.reason())),
                "other readers of YAML take it for something else or refuse it: correct it, or leave out `--strict` to read it as kubectl does",
            )
        })?;
    }
    reading.add_text(name, text);
    Ok(())
}

/// Refuses everything that a reading only reports.
fn strict(reading: &Reading) -> Result<(), CliError> {
    let notices = reading.errors().iter().chain(reading.warnings()).map(Notice::to_string);
    let all: Vec<String> = reading.left_out().iter().map(LeftOut::to_string).chain(notices).collect();
    if all.is_empty() {
        return Ok(());
    }
    let all: Vec<_> = all.iter().map(|it| visible(it)).collect();
    Err(CliError::refused(all.join("\nerror: "), "leave out `--strict` to go on without what cannot be used"))
}

/// The error for manifests without a workload: an answer about nothing would look like isolation.
fn nothing(reading: &Reading, place: &str) -> CliError {
    let help = match (reading.left_out().is_empty(), reading.policies()) {
        (false, _) => {
            "render templates first, as with `helm template` or `kustomize build`, and correct what cannot be read; or name the folder of the manifests"
        }
        (true, 0) => {
            "name a folder or file with manifests (.yaml, .yml, .json), or `-` for stdin: `kubectl get .. -o json | reach -`"
        }
        (true, _) => {
            "there are policies and no pods: add the manifests of the workloads, or `kubectl get pods -A -o json`"
        }
    };
    let mut message = format!("there is no workload in {place}: {}", super::input::summary(reading).trim_end());
    message.truncate(message.trim_end().len());
    CliError::usage(message).with_help(help)
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
