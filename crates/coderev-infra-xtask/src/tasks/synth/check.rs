//! `synth --check`: whether the files on the disk are current.
use super::json;
use super::options::Options;
use super::outputs::{Output, removals, stale_folders};
use crate::cli::Format;
use crate::error::CliError;
use crate::out::diff;
use crate::out::ledger::Owner;
use crate::out::output_dir::{Change, OutputDir};
use crate::out::terminal::{notify, print};
use std::process::ExitCode;

pub(super) fn check(outputs: &[Output<'_>], options: &Options) -> Result<ExitCode, CliError> {
    let (mut drift, mut platforms, mut stale) = (String::new(), Vec::new(), Vec::new());
    let mut is_current = true;
    for Output { root, owner, synthesis } in outputs {
        let deltas = OutputDir::open(root, &synthesis.files, *owner)?.deltas()?;
        is_current &= deltas.iter().all(|delta| delta.change == Change::Unchanged);
        drift.push_str(&diff::unified(root, &deltas));
        platforms.push(json::platform(synthesis, &deltas));
    }
    for root in stale_folders(outputs, options)? {
        let deltas = removals(&OutputDir::open(&root, &[], Owner::Removed)?, &root, outputs)?;
        is_current &= deltas.is_empty();
        drift.push_str(&diff::unified(&root, &deltas));
        stale.push(json::stale_folder(&root, &deltas));
    }
    match options.format {
        Format::Text => print(&drift)?,
        Format::Json => print(&json::document(platforms, stale, json::Files::Untouched))?,
    };
    if is_current {
        return Ok(ExitCode::SUCCESS);
    }
    if options.format == Format::Text {
        notify("error: the files are not current\n  help: run `cargo xtask synth` and commit what it writes\n");
    }
    Ok(ExitCode::FAILURE)
}
