//! Commands and numbered steps for the help of findings.
use crate::{ObjectId, Target};
use coderev_objects::Entry;

/// Steps, each on its own line with its number.
pub(super) fn steps<S: AsRef<str>>(steps: impl IntoIterator<Item = S>) -> String {
    let lines = steps.into_iter().enumerate().map(|(at, step)| format!("{}. {}", at + 1, step.as_ref()));
    lines.collect::<Vec<_>>().join("\n")
}
impl Target {
    /// `kubectl delete deployment/web -n shop`.
    pub(super) fn delete(&self, entry: Entry<'_>) -> String {
        self.kubectl(&format!("delete {}", reference(entry)))
    }
    /// The commands that delete these objects, in backticks.
    pub(super) fn delete_all<'e>(&self, entries: impl IntoIterator<Item = Entry<'e>>) -> String {
        entries.into_iter().map(|it| format!("`{}`", self.delete(it))).collect::<Vec<_>>().join(", ")
    }
    /// `kubectl rollout status deployment/web -n shop`.
    pub(super) fn rollout(&self, entry: Entry<'_>) -> String {
        self.kubectl(&format!("rollout status {}", reference(entry)))
    }
}
/// `deployment/web -n shop`.
pub(super) fn reference(entry: Entry<'_>) -> String {
    ObjectId::from(entry).reference()
}
/// The reference to an object of the same kind and namespace with another name.
pub(super) fn command(entry: Entry<'_>, name: &str) -> String {
    ObjectId::new(entry.api_version(), entry.kind(), entry.namespace(), name).reference()
}
/// `Deployment` `web`, for messages.
pub(super) fn title(entry: Entry<'_>) -> String {
    format!("{} `{}`", entry.kind(), entry.name())
}

/// The command that copies an object of the cluster, in backticks. The copy has the suffix in its name.
pub(super) fn copy(target: &Target, entry: Entry<'_>, suffix: &str) -> String {
    let read = target.kubectl(&format!("get {} -o yaml", reference(entry)));
    let (name, create) = (copy_name(entry, suffix), target.kubectl("create -f -"));
    format!("`{read} | sed -e '/^  resourceVersion:/d' -e 's/^  name: .*/  name: {name}/' | {create}`")
}
/// The reference to the copy.
pub(super) fn copy_reference(entry: Entry<'_>, suffix: &str) -> String {
    command(entry, &copy_name(entry, suffix))
}
fn copy_name(entry: Entry<'_>, suffix: &str) -> String {
    format!("{}-{suffix}", entry.name())
}
