//! `--forget` and `--forget-all`: removes objects from the list.
use super::{Folder, json_of};
use crate::cli::Format;
use crate::error::CliError;
use crate::out::atomic_dir;
use crate::out::json::document;
use crate::out::ledger::{LEDGER, Removed};
use crate::out::terminal::print;
use coderev_infra::ObjectId;
use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

/// Removes the objects that `wanted` names, or all objects.
pub(super) fn forget(folders: &[Folder], wanted: Option<&str>, format: Format) -> Result<ExitCode, CliError> {
    let is_wanted = |it: &&Removed| wanted.is_none_or(|wanted| is_named(&it.object, wanted));
    let (mut text, mut json) = (String::new(), Vec::new());
    for folder in folders {
        let forgotten: Vec<&Removed> = folder.ledger.removed().iter().filter(is_wanted).collect();
        let objects: BTreeSet<&ObjectId> = forgotten.iter().map(|it| &it.object).collect();
        if !objects.is_empty() {
            replace(folder, &folder.ledger.without(&objects))?;
        }
        objects.iter().for_each(|object| text += &format!("forgot {object}\n"));
        json.push(json_of(folder, "forgotten", forgotten));
    }
    match wanted {
        Some(wanted) if text.is_empty() => {
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

/// Whether `wanted` is the end of `KIND/NAMESPACE/NAME`, from a whole part on.
fn is_named(object: &ObjectId, wanted: &str) -> bool {
    let whole = object.to_string();
    whole == wanted || whole.strip_suffix(wanted).is_some_and(|before| before.ends_with('/'))
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
