//! `--forget` and `--forget-all`: removes objects from the list.
use super::{Folder, json_of};
use crate::cli::Format;
use crate::error::CliError;
use crate::out::atomic_dir;
use crate::out::json::document;
use crate::out::ledger::{LEDGER, Removed};
use crate::out::terminal::{print, visible};
use coderev_infra::ObjectId;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::ExitCode;

/// The objects of `--forget`.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The end of `KIND/NAMESPACE/NAME`, from a whole part on.
    pub(super) object: &'a str,
    /// The kubectl context. None for the objects of every context.
    pub(super) context: Option<&'a str>,
}
impl Wanted<'_> {
    fn names(&self, Removed { object, context }: &Removed) -> bool {
        let whole = object.to_string();
        let is_named = whole == self.object || whole.strip_suffix(self.object).is_some_and(|it| it.ends_with('/'));
        is_named && self.context.is_none_or(|wanted| context.as_deref() == Some(wanted))
    }
}

/// Removes the wanted objects, or all objects.
pub(super) fn forget(folders: &[Folder], wanted: Option<Wanted<'_>>, format: Format) -> Result<ExitCode, CliError> {
    let is_wanted = |it: &&Removed| wanted.is_none_or(|wanted| wanted.names(it));
    let forgotten_in = |folder: &Folder| folder.ledger.removed().iter().filter(is_wanted).cloned().collect::<Vec<_>>();
    if wanted.is_some() {
        refuse_several_clusters(folders.iter().flat_map(forgotten_in))?;
    }
    let (mut text, mut json) = (String::new(), Vec::new());
    for folder in folders {
        let forgotten: Vec<&Removed> = folder.ledger.removed().iter().filter(is_wanted).collect();
        if !forgotten.is_empty() {
            replace(folder, &folder.ledger.without(&forgotten))?;
        }
        let objects: BTreeSet<&ObjectId> = forgotten.iter().map(|it| &it.object).collect();
        objects.iter().for_each(|object| text += &format!("forgot {object}\n"));
        json.push(json_of(folder, "forgotten", forgotten));
    }
    match wanted {
        Some(Wanted { object: wanted, .. }) if text.is_empty() => {
            let all: Vec<String> =
                folders.iter().flat_map(|it| it.ledger.removed()).map(|it| format!("`{}`", it.object)).collect();
            let help =
                if all.is_empty() { "the list is empty".to_owned() } else { format!("it has {}", all.join(", ")) };
            Err(CliError::usage(format!("the list has no object `{wanted}`")).with_help(help))
        }
        _ if format == Format::Json => print(&document(&[("folders", json.into())])),
        _ => print(&text),
    }
}

/// An error if one object is in the list for several clusters: it may still be in one of them.
fn refuse_several_clusters(forgotten: impl IntoIterator<Item = Removed>) -> Result<(), CliError> {
    let mut contexts: BTreeMap<ObjectId, BTreeSet<String>> = BTreeMap::new();
    for Removed { object, context } in forgotten {
        contexts.entry(object).or_default().extend(context);
    }
    match contexts.iter().find(|(_, contexts)| contexts.len() > 1) {
        None => Ok(()),
        Some((object, contexts)) => {
            let names: Vec<String> = contexts.iter().map(|it| format!("`--context {}`", visible(it))).collect();
            let help = format!("name the cluster in which you deleted it: {}", names.join(" or "));
            Err(CliError::usage(format!("the list has `{object}` for several clusters")).with_help(help))
        }
    }
}

/// Replaces the list in one step.
fn replace(folder: &Folder, text: &str) -> Result<(), CliError> {
    let path = folder.root.join(LEDGER);
    // Only the list is left of a platform that the program no longer has.
    if text.is_empty() {
        return fs::remove_file(&path).map_err(|error| CliError::io("remove", path.display(), error));
    }
    atomic_dir::replace(&path, text).map_err(|error| CliError::io("write", path.display(), error))
}
