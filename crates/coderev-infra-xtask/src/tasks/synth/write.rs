//! `synth` that writes: every folder is prepared before the first one changes.
use super::json;
use super::options::{Foreign, Options};
use super::outputs::{Output, removals, stale_folders};
use crate::cli::Format;
use crate::error::CliError;
use crate::out::ledger::Owner;
use crate::out::output_dir::{Change, Delta, OutputDir};
use crate::out::terminal::{notify, print};
use crate::out::{lock, report};
use coderev_infra::Finding;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn write(outputs: &[Output<'_>], findings: &[&Finding], options: &Options) -> Result<ExitCode, CliError> {
    let folders: Vec<&Path> = outputs.iter().map(|it| &*it.root).chain([&*options.out]).collect();
    let _locks = lock::wait_for(&folders, || {
        notify(&format!("waiting for another run that writes `{}`\n", options.out.display()));
    });
    let mut writes = Vec::new();
    for Output { root, owner, synthesis } in outputs {
        let folder = OutputDir::open_to_write(root, *synthesis, *owner)?;
        let deltas = folder.deltas()?;
        writes.push((root, folder, deltas));
    }
    // Stale folders come last, so that a kill leaves at least one complete output.
    let (stale, nothing) = (stale_folders(outputs, options)?, BTreeMap::new());
    for root in &stale {
        let folder = OutputDir::open_to_write(root, &nothing, Owner::Removed)?;
        let deltas = removals(&folder, root, outputs)?;
        writes.push((root, folder, deltas));
    }
    if options.foreign == Foreign::Refused {
        writes.iter().try_for_each(|(_, folder, deltas)| folder.keep_foreign(deltas))?;
    }
    let (current, stale) = writes.split_at(outputs.len());
    for (root, folder, deltas) in current {
        folder.write(deltas)?;
        if options.format == Format::Text {
            notify(&format!("{}\n", summary(root, deltas)));
        }
    }
    for (root, folder, deltas) in stale {
        folder.write(deltas)?;
        if options.format == Format::Text {
            notify(&format!("removed {} files from {}: no platform writes them now\n", deltas.len(), root.display()));
        }
    }
    if options.format == Format::Json {
        let platforms = outputs.iter().zip(current).map(|(it, (.., deltas))| json::platform(it.synthesis, deltas));
        let stale = stale.iter().map(|(root, _, deltas)| json::stale_folder(root, deltas));
        return print(&json::document(platforms.collect(), stale.collect(), json::Files::Written));
    }
    if !findings.is_empty() {
        notify(&format!("warning: {}\n", report::count(findings)));
    }
    Ok(ExitCode::SUCCESS)
}

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
