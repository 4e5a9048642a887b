//! `cargo xtask synth`.
use crate::args::{Format, Mode, Synth, Warnings};
use crate::folder::{Change, Delta, Folder};
use crate::trouble::Trouble;
use crate::{diff, json, report, say};
use coderev_infra::{File, Finding, Platform, Severity, Synthesis, synth};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn run(platforms: &[Platform], options: &Synth) -> Result<ExitCode, Trouble> {
    let all: Vec<Synthesis> = platforms.iter().map(synth).collect();
    distinct(&all)?;
    let several = all.len() > 1;
    let picked = pick(all, options.name.as_deref())?;
    let findings: Vec<&Finding> = picked.iter().flat_map(|it| &it.findings).collect();
    if options.format == Format::Text {
        tell(&findings);
    }
    if findings.iter().any(|finding| denied(finding, options.warnings)) {
        return refuse(&picked, &findings, options);
    }
    let folders: Vec<(PathBuf, &Synthesis)> = picked.iter().map(|it| (folder(&options.out, it, several), it)).collect();
    match options.mode {
        Mode::Stdout => say(&picked.iter().map(|it| stream(&it.files)).collect::<Vec<_>>().join("---\n")),
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
    Ok(())
}
fn pick(all: Vec<Synthesis>, name: Option<&str>) -> Result<Vec<Synthesis>, Trouble> {
    let Some(name) = name else { return Ok(all) };
    let known = all.iter().filter_map(|it| it.name.clone()).collect::<Vec<_>>().join("`, `");
    let picked: Vec<_> = all.into_iter().filter(|it| it.name.as_deref() == Some(name)).collect();
    if picked.is_empty() {
        let help =
            if known.is_empty() { "the program's platform has no name".into() } else { format!("there are `{known}`") };
        return Err(Trouble::refused(format!("there is no platform `{name}`"), help));
    }
    Ok(picked)
}
fn folder(out: &Path, synthesis: &Synthesis, several: bool) -> PathBuf {
    match &synthesis.name {
        Some(name) if several => out.join(name),
        _ => out.to_owned(),
    }
}

fn tell(findings: &[&Finding]) {
    let renderer = report::renderer();
    for finding in findings {
        eprintln!("{}\n", report::text(finding, &renderer));
    }
}
fn denied(finding: &Finding, warnings: Warnings) -> bool {
    finding.severity == Severity::Error || warnings == Warnings::Denied
}
fn refuse(picked: &[Synthesis], findings: &[&Finding], options: &Synth) -> Result<ExitCode, Trouble> {
    match options.format {
        Format::Text => eprintln!("error: {}, nothing written", report::count(findings)),
        Format::Json => drop(say(&document(picked.iter().map(|it| json::platform(it, &[])), false))?),
    }
    Ok(ExitCode::FAILURE)
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
    for (root, synthesis) in folders {
        let deltas = Folder::open(root, &synthesis.files)?.deltas()?;
        drift.push_str(&diff::unified(root, &deltas));
        told.push(json::platform(synthesis, &deltas));
    }
    match options.format {
        Format::Text => say(&drift)?,
        Format::Json => say(&document(told.into_iter(), false))?,
    };
    if drift.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if options.format == Format::Text {
        eprintln!("error: the files are not current\n  help: run `cargo xtask synth` and commit what it writes");
    }
    Ok(ExitCode::FAILURE)
}

fn write(folders: &[(PathBuf, &Synthesis)], findings: &[&Finding], options: &Synth) -> Result<ExitCode, Trouble> {
    let mut told = Vec::new();
    for (root, synthesis) in folders {
        let folder = Folder::open(root, &synthesis.files)?;
        let deltas = folder.deltas()?;
        folder.write(&deltas, options.foreign)?;
        if options.format == Format::Text {
            eprintln!("{}", summary(root, &deltas));
        }
        told.push(json::platform(synthesis, &deltas));
    }
    if options.format == Format::Json {
        return say(&document(told.into_iter(), true));
    }
    if !findings.is_empty() {
        eprintln!("warning: {}", report::count(findings));
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
