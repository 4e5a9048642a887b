//! The relation of subjects: a subject can be within another.

/// Whether `subject` is `scope` or within it: a workload is within its namespace, and everything is within the
/// platform.
pub(crate) fn is_within(scope: &str, subject: &str) -> bool {
    scope.is_empty() || subject.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
