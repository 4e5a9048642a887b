//! `cargo xtask synth`.
use crate::args::{Foreign, Format, Mode, Synth, Warnings};
use crate::folder::{Change, Delta, Folder, Owner};
use crate::trouble::Trouble;
use crate::{diff, json, leftover, pick, report, say, swap, tell};
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
        explain(&picked, several);
    }
    if findings.iter().any(|finding| denied(finding, options.warnings)) {
        return refuse(&picked, &findings, options);
    }
    let outputs: Vec<Output<'_>> = picked.iter().map(|it| Output::of(it, several, &options.out)).collect();
    match options.mode {
        Mode::Stdout => stdout(&picked, options),
        Mode::Check => check(&outputs, options),
        Mode::Write => write(&outputs, &findings, options),
    }
}

/// A platform, and the folder that it goes into.
struct Output<'a> {
    root: PathBuf,
    owner: Owner<'a>,
    synthesis: &'a Synthesis,
}
impl<'a> Output<'a> {
    fn of(synthesis: &'a Synthesis, several: bool, out: &Path) -> Self {
        match &synthesis.name {
            Some(name) if several => Self { root: out.join(name), owner: Owner::OneOf(name), synthesis },
            _ => Self { root: out.to_owned(), owner: Owner::Only, synthesis },
        }
    }
    fn files(&self) -> BTreeSet<PathBuf> {
        self.synthesis.files.iter().map(|file| self.root.join(&file.path)).collect()
    }
}
/// Folders of platforms that are not there any more. Who names one platform asks about that one alone.
fn leftovers(outputs: &[Output<'_>], options: &Synth) -> Result<Vec<PathBuf>, Trouble> {
    match outputs {
        _ if options.name.is_some() => Ok(Vec::new()),
        [] => Ok(Vec::new()),
        [Output { owner: Owner::Only, .. }] => leftover::of_several(&options.out),
        _ => leftover::of_one(&options.out),
    }
}
/// What is removed of a leftover: not what a platform writes under the same name.
fn left(folder: &Folder<'_>, root: &Path, outputs: &[Output<'_>]) -> Result<Vec<Delta>, Trouble> {
    let kept: BTreeSet<PathBuf> = outputs.iter().flat_map(Output::files).collect();
    let deltas = folder.deltas()?;
    Ok(deltas.into_iter().filter(|delta| !kept.contains(&root.join(&delta.path))).collect())
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
fn explain(picked: &[Synthesis], several: bool) {
    let renderer = report::renderer();
    for synthesis in picked {
        let platform = synthesis.name.as_deref().filter(|_| several).unwrap_or_default();
        for finding in &synthesis.findings {
            tell(&format!("{}\n\n", report::text(platform, finding, &renderer)));
        }
    }
}
fn denied(finding: &Finding, warnings: Warnings) -> bool {
    finding.severity() == Severity::Error || warnings == Warnings::Denied
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
    document(picked.iter().map(|it| json::platform(it, &[])), &[], false)
}
fn document(
    platforms: impl Iterator<Item = serde_json::Value>,
    leftovers: &[serde_json::Value],
    written: bool,
) -> String {
    let platforms: Vec<_> = platforms.collect();
    format!("{:#}\n", serde_json::json!({ "platforms": platforms, "leftovers": leftovers, "written": written }))
}

/// The manifests alone: what `kubectl apply -f -` reads.
fn stream(files: &[File]) -> String {
    let manifest =
        |file: &&File| file.path.ends_with(".yaml") && file.path != "kustomization.yaml" && !file.path.starts_with('.');
    files.iter().filter(manifest).map(|file| &*file.text).collect::<Vec<_>>().join("---\n")
}

fn check(outputs: &[Output<'_>], options: &Synth) -> Result<ExitCode, Trouble> {
    let (mut drift, mut told, mut told_left) = (String::new(), Vec::new(), Vec::new());
    let mut current = true;
    for Output { root, owner, synthesis } in outputs {
        let deltas = Folder::open(root, &synthesis.files, *owner)?.deltas()?;
        current &= deltas.iter().all(|delta| delta.change == Change::Unchanged);
        drift.push_str(&diff::unified(root, &deltas));
        told.push(json::platform(synthesis, &deltas));
    }
    for root in leftovers(outputs, options)? {
        let deltas = left(&Folder::open(&root, &[], Owner::Nobody)?, &root, outputs)?;
        current &= deltas.is_empty();
        drift.push_str(&diff::unified(&root, &deltas));
        told_left.push(json::leftover(&root, &deltas));
    }
    match options.format {
        Format::Text => say(&drift)?,
        Format::Json => say(&document(told.into_iter(), &told_left, false))?,
    };
    if current {
        return Ok(ExitCode::SUCCESS);
    }
    if options.format == Format::Text {
        tell("error: the files are not current\n  help: run `cargo xtask synth` and commit what it writes\n");
    }
    Ok(ExitCode::FAILURE)
}

fn write(outputs: &[Output<'_>], findings: &[&Finding], options: &Synth) -> Result<ExitCode, Trouble> {
    let _turn = swap::turn(&options.out, || {
        tell(&format!("waiting for another run that writes `{}`\n", options.out.display()));
    });
    // Every folder is looked at before the first is written: a refusal leaves all as they were.
    let mut writes = Vec::new();
    for Output { root, owner, synthesis } in outputs {
        let folder = Folder::open_to_write(root, &synthesis.files, *owner)?;
        let deltas = folder.deltas()?;
        writes.push((root, folder, deltas));
    }
    // Last, so that a kill leaves rather both than neither.
    let leftovers = leftovers(outputs, options)?;
    for root in &leftovers {
        let folder = Folder::open_to_write(root, &[], Owner::Nobody)?;
        let deltas = left(&folder, root, outputs)?;
        writes.push((root, folder, deltas));
    }
    if options.foreign == Foreign::Kept {
        writes.iter().try_for_each(|(_, folder, deltas)| folder.keep_foreign(deltas))?;
    }
    let (platforms, left) = writes.split_at(outputs.len());
    for (root, folder, deltas) in platforms {
        folder.write(deltas)?;
        if options.format == Format::Text {
            tell(&format!("{}\n", summary(root, deltas)));
        }
    }
    for (root, folder, deltas) in left {
        folder.write(deltas)?;
        if options.format == Format::Text {
            tell(&format!(
                "removed {} files from {}: no platform writes them any more\n",
                deltas.len(),
                root.display()
            ));
        }
    }
    if options.format == Format::Json {
        let told = outputs.iter().zip(platforms).map(|(it, (.., deltas))| json::platform(it.synthesis, deltas));
        let told_left: Vec<_> = left.iter().map(|(root, _, deltas)| json::leftover(root, deltas)).collect();
        return say(&document(told, &told_left, true));
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
