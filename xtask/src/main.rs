//! x
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([deployment_guide::platform()])
}
