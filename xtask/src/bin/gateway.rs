//! The platform of the [deployment guide] on the Gateway API, with the commands of every platform.
//!
//! [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
use std::process::ExitCode;

fn main() -> ExitCode {
    coderev_infra_xtask::main([deployment_guide::platform_on_gateway()])
}
