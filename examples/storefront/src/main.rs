//! `cargo run --package storefront -- synth`
fn main() -> std::process::ExitCode {
    coderev_infra_xtask::main([storefront::platform()])
}
