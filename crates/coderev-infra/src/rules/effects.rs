//! Words that have no effect.
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::words::*;

/// The rules here.
pub(super) const RULES: &[&str] = &[WORD_WITHOUT_EFFECT];

/// What it does: finds words that this edge, cluster or workload cannot express, or that another word overrules.
///
/// Why it is bad: the manifests do not hold what the program says.
///
/// Instead of `.replicas(3).autoscale(Autoscale::new(3..=9))` say `.autoscale(Autoscale::new(3..=9))`.
pub(super) const WORD_WITHOUT_EFFECT: &str = "word-without-effect";

pub(super) fn effects(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let provider = workload.platform.cluster.provider;
    if let Some(said) = workload.words.nodes.as_ref().filter(|said| said.value.reserved)
        && matches!(provider, Cloud::Gke | Cloud::Aks)
    {
        findings.push(
            Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(said.at))
                .message("`Nodes::reserved()` has no effect on this provider: reservations are billing only there")
                .help("drop the word"),
        );
    }
}
