//! What needs no platform: `coderev init`, and completions for it.
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::coderev()
}
