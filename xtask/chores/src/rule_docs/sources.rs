//! Where rules are: a file each for those about objects, a constant each for the others.
use super::REPOSITORY;
use super::rule::Rule;
use std::collections::BTreeMap;
#[cfg(test)]
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// All rules, by name.
///
/// # Errors
///
/// Names a rule whose comment lacks a part.
pub(super) fn rules() -> Result<Vec<Rule>, String> {
    let code = Code::read();
    let each = |(name, comment): (&String, &String)| {
        Rule::read(name, code.severity(name).ok_or_else(|| format!("no `Finding::error` or `Finding::warning` names the rule `{name}`\n  help: find it, or drop its comment"))?, comment)
    };
    code.comments.iter().map(each).collect()
}

/// The names that the code gives to findings, whatever the comments say.
#[cfg(test)]
pub(super) fn names_in_code() -> BTreeSet<String> {
    let code = Code::read();
    let said = ["error(", "warning("].into_iter().flat_map(|call| code.dense.split(call).skip(1));
    said.filter_map(|rest| {
        let first: &str = rest.split([',', ')']).next()?;
        match first.strip_prefix('"') {
            Some(name) => name.strip_suffix('"').map(str::to_owned),
            None => code.constants.get(first.rsplit("::").next()?).cloned(),
        }
    })
    .collect()
}

struct Code {
    /// The comment of each rule.
    comments: BTreeMap<String, String>,
    /// The names behind constants.
    constants: BTreeMap<String, String>,
    /// All code that finds, without white space.
    dense: String,
}
impl Code {
    fn read() -> Self {
        let (mut comments, mut constants, mut dense) = (BTreeMap::new(), BTreeMap::new(), String::new());
        for path in below(&Path::new(REPOSITORY).join("crates/coderev-infra/src")) {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let own = comment(code.lines(), "//!");
            if own.starts_with("What it does:") {
                let name = path.file_stem().expect("a source has a name").to_string_lossy().replace('_', "-");
                comments.insert(name, own);
            }
            for (at, line) in code.lines().enumerate() {
                let Some((constant, name)) = constant(line) else { continue };
                constants.insert(constant.to_owned(), name.to_owned());
                let above: Vec<&str> = code.lines().take(at).collect();
                let start = above.iter().rposition(|line| !line.starts_with("///")).map_or(0, |last| last + 1);
                let own = comment(above[start..].iter().copied(), "///");
                if own.starts_with("What it does:") {
                    comments.insert(name.to_owned(), own);
                }
            }
            dense.extend(code.chars().filter(|letter| !letter.is_whitespace()));
        }
        Self { comments, constants, dense }
    }
    /// What the code says of the rule's findings, not what the comment says.
    fn severity(&self, name: &str) -> Option<String> {
        let constant = self.constants.iter().find(|(_, it)| *it == name).map(|(constant, _)| constant.clone());
        let says = |call: &str| {
            self.dense.contains(&format!("{call}(\"{name}\""))
                || constant.as_ref().is_some_and(|it| {
                    let told = |path: &str| {
                        [',', ')'].iter().any(|end| self.dense.contains(&format!("{call}({path}{it}{end}")))
                    };
                    told("") || told("findings::")
                })
        };
        match (says("error"), says("warning")) {
            (true, true) => Some("error or warning".into()),
            (true, false) => Some("error".into()),
            (false, true) => Some("warning".into()),
            (false, false) => None,
        }
    }
}

/// The lines at the beginning that are comments of this kind.
fn comment<'a>(lines: impl Iterator<Item = &'a str>, mark: &str) -> String {
    let said = lines.map_while(|line| line.strip_prefix(mark));
    said.map(str::trim).collect::<Vec<_>>().join("\n")
}
/// `const A_B: &str = "a-b";`, where the name is the constant's own.
fn constant(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once("const ")?;
    let (constant, value) = rest.split_once(": &str = \"")?;
    let name = value.strip_suffix("\";")?;
    (constant.to_lowercase().replace('_', "-") == name).then_some((constant, name))
}
/// All sources, in an order that does not change.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let each = |path: PathBuf| if path.is_dir() { below(&path) } else { vec![path] };
    paths.into_iter().flat_map(each).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}
