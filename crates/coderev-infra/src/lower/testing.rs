//! Functions that the tests of patches and raw objects share.
use crate::{Finding, Platform, synth};

/// The text of a file of a platform without findings.
pub(super) fn text(platform: &Platform, path: &str) -> String {
    let synthesis = synth(platform);
    assert_eq!(synthesis.findings, [], "the platform has no findings");
    let file = synthesis.files.into_iter().find(|file| file.path == path);
    file.map(|file| file.text).expect("the file is written")
}
/// The only finding.
pub(super) fn finding(platform: &Platform) -> Finding {
    let mut findings = synth(platform).findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}
