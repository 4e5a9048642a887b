//! What the tests of the ways around share.
use crate::{Finding, Platform, synth};

/// The text of a file of a platform with which nothing is wrong.
pub(super) fn text(platform: &Platform, path: &str) -> String {
    let synthesis = synth(platform);
    assert_eq!(synthesis.findings(), [], "the platform is right");
    synthesis.file(path).expect("the file is written").into_text()
}
/// The only finding.
pub(super) fn finding(platform: &Platform) -> Finding {
    let synthesis = synth(platform);
    let [finding] = synthesis.findings() else { panic!("one finding, not {:#?}", synthesis.findings()) };
    finding.clone()
}
