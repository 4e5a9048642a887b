//! `cargo xtask words [--count] [PATH..]`: checks documents, comments, messages and names against the glossary of
//! plain English.
mod check;
mod files;
mod glossary;
mod hash;
mod inline;
mod markdown;
mod matcher;
mod rust;
mod text;

#[cfg(test)]
mod tests;

use check::Finding;
use glossary::Glossary;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const GLOSSARY: &str = "xtask/chores/src/words/glossary.txt";

/// Prints each finding with its position and its rewrite, or with `--count` the number of findings. Fails if there is
/// a finding.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let (options, paths): (Vec<_>, Vec<_>) = arguments.partition(|it| it.to_string_lossy().starts_with('-'));
    if let Some(unknown) = options.iter().find(|it| *it != "--count") {
        eprintln!(
            "error: `words` has no option `{}`\n  help: `cargo xtask words [--count] [PATH..]`",
            unknown.display()
        );
        return ExitCode::from(2);
    }
    match findings(&paths) {
        Ok(found) => {
            print!("{}", if options.is_empty() { list(&found) } else { counts(&found) });
            ExitCode::from(u8::from(!found.is_empty()))
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// All findings in `paths`, or in the whole repository, with the file of each finding.
fn findings(paths: &[OsString]) -> Result<Vec<(String, Finding)>, String> {
    let glossary = Glossary::parse(glossary::TEXT)?;
    let absolute = |path: &Path| path.canonicalize().map_err(|error| format!("{}: {error}", path.display()));
    let root = absolute(Path::new(REPOSITORY))?;
    let starts = if paths.is_empty() { vec![root.clone().into_os_string()] } else { paths.to_vec() };
    let mut used = BTreeSet::new();
    let mut found = Vec::new();
    for start in &starts {
        let start = absolute(&PathBuf::from(start))?;
        let files = files::below(&root, &start).map_err(|error| format!("{}: {error}", start.display()))?;
        for (path, format) in files {
            let text = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
            for finding in check::findings(&glossary, &text, format) {
                let exception = glossary
                    .exceptions
                    .iter()
                    .position(|it| it.text == finding.text && Path::new(&path).starts_with(&it.path));
                match exception {
                    Some(exception) => _ = used.insert(exception),
                    None => found.push((path.clone(), finding)),
                }
            }
        }
    }
    let whole = paths.is_empty();
    let unused = glossary.exceptions.iter().enumerate().filter(|(at, _)| whole && !used.contains(at));
    found.extend(unused.map(|(_, it)| (GLOSSARY.to_owned(), it.unused())));
    Ok(found)
}

fn list(found: &[(String, Finding)]) -> String {
    let line = |(path, it): &(String, Finding)| {
        format!("{path}:{}:{}: `{}`; instead: {}\n", it.line, it.column, it.text, it.suggestion)
    };
    found.iter().map(line).collect()
}

/// The number of findings by pattern and by file, the largest first.
fn counts(found: &[(String, Finding)]) -> String {
    let table = |title: &str, keys: &mut dyn Iterator<Item = &str>| {
        let mut counts = BTreeMap::new();
        for key in keys {
            *counts.entry(key).or_insert(0_usize) += 1;
        }
        let mut rows: Vec<_> = counts.into_iter().collect();
        rows.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let rows: String = rows.iter().map(|(key, count)| format!("{count:6}  {key}\n")).collect();
        format!("by {title}:\n{rows}")
    };
    let words = table("pattern", &mut found.iter().map(|(_, it)| &*it.pattern));
    let files = table("file", &mut found.iter().map(|(path, _)| &**path));
    format!("{words}\n{files}\n{:6}  in all\n", found.len())
}
