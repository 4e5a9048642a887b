//! Commands and numbered steps for the help of findings.
use crate::ObjectId;
use coderev_objects::Entry;

/// Steps, each on its own line with its number.
pub(super) fn steps<S: AsRef<str>>(steps: impl IntoIterator<Item = S>) -> String {
    let lines = steps.into_iter().enumerate().map(|(at, step)| format!("{}. {}", at + 1, step.as_ref()));
    lines.collect::<Vec<_>>().join("\n")
}
/// `kubectl delete deployment/web -n shop`.
pub(super) fn delete(entry: Entry<'_>) -> String {
    ObjectId::from(entry).delete_command()
}
/// `deployment/web -n shop`.
pub(super) fn reference(entry: Entry<'_>) -> String {
    ObjectId::from(entry).reference()
}
/// `Deployment` `web`, for messages.
pub(super) fn title(entry: Entry<'_>) -> String {
    format!("{} `{}`", entry.kind(), entry.name())
}
