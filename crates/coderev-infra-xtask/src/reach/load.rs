//! From files, folders, stdin and platforms to objects.
use super::by_name::{Way, Ways};
use super::{jobs, routes};
use crate::trouble::Trouble;
use crate::{pick, tell};
use coderev_infra::{Platform, synth};
use coderev_objects::{Document, Object};
use coderev_reach::Objects;
use k8s_openapi::api::batch::v1::Job;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What was read.
pub(super) struct Loaded {
    pub(super) objects: Objects,
    /// What is open by name, beside the policies.
    pub(super) ways: Vec<Way>,
}

#[derive(Default)]
struct Loader {
    objects: Objects,
    ways: Ways,
    /// Held back until it is known what they are called.
    jobs: Vec<Job>,
    /// Kinds that decide on traffic as well, and that nobody here evaluates.
    unknown: BTreeSet<String>,
}

/// What one platform of the program becomes, read back as anybody's manifests are. Two platforms are two clusters: what is true of both at
/// once is true of neither.
pub(super) fn platform(platforms: &[Platform], name: Option<&str>) -> Result<Loaded, Trouble> {
    let picked = pick::pick(platforms, name)?;
    if picked.len() > 1 {
        let names: Vec<_> = picked.iter().filter_map(|it| it.name.as_deref()).collect();
        return Err(Trouble::usage(format!(
            "this program has {} platforms, and each is a cluster of its own",
            picked.len()
        ))
        .help(format!("name the one that is meant: {}", names.join(", "))));
    }
    let mut loader = Loader::default();
    for file in picked.into_iter().flat_map(|it| it.files) {
        let is_manifest = file.path.ends_with(".yaml") && !file.path.starts_with('.');
        if is_manifest {
            loader.text(&file.path, file.text.as_bytes())?;
        }
    }
    Ok(loader.done())
}
/// Whether a platform of the program has this name.
pub(super) fn is_named(platforms: &[Platform], name: &Path) -> bool {
    platforms.iter().any(|it| synth(it).name.as_deref().is_some_and(|it| Path::new(it) == name))
}

/// Two sets that are compared. A job that differs by the version in its name alone goes by the name that both have in common.
pub(super) fn compared(old: &Path, new: &Path) -> Result<[Loaded; 2], Trouble> {
    let [mut old, mut new] = [read(&[old.to_owned()])?, read(&[new.to_owned()])?];
    let common = jobs::common(&old.jobs, &new.jobs);
    for loader in [&mut old, &mut new] {
        for job in &mut loader.jobs {
            jobs::rename(job, &common);
        }
    }
    Ok([old.done(), new.done()])
}

pub(super) fn paths(paths: &[PathBuf]) -> Result<Loaded, Trouble> {
    Ok(read(paths)?.done())
}

fn read(paths: &[PathBuf]) -> Result<Loader, Trouble> {
    let mut loader = Loader::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text).map_err(|error| trouble("stdin", &error))?;
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

/// The manifests below a folder, sorted; what begins with a point is not one.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| trouble(folder.display(), &error))? {
            let entry = entry.map_err(|error| trouble(folder.display(), &error))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(|error| trouble(folder.display(), &error))?);
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

fn trouble(path: impl std::fmt::Display, error: &std::io::Error) -> Trouble {
    Trouble::io("read", path, error).help("name a folder or a file of manifests, or `-` for stdin")
}

impl Loader {
    fn file(&mut self, path: &Path) -> Result<(), Trouble> {
        let text = std::fs::read(path).map_err(|error| trouble(path.display(), &error))?;
        self.text(&path.display().to_string(), &text)
    }

    fn text(&mut self, name: &str, text: &[u8]) -> Result<(), Trouble> {
        let documents = coderev_objects::read(name, text).map_err(|error| {
            let message = format!("`{name}`, line {}, column {}: {}", error.line(), error.column(), error.reason());
            Trouble::refused(message, "readers must agree on what a manifest says: correct it there and ask again")
        })?;
        for document in documents {
            self.document(&document).map_err(|reason| {
                let message = format!("`{name}`, the object on line {}: {reason}", document.origin().line());
                Trouble::refused(message, "`kubectl apply --dry-run=server` says more about such an object")
            })?;
        }
        Ok(())
    }

    fn document(&mut self, document: &Document) -> Result<(), String> {
        let objects = &mut self.objects;
        match document.object() {
            Object::Namespace(it) => objects.add(&**it),
            Object::Pod(it) => objects.add(&**it),
            Object::Service(it) => objects.add(&**it),
            Object::ReplicationController(it) => objects.add(&**it),
            Object::Deployment(it) => objects.add(&**it),
            Object::ReplicaSet(it) => objects.add(&**it),
            Object::DaemonSet(it) => objects.add(&**it),
            Object::StatefulSet(it) => objects.add(&**it),
            Object::Job(it) => self.jobs.push((**it).clone()),
            Object::CronJob(it) => objects.add(&**it),
            Object::NetworkPolicy(it) => objects.add(&**it),
            Object::Ingress(it) => objects.add(&**it),
            object => return self.other(document, object),
        }
        Ok(())
    }

    /// An object that is read as a value, or not at all.
    fn other(&mut self, document: &Document, object: &Object) -> Result<(), String> {
        let (version, kind) = (document.source().api_version(), object.kind());
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let value = || serde_json::to_value(document).unwrap_or(Value::Null);
        match (group, kind) {
            (_, "" | "List") => return document.errors().next().map_or(Ok(()), |(error, _)| Err(error.to_string())),
            ("gateway.networking.k8s.io", _) if kind.ends_with("Route") => {
                self.objects.add(&routes::gateway(kind, &value()));
            }
            ("route.openshift.io", "Route") => self.objects.add(&routes::openshift(&value())),
            ("cilium.io", "CiliumNetworkPolicy") => self.ways.cilium(&value()),
            ("networking.istio.io", "ServiceEntry") => self.ways.service_entry(&value()),
            _ if is_evaluated(group, kind) => {
                let reason = document.errors().next().map(|(error, _)| format!(": {error}")).unwrap_or_default();
                return Err(format!("`{}` is no {kind}{reason}", object.name()));
            }
            (_, kind) if decides(group, kind) => {
                self.unknown.insert(format!("{kind} of {group}"));
            }
            _ => {}
        }
        Ok(())
    }

    fn done(mut self) -> Loaded {
        for job in &self.jobs {
            self.objects.add(job);
        }
        if self.ways.are_partial(&self.objects) {
            tell(
                "warning: the manifests hold a `CiliumNetworkPolicy of cilium.io`, of which only ways out to names are looked at: the truth may be \
                 narrower or wider\n",
            );
        }
        for kind in self.unknown {
            tell(&format!(
                "warning: the manifests hold a `{kind}`, which is not looked at: the truth may be narrower or wider\n"
            ));
        }
        Loaded { objects: self.objects, ways: self.ways.all }
    }
}

/// Whether objects of a kind decide on traffic too.
fn decides(group: &str, kind: &str) -> bool {
    kind.ends_with("NetworkPolicy") || group == "security.istio.io" && kind == "AuthorizationPolicy"
}

/// Whether objects of a kind are evaluated, in whatever version.
fn is_evaluated(group: &str, kind: &str) -> bool {
    let own = match kind {
        "Namespace" | "Pod" | "Service" | "ReplicationController" => "",
        "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet" => "apps",
        "Job" | "CronJob" => "batch",
        "NetworkPolicy" | "Ingress" => "networking.k8s.io",
        _ => return false,
    };
    ["", "extensions", own].contains(&group)
}
