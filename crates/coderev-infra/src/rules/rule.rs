//! A rule about the intent.
use crate::resolve::Resolved;
use coderev_check::{Report, Rule};

/// A rule about the intent: its data and its function.
pub(crate) struct IntentRule {
    pub(crate) rule: &'static Rule,
    pub(super) check: fn(&Resolved<'_>, &mut Report),
}
