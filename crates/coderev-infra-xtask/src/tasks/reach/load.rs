//! From files, folders, stdin and platforms to objects.
use crate::cli::select;
use crate::error::CliError;
use coderev_infra::{Platform, synth};
use coderev_reach::{Object, Objects};
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{Namespace, Pod, ReplicationController, Service};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How deep lists may be nested.
const LISTS: usize = 16;

#[derive(Default)]
struct Loader {
    objects: Objects,
}

/// The objects of one platform of the program. Two platforms are for two clusters, so one of several has to be named.
pub(super) fn platform(platforms: &[Platform], name: Option<&str>) -> Result<Objects, CliError> {
    let selected = select(platforms, name)?;
    if selected.len() > 1 {
        let names: Vec<_> = selected.iter().filter_map(|it| it.name.as_deref()).collect();
        return Err(CliError::usage(format!(
            "this program has {} platforms, and each has its own cluster",
            selected.len()
        ))
        .with_help(format!("name one of them: {}", names.join(", "))));
    }
    let mut loader = Loader::default();
    for file in selected.into_iter().flat_map(|it| it.files) {
        let is_manifest = file.path.ends_with(".yaml") && !file.path.starts_with('.');
        if is_manifest {
            loader.text(&file.path, file.text.as_bytes())?;
        }
    }
    Ok(loader.objects)
}
/// Whether a platform of the program has this name.
pub(super) fn is_named(platforms: &[Platform], name: &Path) -> bool {
    platforms.iter().any(|it| synth(it).name.as_deref().is_some_and(|it| Path::new(it) == name))
}

/// Two sets that are compared. The versions of a job have one name.
pub(super) fn compared(old: &Path, new: &Path) -> Result<[Objects; 2], CliError> {
    let [mut old, mut new] = [paths(&[old.to_owned()])?, paths(&[new.to_owned()])?];
    Objects::align_job_versions(&mut old, &mut new);
    Ok([old, new])
}

pub(super) fn paths(paths: &[PathBuf]) -> Result<Objects, CliError> {
    Ok(read(paths)?.objects)
}

fn read(paths: &[PathBuf]) -> Result<Loader, CliError> {
    let mut loader = Loader::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text).map_err(|error| unreadable("stdin", error))?;
            loader.text("stdin", &text)?;
        } else if path.is_dir() {
            for file in files(path)? {
                loader.file(&file)?;
            }
        } else {
            loader.file(path)?;
        }
    }
    Ok(loader)
}

/// The manifests below a folder, sorted. Names that begin with a point are skipped.
fn files(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(folder.display(), error))? {
            let entry = entry.map_err(|error| unreadable(folder.display(), error))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(|error| unreadable(folder.display(), error))?);
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_manifest = path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
            if kind.is_dir() && !is_hidden {
                folders.push(path);
            } else if !kind.is_dir() && !is_hidden && is_manifest {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn unreadable(path: impl std::fmt::Display, error: std::io::Error) -> CliError {
    CliError::io("read", path, error).with_help("name a folder or a file of manifests, or `-` for stdin")
}

impl Loader {
    fn file(&mut self, path: &Path) -> Result<(), CliError> {
        let text = std::fs::read(path).map_err(|error| unreadable(path.display(), error))?;
        self.text(&path.display().to_string(), &text)
    }

    fn text(&mut self, name: &str, text: &[u8]) -> Result<(), CliError> {
        let documents = coderev_yaml::read(text).map_err(|error| {
            let message = format!("`{name}`, line {}, column {}: {}", error.line(), error.column(), error.reason());
            CliError::refused(
                message,
                "other readers of YAML take it for something else or refuse it: correct it and run `reach` again",
            )
        })?;
        for document in documents {
            self.value(document.value, "", LISTS).map_err(|reason| {
                let message = format!("`{name}`, the object on line {}: {reason}", document.line);
                CliError::refused(
                    message,
                    "`kubectl apply --dry-run=server` explains what is wrong with such an object",
                )
            })?;
        }
        Ok(())
    }

    /// Adds an object, or all objects of a list. The items of a `PodList` need no `kind`.
    fn value(&mut self, mut value: Value, default: &str, lists: usize) -> Result<(), String> {
        let kind = value["kind"].as_str().unwrap_or(default).to_owned();
        if let (Some(item), Some(items)) = (kind.strip_suffix("List"), value.get_mut("items")) {
            let Some(items) = items.as_array_mut() else { return Err("its `items` is not a list".into()) };
            let items = std::mem::take(items);
            let lists = lists.checked_sub(1).ok_or("lists are nested too deep")?;
            return items.into_iter().try_for_each(|it| self.value(it, item, lists));
        }
        let version = value["apiVersion"].as_str().unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group).to_owned();
        let objects = &mut self.objects;
        match (&*group, &*kind) {
            ("", "Namespace") => add::<Namespace>(objects, value),
            ("", "Pod") => add::<Pod>(objects, value),
            ("", "Service") => add::<Service>(objects, value),
            ("", "ReplicationController") => add::<ReplicationController>(objects, value),
            ("apps" | "extensions" | "", "Deployment") => add::<Deployment>(objects, value),
            ("apps" | "extensions" | "", "ReplicaSet") => add::<ReplicaSet>(objects, value),
            ("apps" | "extensions" | "", "DaemonSet") => add::<DaemonSet>(objects, value),
            ("apps" | "", "StatefulSet") => add::<StatefulSet>(objects, value),
            ("batch" | "", "Job") => add::<Job>(objects, value),
            ("batch" | "", "CronJob") => add::<CronJob>(objects, value),
            ("networking.k8s.io" | "extensions" | "", "NetworkPolicy") => add::<NetworkPolicy>(objects, value),
            ("networking.k8s.io" | "", "Ingress") => add::<Ingress>(objects, value),
            _ => {
                objects.add_custom(&value);
                Ok(())
            }
        }
    }
}

fn add<T: Object + DeserializeOwned + k8s_openapi::Resource>(
    objects: &mut Objects,
    value: Value,
) -> Result<(), String> {
    objects.add(&typed::<T>(value)?);
    Ok(())
}
/// Reads a typed object of any version. The types have one version of each kind.
fn typed<T: DeserializeOwned + k8s_openapi::Resource>(mut value: Value) -> Result<T, String> {
    let name = value["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    value["apiVersion"] = T::API_VERSION.into();
    value["kind"] = T::KIND.into();
    serde_json::from_value(value)
        .map_err(|error| format!("`{name}` is not a {} of {}: {error}", T::KIND, T::API_VERSION))
}
