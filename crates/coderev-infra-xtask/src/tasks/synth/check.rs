//! `synth --check`: whether the files on the disk are current.
use super::json;
use super::options::Options;
use super::outputs::{NOTHING, Output, former_owner, removals, stale_folders};
use crate::cli::Format;
use crate::error::CliError;
use crate::out::diff;
use crate::out::ledger::LEDGER;
use crate::out::output_dir::{Change, Delta, OutputDir};
use crate::out::terminal::{notify, print, visible};
use std::process::ExitCode;

pub(super) fn check(outputs: &[Output<'_>], options: &Options) -> Result<ExitCode, CliError> {
    let mut compared = Vec::new();
    for Output { root, owner, synthesis, .. } in outputs {
        let folder = OutputDir::open(root, *synthesis, *owner)?;
        let deltas = folder.deltas()?;
        compared.push((root, folder, deltas));
    }
    let stale = stale_folders(outputs, options)?;
    for root in &stale {
        let folder = OutputDir::open(root, &NOTHING, former_owner(root, options))?;
        let deltas = removals(&folder, root, outputs)?;
        // Only its list is left, which a check ignores.
        if deltas.is_empty() {
            continue;
        }
        compared.push((root, folder, deltas));
    }
    match options.format {
        Format::Text => {
            for (root, folder, deltas) in &compared {
                for delta in deltas {
                    print(&diff::unified(root, folder, delta)?)?;
                }
            }
        }
        Format::Json => {
            let (current, stale) = compared.split_at(outputs.len());
            let platforms = outputs.iter().zip(current).map(|(it, (.., deltas))| json::platform(it, &[], deltas));
            let stale = stale.iter().map(|(root, _, deltas)| json::stale_folder(root, deltas));
            print(&json::document(platforms.collect(), stale.collect(), json::Files::Untouched))?;
        }
    }
    let is_current = |(_, _, deltas): &(_, _, Vec<Delta>)| deltas.iter().all(|delta| delta.change == Change::Unchanged);
    for (root, folder, _) in &compared {
        if let Some(line) = folder.unknown_line() {
            return Err(CliError::refused(
                format!("`{}`, line {line}: `synth` has not written this line", root.join(LEDGER).display()),
                "resolve the merge conflict, or run `cargo xtask synth` and commit what it writes",
            ));
        }
    }
    if compared.iter().all(is_current) {
        return Ok(ExitCode::SUCCESS);
    }
    if options.format == Format::Text {
        notify("error: the files are not current\n  help: run `cargo xtask synth` and commit what it writes\n");
        for (root, folder, deltas) in &compared {
            if has_other_line_ends(folder, deltas)? {
                notify(&format!(
                    "note: git or an editor changed line ends in `{}` to CRLF; a line such as `/kubernetes/** text eol=lf` in `.gitattributes` prevents that\n",
                    visible(&root.display().to_string())
                ));
            }
        }
    }
    Ok(ExitCode::FAILURE)
}

/// Whether a file differs from the current one only in the ends of its lines.
fn has_other_line_ends(folder: &OutputDir<'_>, deltas: &[Delta]) -> Result<bool, CliError> {
    for delta in deltas.iter().filter(|delta| delta.change == Change::Changed) {
        let before = folder.before(delta)?;
        if before.contains("\r\n") && before.replace("\r\n", "\n") == *folder.after(delta) {
            return Ok(true);
        }
    }
    Ok(false)
}
