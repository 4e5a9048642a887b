//! `cargo xtask list`: what is on a platform, read from the manifests that `synth` would write.
mod model;
mod reached;
mod table;

use crate::args::{Format, List};
use crate::trouble::Trouble;
use crate::{pick, say};
use coderev_infra::Platform;
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(platforms: &[Platform], options: &List) -> Result<ExitCode, Trouble> {
    let picked = pick::pick(platforms, options.name.as_deref())?;
    let several = platforms.len() > 1;
    let listed: Vec<_> = picked.iter().map(|it| (it.name.as_deref(), model::workloads(&it.files))).collect();
    match options.format {
        Format::Text => {
            let text = listed.iter().map(|(name, workloads)| table::text(name.filter(|_| several), workloads));
            say(&text.collect::<Vec<_>>().join("\n"))
        }
        Format::Json => {
            let all = listed.iter().map(|(name, workloads)| {
                let workloads: Vec<_> = workloads.iter().map(model::Workload::json).collect();
                json!({"name": name, "workloads": workloads})
            });
            say(&format!("{:#}\n", json!({"platforms": all.collect::<Vec<_>>()})))
        }
    }
}
