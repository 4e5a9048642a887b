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

/// All rules about objects, without what the words that made them have `told` already.
pub(crate) fn manifests(manifests: &Manifests, told: &[Finding]) -> Vec<Finding> {
    let is_told = |found: &Finding| {
        told.iter().any(|earlier| Some(earlier.rule) == found.unless && earlier.subject == found.subject)
    };
    rules::ALL.iter().flat_map(|(_, rule)| rule(manifests)).filter(|found| !is_told(found)).collect()
}
