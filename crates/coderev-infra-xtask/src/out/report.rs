//! Findings for people, in the format of rustc: with the line of the program that declares the setting.
use super::terminal::{lines, visible};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use coderev_infra::{Finding, Severity};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// With colours on a terminal, unless `NO_COLOR` is set.
pub(crate) fn renderer() -> Renderer {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stderr().is_terminal() && !plain { Renderer::styled() } else { Renderer::plain() }
}

/// The findings of a platform, one block each. Findings that differ only in their subjects have one block. The name is empty if the
/// program has one platform.
pub(crate) fn texts<'f>(
    platform: &str,
    findings: impl IntoIterator<Item = &'f Finding>,
    renderer: &Renderer,
) -> Vec<String> {
    let mut blocks: Vec<(&Finding, Vec<&str>)> = Vec::new();
    let mut known = BTreeMap::new();
    for finding in findings {
        let place = |origin: Option<_>| origin.map(|it: &coderev_infra::Origin| it.to_string());
        let places = (place(finding.origin()), place(finding.origin_before()));
        let is_error = finding.severity() == Severity::Error;
        let key = (finding.rule().name(), is_error, finding.message(), places, finding.help_text());
        let at = *known.entry(key).or_insert(blocks.len());
        match blocks.get_mut(at) {
            Some((_, subjects)) if subjects.contains(&finding.subject()) => {}
            Some((_, subjects)) => subjects.push(finding.subject()),
            None => blocks.push((finding, vec![finding.subject()])),
        }
    }
    blocks.into_iter().map(|(finding, subjects)| text(platform, finding, &subjects, renderer)).collect()
}

fn text(platform: &str, finding: &Finding, subjects: &[&str], renderer: &Renderer) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let (message, help) = (visible(finding.message()), lines(finding.help_text()));
    let title = level.primary_title(&*message).id(finding.rule().name());
    let file = finding.origin().map(|at| visible(at.file()));
    let place =
        finding.origin().zip(file.as_deref()).map(|(at, file)| (file, at.line() as usize, at.column() as usize));
    let source = place.and_then(|(file, line, _)| line_of(Path::new(file), line)).filter(|line| is_plain(line));
    let mut group = Group::with_title(title);
    match (place, &source) {
        (Some((file, line, column)), Some(text)) => {
            let span = setter(text, column);
            let snippet =
                Snippet::source(&**text).path(file).line_start(line).annotation(AnnotationKind::Primary.span(span));
            group = group.element(snippet);
        }
        (Some((file, line, column)), None) => {
            group = group.element(annotate_snippets::Origin::path(file).line(line).char_column(column));
        }
        (None, _) => {}
    }
    let subject = subject(platform, subjects);
    let subject = visible(&subject);
    if !subject.is_empty() {
        group = group.element(Level::NOTE.message(&*subject));
    }
    let before = finding.origin_before().map(|before| visible(&format!("before the change: {before}")).into_owned());
    if let Some(before) = &before {
        group = group.element(Level::NOTE.message(&**before));
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.message(&*help));
    }
    renderer.render(&[group])
}

/// Whether a line of source has no control characters except tabs. Another line is not shown: an escape would move its columns.
fn is_plain(line: &str) -> bool {
    matches!(lines(line), Cow::Borrowed(_))
}

/// The workloads or objects that the finding is about.
fn subject(platform: &str, subjects: &[&str]) -> String {
    let subjects: Vec<String> = subjects.iter().filter(|it| !it.is_empty()).map(|it| format!("`{it}`")).collect();
    match (&*subjects.join(", "), platform) {
        ("", "") => String::new(),
        ("", platform) => format!("on the platform `{platform}`"),
        (subjects, "") => format!("in {subjects}"),
        (subjects, platform) => format!("in {subjects} on the platform `{platform}`"),
    }
}

/// The span of the setter that starts in `column`.
fn setter(line: &str, column: usize) -> std::ops::Range<usize> {
    let start = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(i, _)| i);
    let rest = &line[start..];
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(rest.len());
    start..start + end.max(1).min(rest.len())
}

/// A line of the user's program. Paths from the compiler start at the workspace, which is the current folder or a
/// folder above it.
fn line_of(file: &Path, line: usize) -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let found: PathBuf = here.ancestors().map(|above| above.join(file)).find(|path| path.is_file())?;
    let text = std::fs::read_to_string(found).ok()?;
    text.lines().nth(line.checked_sub(1)?).map(str::to_owned)
}

/// `2 errors and 1 warning`.
pub(crate) fn count(findings: &[&Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let some = |n: usize, noun: &str| match n {
        0 => None,
        1 => Some(format!("1 {noun}")),
        n => Some(format!("{n} {noun}s")),
    };
    let parts = [some(of(Severity::Error), "error"), some(of(Severity::Warning), "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::texts;
    use annotate_snippets::Renderer;
    use coderev_infra::{Finding, Phase, Rule};

    static RULE: Rule = Rule::warning("no-probe", Phase::Objects);
    static OTHER: Rule = Rule::error("no-probe", Phase::Objects);

    #[test]
    fn findings_that_differ_only_in_their_subjects_have_one_block() {
        let about = |subject: &str, message: &str| Finding::new(&RULE, subject, message).help("set one");
        let equal = ["shop/cart", "shop/mail", "shop/cart"].map(|subject| about(subject, "no probe"));
        let other = [about("shop/cart", "no port"), Finding::new(&OTHER, "shop/web", "no probe").help("set one")];
        let blocks = texts("prod", equal.iter().chain(&other), &Renderer::plain());
        assert_eq!(blocks.len(), 3, "{blocks:?}");
        let expected = "warning[no-probe]: no probe\n |\n = note: in `shop/cart`, `shop/mail` on the platform `prod`\n = help: set one";
        assert_eq!(blocks[0], expected);
    }
}
