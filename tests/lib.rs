//! Tests of the whole workspace: the deployment guide row by row, golden folders, compile errors.
#[allow(clippy::reversed_empty_ranges, reason = "rows with a reversed range of replicas")]
#[path = "differential/table.rs"]
pub mod differential;

use coderev_infra::Synthesis;
use once_cell::sync::Lazy;

/// The output for the platform of the deployment guide, synthesized once for all tests of a program.
pub static GUIDE: Lazy<Synthesis> = Lazy::new(|| coderev_infra::synth(&deployment_guide::platform()));

/// The same on the Gateway API.
pub static ON_GATEWAY: Lazy<Synthesis> = Lazy::new(|| coderev_infra::synth(&deployment_guide::platform_on_gateway()));

/// The first program of README.md compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
