//! `synth` that writes: every folder is prepared before the first one changes.
use super::json;
use super::options::{Foreign, Options};
use super::outputs::{NOTHING, Output, former_owner, removals, stale_folders};
use super::report_findings;
use crate::cli::Format;
use crate::error::CliError;
use crate::out::ledger::Removed;
use crate::out::output_dir::{Change, Delta, OutputDir};
use crate::out::terminal::{notify, print};
use crate::out::{former, lock, report};
use coderev_infra::{Finding, Inventory, ObjectId, Synthesis};
use std::path::Path;
use std::process::ExitCode;

/// An output folder, ready to be written.
struct Prepared<'o> {
    root: &'o Path,
    folder: OutputDir<'o>,
    deltas: Vec<Delta>,
    /// The findings about the change from the files that are replaced.
    transitions: Vec<Finding>,
}

pub(super) fn write(outputs: &[Output<'_>], options: &Options) -> Result<ExitCode, CliError> {
    let folders: Vec<&Path> = outputs.iter().map(|it| &*it.root).chain([&*options.out]).collect();
    let _locks = lock::wait_for(&folders, || {
        notify(&format!("waiting for another run that writes `{}`\n", options.out.display()));
    });
    let mut writes = outputs.iter().map(|output| prepare(output, outputs, options)).collect::<Result<Vec<_>, _>>()?;
    // Stale folders come last, so that a kill leaves at least one complete output.
    let stale = stale_folders(outputs, options)?;
    for root in &stale {
        let mut folder = OutputDir::open_to_write(root, &NOTHING, former_owner(root, options))?;
        let deltas = removals(&folder, root, outputs)?;
        if options.foreign == Foreign::Refused {
            folder.keep_foreign(&deltas)?;
        }
        let before = if deltas.is_empty() { None } else { former_objects(root) };
        let removed = before.iter().flat_map(Inventory::entries).map(ObjectId::from).collect();
        folder.remember(removed, |object| is_declared(object, outputs));
        writes.push(Prepared { root, folder, deltas, transitions: Vec::new() });
    }
    if options.foreign == Foreign::Refused {
        writes.iter().try_for_each(|it| it.folder.keep_foreign(&it.deltas))?;
    }
    let (current, stale) = writes.split_at(outputs.len());
    for (it, output) in current.iter().zip(outputs) {
        if options.format == Format::Text {
            report_findings(output, it.transitions.iter());
        }
        it.folder.write(&it.deltas)?;
        if options.format == Format::Text {
            notify(&format!("{}\n", summary(it.root, &it.deltas)));
        }
    }
    for Prepared { root, folder, deltas, .. } in stale {
        folder.write(deltas)?;
        if options.format == Format::Text && !deltas.is_empty() {
            notify(&format!("removed {} files from {}: no platform writes them now\n", deltas.len(), root.display()));
            let help = "stay in the cluster: `cargo xtask removed` lists them with the commands that delete them";
            match folder.remembered() {
                0 => {}
                1 => notify(&format!("note: 1 object of {} can {help}\n", root.display())),
                n => notify(&format!("note: {n} objects of {} can {help}\n", root.display())),
            }
        }
    }
    if options.format == Format::Json {
        let platforms =
            outputs.iter().zip(current).map(|(output, it)| json::platform(output, &it.transitions, &it.deltas));
        let stale = stale.iter().filter(|it| !it.deltas.is_empty()).map(|it| json::stale_folder(it.root, &it.deltas));
        return print(&json::document(platforms.collect(), stale.collect(), json::Files::Written));
    }
    let transitions = current.iter().flat_map(|it| &it.transitions);
    let findings: Vec<&Finding> = outputs.iter().flat_map(Output::findings).chain(transitions).collect();
    if !findings.is_empty() {
        notify(&format!("warning: {}\n", report::count(&findings)));
    }
    Ok(ExitCode::SUCCESS)
}

/// Compares the new objects with the files that are replaced.
fn prepare<'o>(output: &'o Output<'_>, outputs: &[Output<'_>], options: &Options) -> Result<Prepared<'o>, CliError> {
    let Output { root, owner, synthesis, .. } = output;
    let mut folder = OutputDir::open_to_write(root, *synthesis, *owner)?;
    let deltas = folder.deltas()?;
    let mut transitions = Vec::new();
    let mut removed = Vec::new();
    if let Some(before) = replaced(root, &folder, &deltas) {
        removed = synthesis.removed_since(&before);
        if options.against.is_none() {
            transitions = synthesis.transitions_in(&before, &root.display().to_string());
        }
    }
    if let Some([before, after]) = folder.changed_context() {
        let root = root.display();
        notify(&format!(
            "note: the kubectl context of `{root}` changed from `{before}` to `{after}`: its objects stay in the cluster of \
             `{before}`, and `cargo xtask removed` lists only the objects that the program no longer declares\n"
        ));
    }
    folder.remember(removed, |object| is_declared(object, outputs));
    Ok(Prepared { root, folder, deltas, transitions })
}

/// Whether a platform that may be on the cluster of the object declares it. An object that moves to a different platform of the
/// cluster stays in the cluster. The current kubectl context, of a platform without a context, can be any cluster.
fn is_declared(removed: &Removed, outputs: &[Output<'_>]) -> bool {
    let may_be_one_cluster = |it: &&Output<'_>| match (it.synthesis.context(), removed.context.as_deref()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    outputs.iter().filter(may_be_one_cluster).any(|it| has(it.synthesis, &removed.object))
}

/// Whether the platform has this object.
fn has(synthesis: &Synthesis, object: &ObjectId) -> bool {
    let found = synthesis.inventory().find(object.api_version(), object.kind(), object.namespace(), object.name());
    found.is_some()
}

/// The objects of the files that are replaced. None if no file changes, or if the files cannot be read.
fn replaced(root: &Path, folder: &OutputDir<'_>, deltas: &[Delta]) -> Option<Inventory> {
    let missing = folder.missing(deltas);
    if !missing.is_empty() {
        let root = root.display();
        let list: Vec<String> = missing.iter().map(|path| format!("`{root}/{path}`")).collect();
        notify(&format!("note: files of the last run are missing: {}\nnote: {NOT_REMEMBERED}\n", list.join(", ")));
    }
    if deltas.iter().all(|delta| matches!(delta.change, Change::Unchanged | Change::Written)) {
        return None;
    }
    former_objects(root)
}
/// The objects of the files in a folder. None if the files cannot be read.
fn former_objects(root: &Path) -> Option<Inventory> {
    former::written(root).unwrap_or_else(|error| {
        notify(&format!("note: the files are not compared with the new objects: {error}\n"));
        notify(&format!("note: {NOT_REMEMBERED}\n"));
        None
    })
}

/// The consequence of files that are missing or cannot be read.
const NOT_REMEMBERED: &str = "objects that left the files are not added to the list of `cargo xtask removed`: `cargo xtask synth --check --against REVISION` reports them";

fn summary(root: &Path, deltas: &[Delta]) -> String {
    let count = |change| deltas.iter().filter(|delta| delta.change == change).count();
    let parts = [("new", Change::Written), ("changed", Change::Changed), ("removed", Change::Removed)];
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(name, change)| (name, count(change)))
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| format!("{n} {name}"))
        .collect();
    let files = deltas.len() - count(Change::Removed);
    if parts.is_empty() {
        format!("{} is current: {files} files", root.display())
    } else {
        format!("wrote {files} files to {} ({})", root.display(), parts.join(", "))
    }
}
