//! `cargo xtask list`: the workloads of a platform, read from its objects.
mod model;
mod reached;
mod routes;
mod table;

use crate::cli::{Argument, Arguments, Context, Flag, Format, Task, Values, select};
use crate::error::CliError;
use crate::out::json::document;
use crate::out::terminal::print;
use serde_json::{Value, json};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "list",
    summary: "list the workloads of a platform: numbers, routes, destinations",
    description: "Lists the workloads of a platform: replicas, resources, routes and load balancers, and allowed destinations.",
    usage: &["[NAME] [OPTIONS]"],
    argument: Argument::Platform,
    flags: &[Flag::value("format", "FORMAT", "text or json").default("text").values(Values::OneOf(&["text", "json"]))],
    notes: "It reads the manifests that `synth` would write, and writes nothing. Findings are shown by `synth`.\n",
    run,
};

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let (name, format) = (arguments.first()?, arguments.format()?);
    let platforms = context.program.platforms(TASK.name)?;
    let selected = select(platforms, name)?;
    let several = platforms.len() > 1;
    let listed: Vec<_> = selected.iter().map(|it| (it.name(), model::workloads(it.inventory()))).collect();
    match format {
        Format::Text => {
            let text = listed.iter().map(|(name, workloads)| table::text(name.filter(|_| several), workloads));
            print(&text.collect::<Vec<_>>().join("\n"))
        }
        Format::Json => {
            let all = listed.iter().map(|(name, workloads)| {
                let workloads: Vec<_> = workloads.iter().map(model::Workload::json).collect();
                json!({"name": name, "workloads": workloads})
            });
            print(&document(&[("platforms", all.collect::<Vec<Value>>().into())]))
        }
    }
}
