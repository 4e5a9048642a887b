//! `cargo xtask synth`.
use crate::args::{Foreign, Format, Mode, Synth, Warnings};
use crate::folder::{Change, Delta, Folder};
use crate::trouble::Trouble;
use crate::{diff, json, pick, report, say, swap, tell};
use coderev_infra::{File, Finding, Platform, Severity, Synthesis, synth};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn run(platforms: &[Platform], options: &Synth) -> Result<ExitCode, Trouble> {
    let all: Vec<Synthesis> = platforms.iter().map(synth).collect();
    distinct(&all)?;
    let several = all.len() > 1;
    let picked = pick::named(all, options.name.as_deref())?;
    let findings: Vec<&Finding> = picked.iter().flat_map(|it| &it.findings).collect();
    if options.format == Format::Text {
        explain(&findings);
    }
    if findings.iter().any(|finding| denied(finding, options.warnings)) {
        return refuse(&picked, &findings, options);
    }
    let folders: Vec<(PathBuf, &Synthesis)> = picked.iter().map(|it| (folder(&options.out, it, several), it)).collect();
    match options.mode {
        Mode::Stdout => stdout(&picked, options),
        Mode::Check => check(&folders, options),
        Mode::Write => write(&folders, &findings, options),
    }
}

/// Several platforms need names, and each its own: they name its folder.
fn distinct(all: &[Synthesis]) -> Result<(), Trouble> {
    let names: BTreeSet<_> = all.iter().map(|it| it.name.as_deref()).collect();
    if all.len() > 1 && (names.len() < all.len() || names.contains(&None)) {
        return Err(Trouble::refused(
            "the program has several platforms, and not each has a name of its own",
            "name them: `Platform::new(..).name(\"staging\")`",
        ));
    }
    let outside = |name: &&str| Path::new(name).file_name() != Some(OsStr::new(name));
    match names.into_iter().flatten().find(outside) {
        Some(name) if all.len() > 1 => Err(Trouble::refused(
            format!("the platform's name `{name}` is no name for a folder"),
            "the name of one of several platforms is its folder below `--out`: take one without `/`, such as `staging`",
        )),
        _ => Ok(()),
    }
}
fn folder(out: &Path, synthesis: &Synthesis, several: bool) -> PathBuf {
    match &synthesis.name {
        Some(name) if several => out.join(name),
        _ => out.to_owned(),
    }
}

fn explain(findings: &[&Finding]) {
    let renderer = report::renderer();
    for finding in findings {
        tell(&format!("{}\n\n", report::text(finding, &renderer)));
    }
}
fn denied(finding: &Finding, warnings: Warnings) -> bool {
    finding.severity == Severity::Error || warnings == Warnings::Denied
}
fn refuse(picked: &[Synthesis], findings: &[&Finding], options: &Synth) -> Result<ExitCode, Trouble> {
    match options.format {
        Format::Text => tell(&format!("error: {}, nothing written\n", report::count(findings))),
        // Whoever applies the stream must not find anything else in it.
        Format::Json if options.mode == Mode::Stdout => tell(&found(picked)),
        Format::Json => drop(say(&found(picked))?),
    }
    Ok(ExitCode::FAILURE)
}
fn stdout(picked: &[Synthesis], options: &Synth) -> Result<ExitCode, Trouble> {
    if options.format == Format::Json {
        tell(&found(picked));
    }
    say(&picked.iter().map(|it| stream(&it.files)).collect::<Vec<_>>().join("---\n"))
}
/// The findings alone: no file is looked at.
fn found(picked: &[Synthesis]) -> String {
    document(picked.iter().map(|it| json::platform(it, &[])), false)
}
fn document(platforms: impl Iterator<Item = serde_json::Value>, written: bool) -> String {
    let platforms: Vec<_> = platforms.collect();
    format!("{:#}\n", serde_json::json!({ "platforms": platforms, "written": written }))
}

/// The manifests alone: what `kubectl apply -f -` reads.
fn stream(files: &[File]) -> String {
    let manifest =
        |file: &&File| file.path.ends_with(".yaml") && file.path != "kustomization.yaml" && !file.path.starts_with('.');
    files.iter().filter(manifest).map(|file| &*file.text).collect::<Vec<_>>().join("---\n")
}

fn check(folders: &[(PathBuf, &Synthesis)], options: &Synth) -> Result<ExitCode, Trouble> {
    let mut drift = String::new();
    let mut told = Vec::new();
    let mut current = true;
    for (root, synthesis) in folders {
        let deltas = Folder::open(root, &synthesis.files)?.deltas()?;
        current &= deltas.iter().all(|delta| delta.change == Change::Unchanged);
        drift.push_str(&diff::unified(root, &deltas));
        told.push(json::platform(synthesis, &deltas));
    }
    match options.format {
        Format::Text => say(&drift)?,
        Format::Json => say(&document(told.into_iter(), false))?,
    };
    if current {
        return Ok(ExitCode::SUCCESS);
    }
    if options.format == Format::Text {
        tell("error: the files are not current\n  help: run `cargo xtask synth` and commit what it writes\n");
    }
    Ok(ExitCode::FAILURE)
}

fn write(folders: &[(PathBuf, &Synthesis)], findings: &[&Finding], options: &Synth) -> Result<ExitCode, Trouble> {
    let _turn = swap::turn(&options.out, || {
        tell(&format!("waiting for another run that writes `{}`\n", options.out.display()));
    });
    // Every folder is looked at before the first is written: a refusal leaves all as they were.
    let mut writes = Vec::new();
    for (root, synthesis) in folders {
        let folder = Folder::open_to_write(root, &synthesis.files)?;
        let deltas = folder.deltas()?;
        if options.foreign == Foreign::Kept {
            folder.keep_foreign(&deltas)?;
        }
        writes.push((folder, deltas));
    }
    for ((root, _), (folder, deltas)) in folders.iter().zip(&writes) {
        folder.write(deltas)?;
        if options.format == Format::Text {
            tell(&format!("{}\n", summary(root, deltas)));
        }
    }
    if options.format == Format::Json {
        let told = folders.iter().zip(&writes).map(|((_, synthesis), (_, deltas))| json::platform(synthesis, deltas));
        return say(&document(told, true));
    }
    if !findings.is_empty() {
        tell(&format!("warning: {}\n", report::count(findings)));
    }
    Ok(ExitCode::SUCCESS)
}
fn summary(root: &Path, deltas: &[Delta]) -> String {
    let count = |change| deltas.iter().filter(|delta| delta.change == change).count();
    let parts = [("new", Change::Written), ("changed", Change::Changed), ("removed", Change::Removed)];
    let told: Vec<String> = parts
        .into_iter()
        .map(|(word, change)| (word, count(change)))
        .filter(|(_, n)| *n > 0)
        .map(|(word, n)| format!("{n} {word}"))
        .collect();
    let files = deltas.len() - count(Change::Removed);
    if told.is_empty() {
        format!("{} is current: {files} files", root.display())
    } else {
        format!("wrote {files} files to {} ({})", root.display(), told.join(", "))
    }
}
