//! Findings that the user answered are gone; answers to nothing are findings.
use crate::check::rules;
use crate::finding::Finding;
use crate::words::Allow;

/// What it does: finds answers to findings that are not there.
///
/// Why it is bad: what was answered is gone, and the answer would silence the next one that nobody has thought about.
///
/// Instead of `.allow("replicas-outside-tier", "..")` of a service with three replicas say nothing.
const UNUSED_ALLOW: &str = "unused-allow";

/// What it does: finds answers to a rule that does not exist.
///
/// Why it is bad: it silences nothing, and who reads it thinks that it does.
///
/// Instead of `.allow("replica-outside-tier", "..")` say `.allow("replicas-outside-tier", "..")`.
const UNKNOWN_ALLOW: &str = "unknown-allow";

/// `findings` without those that an `allow` answers, sorted; and what is wrong with the allows. Rules about objects are
/// known here; `others` are the names of those that find before there are objects.
pub(crate) fn answered(findings: Vec<Finding>, allows: &[(String, Allow)], others: &[&'static str]) -> Vec<Finding> {
    let known: Vec<&str> = others.iter().copied().chain(rules::ALL.iter().map(|(name, _)| *name)).collect();
    let covers = |(scope, allow): &(String, Allow), finding: &Finding| {
        allow.rule == finding.rule && within(scope, &finding.subject)
    };
    let mut left: Vec<_> =
        findings.iter().filter(|finding| !allows.iter().any(|it| covers(it, finding))).cloned().collect();
    for it in allows {
        let (scope, allow) = it;
        if !known.contains(&&*allow.rule) {
            left.push(unknown(scope, allow, &known));
        } else if !findings.iter().any(|finding| covers(it, finding)) {
            left.push(
                Finding::warning(UNUSED_ALLOW, scope, Some(allow.at))
                    .message(format!("`allow({:?}, ..)` silences nothing", allow.rule))
                    .help("drop it: what it answered is gone"),
            );
        }
    }
    Finding::sort(&mut left);
    left
}

/// A workload is within its namespace, and everything within the platform.
pub(super) fn within(scope: &str, subject: &str) -> bool {
    scope.is_empty() || subject.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
fn unknown(scope: &str, allow: &Allow, known: &[&str]) -> Finding {
    let nearest = known.iter().max_by_key(|name| common(name, &allow.rule));
    let help = nearest
        .filter(|name| common(name, &allow.rule) >= 4)
        .map_or("every finding is printed with its name".into(), |name| format!("did you mean `{name}`?"));
    Finding::error(UNKNOWN_ALLOW, scope, Some(allow.at))
        .message(format!("there is no rule `{}`", allow.rule))
        .help(help)
}
/// How many letters in a row two names begin alike, or end alike.
fn common(a: &str, b: &str) -> usize {
    let begin = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let end = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
    begin.max(end)
}
