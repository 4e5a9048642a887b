//! `cargo run --package shop -- synth`
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([shop::platform()])
}
