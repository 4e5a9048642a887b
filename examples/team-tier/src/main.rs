//! `cargo run --package team-tier -- synth`
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([team_tier::platform()])
}
