//! What is wrong with the objects, whatever wrote them: one file for each rule, and the answers of the user.
mod allow;
mod once;
mod rules;

use crate::finding::Finding;
use crate::manifest::Manifests;
pub(crate) use allow::answered;
pub(crate) use once::once;

/// A rule about objects: its name and its function.
type Rule = (&'static str, fn(&Manifests) -> Vec<Finding>);

/// All rules about objects.
pub(crate) fn manifests(manifests: &Manifests) -> Vec<Finding> {
    rules::ALL.iter().flat_map(|(_, rule)| rule(manifests)).collect()
}
