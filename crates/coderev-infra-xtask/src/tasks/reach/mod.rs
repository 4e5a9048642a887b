//! `cargo xtask reach`: which workloads can connect, in the platform or in any manifests.
mod change;
mod csv;
mod diff;
mod dot;
mod entries;
mod explain;
mod fold;
mod lines;
mod load;
mod markdown;
mod overview;
mod peers;
mod picture;
mod question;
mod report;
mod svg;
mod table;
mod text;

use crate::cli::{Argument, Arguments, Context, Flag, Program, Takes, Task, Values};
use crate::error::CliError;
use crate::out::terminal::{notify, visible};
use coderev_reach::{Objects, Reach};
use question::{Format, Question};
use report::Report;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "reach",
    summary: "show which workloads can connect, and by which policy; of any manifests",
    description: "Shows which workloads can connect, on which ports, by the network policies.",
    usage: &["[PATH..] [OPTIONS]", "--diff OLD NEW"],
    argument: Argument::PlatformOrPaths(
        "manifests: a folder, a file, or `-` for stdin; or one of the program's platforms",
        "the only platform",
    ),
    flags: &[
        Flag::value("from", "SOURCE", "`name`, `namespace/name`, `namespace`, or an address outside the cluster")
            .values(Values::Workloads),
        Flag::value("to", "DESTINATION", "the same; with --from, the policies that decide are shown")
            .values(Values::Workloads),
        Flag::value("port", "PORT", "one port: `443`, `53/UDP`"),
        Flag::value("format", "FORMAT", "text, csv, json, dot or svg; with --diff also markdown")
            .default("text")
            .values(Values::OneOf(&["text", "csv", "json", "dot", "svg", "markdown"])),
        Flag {
            name: "diff",
            takes: Takes::Arguments("OLD NEW"),
            help: "the connections that two folders or files do not have in common",
            default: "",
            values: Values::Any,
        },
    ],
    notes: "\
A pod always reaches itself. Two pods of one workload reach each other if the policies allow it. An ipBlock
does not match pods. A pod on the network of its node is treated as any other pod, with a warning. Egress to
DNS names (CiliumNetworkPolicy, ServiceEntry) is shown by name, because manifests hold no addresses.

Policies also open connections with pods that are not in the manifests. Each pair of selectors of a rule is a
peer: \"any pod of the cluster\", \"any pod in namespaces with team=ops\". A peer lists only the ports that no
wider peer has, and is left out where a pod in the manifests is one of its pods. A workload is \"unprotected\"
if no policy selects it. In a difference, \"exposure\" counts these peers, and the other numbers count pairs.

Examples:
  cargo xtask reach                                   the platform, for a reviewer
  cargo xtask reach kubernetes/ --format svg > connections.svg
  cargo xtask reach --diff before/ after/ --format markdown
  kubectl get ns,deploy,netpol -A -o json | cargo xtask reach - --from shop/web --to shop/db --port 5432
",
    run,
};

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let question = Question::read(arguments)?;
    if let Some([old, new]) = &question.diff {
        let [old, new] = load::compared(old, new)?;
        let [old, new] = [compile(&old)?, compile(&new)?];
        return diff::show(&old, &new, &question);
    }
    let objects = match (&question.paths[..], context.program) {
        ([], _) => load::platform(context.program.platforms(TASK.name)?, None)?,
        // A file or folder of this name comes before a platform of this name.
        ([name], Program::Xtask(platforms)) if !name.exists() && load::is_named(platforms, name) => {
            load::platform(platforms, name.to_str())?
        }
        (paths, _) => load::paths(paths)?,
    };
    let report = compile(&objects)?;
    match question.format {
        Format::Text if explain::is_one_pair(&question) => explain::show(&report, &question),
        format => overview::show(&report, &question, format),
    }
}

fn compile(objects: &Objects) -> Result<Report, CliError> {
    let mut warnings = Vec::new();
    for it in objects.unevaluated() {
        let what = it.evaluated.map_or("is not evaluated".to_owned(), |it| format!("is evaluated only for {it}"));
        let (kind, group) = (visible(&it.kind), visible(&it.group));
        warnings.push(format!("the kind `{kind}` of {group} {what}: the real answer may allow more or less"));
    }
    let reach = Reach::new(objects, report::CONVENTION).map_err(|found| {
        let all: Vec<String> = found.iter().map(|it| visible(&it.to_string()).into_owned()).collect();
        CliError::refused(all.join("\nerror: "), "the API server refuses this too: correct it and run `reach` again")
    })?;
    for it in reach.dangling(objects) {
        warnings.push(visible(&it.to_string()).into_owned());
    }
    let mut report = Report::new(reach, objects);
    for workload in report.on_host_network() {
        warnings.push(format!(
            "`{}` is on the network of its node: most network plugins apply no policies to it",
            visible(&workload.to_string())
        ));
    }
    for warning in &warnings {
        notify(&format!("warning: {warning}\n"));
    }
    report.warnings = warnings;
    Ok(report)
}
