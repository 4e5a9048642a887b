//! `cargo run --package quotes -- synth production`
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([quotes::production(), quotes::staging()])
}
