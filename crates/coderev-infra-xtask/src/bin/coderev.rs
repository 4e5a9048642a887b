//! The program `coderev`, for tasks that need no platform.
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::coderev()
}
