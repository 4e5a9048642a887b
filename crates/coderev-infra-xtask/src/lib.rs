//! The shell of a team's xtask.
use coderev_infra::Platform;
/// Runs `cargo xtask <task>`.
pub fn main(platforms: impl IntoIterator<Item = Platform>) -> std::process::ExitCode {
    std::process::ExitCode::from(u8::from(platforms.into_iter().count() == 0))
}
