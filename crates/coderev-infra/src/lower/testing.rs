//! Functions that the tests of patches and raw objects share.
use crate::{Finding, Platform, synth};

/// The text of a file of a platform without findings.
pub(super) fn text(platform: &Platform, path: &str) -> String {
    let synthesis = synth(platform);
    assert_eq!(synthesis.findings(), [], "the platform has no findings");
    synthesis.file(path).expect("the file is written").into_text()
}
/// The only finding.
pub(super) fn finding(platform: &Platform) -> Finding {
    let synthesis = synth(platform);
    let [finding] = synthesis.findings() else { panic!("one finding, not {:#?}", synthesis.findings()) };
    finding.clone()
}
