//! x
use coderev_infra::Platform;
/// p
pub fn platform() -> Platform { Platform::default() }
