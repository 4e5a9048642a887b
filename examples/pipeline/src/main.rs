//! `cargo run --package pipeline -- synth`
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([pipeline::platform()])
}
