//! What holds for the whole workspace: the guide row by row, golden folders, refusals.
use coderev_infra::Synthesis;
use once_cell::sync::Lazy;

/// What the guide's platform becomes: synthesized once for all tests of a program.
pub static GUIDE: Lazy<Synthesis> = Lazy::new(|| coderev_infra::synth(&deployment_guide::platform()));

/// The same on the Gateway API.
pub static ON_GATEWAY: Lazy<Synthesis> = Lazy::new(|| coderev_infra::synth(&deployment_guide::platform_on_gateway()));

/// The first program of the front page compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
