//! The guide's platform on the Gateway API, with the commands that every platform has.
use std::process::ExitCode;

fn main() -> ExitCode {
    coderev_infra_xtask::main([deployment_guide::platform_on_gateway()])
}
