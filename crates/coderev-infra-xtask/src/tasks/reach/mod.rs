//! `cargo xtask reach`: which workloads can connect, in the platform or in any manifests.
mod change;
mod csv;
mod diff;
mod diff_text;
mod dot;
mod ends;
mod entries;
mod entry_changes;
mod explain;
mod fold;
mod input;
mod lines;
mod load;
mod markdown;
mod overview;
mod pairs;
mod peers;
mod picture;
mod question;
mod report;
mod svg;
mod table;
mod text;
mod units;
mod unknown;
mod walk;
mod warnings;

use crate::cli::{Argument, Arguments, Context, Flag, Program, Takes, Task, Values};
use crate::error::CliError;
use crate::out::terminal::{notify, visible};
use coderev_reach::{Objects, Reach, Reading};
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
        Flag::value("namespace", "NAME", "also `-n`: the namespace of manifests without one").default("default"),
        Flag::switch("strict", "refuse what cannot be used, and what YAML readers take for different values"),
        Flag::value("expect", "VERDICT", "with --from and --to: exit code 1 unless every verdict is this one")
            .values(Values::OneOf(&["allowed", "denied", "unknown"])),
        Flag::value("deny", "warnings", "exit code 1 if there is a warning").values(Values::OneOf(&["warnings"])),
        Flag::value("ip-blocks", "PODS", "whether an ipBlock also matches pods: `pods` or `outside`; plugins differ")
            .default("unknown where it matters")
            .values(Values::OneOf(&["pods", "outside"])),
        Flag::value("host-network", "AS", "how policies treat pods on the network of their node: `node` or `pod`")
            .default("unknown where it matters")
            .values(Values::OneOf(&["node", "pod"])),
        Flag {
            name: "diff",
            takes: Takes::Arguments("OLD NEW"),
            help: "compare two sides: each a folder, a file, a platform, or several paths as `a,b`",
            default: "",
            values: Values::Any,
        },
    ],
    notes: "\
Manifests are read as kubectl reads them. Templates, unreadable texts and texts without `kind` are left out,
and listed on stderr. A policy that the API server refuses is an error: its pods are unknown, and the exit
code is 1. Without any workload the exit code is 2. Owners are followed: a Deployment, its ReplicaSets and
its pods are one workload, and `--from` and `--to` take the name of a pod too.

A pod always reaches itself. Two pods of one workload reach each other if the policies allow it. Network
plugins differ in whether an ipBlock matches pods, and in whether policies apply to pods on the network of
their node. An answer that depends on it is unknown; `--ip-blocks` and `--host-network` decide it. Egress to
DNS names (CiliumNetworkPolicy, ServiceEntry) is shown by name, because manifests hold no addresses.

Policies also open connections with pods that are not in the manifests. Each pair of selectors of a rule
is a peer: \"any pod of the cluster\", \"any pod in namespaces with team=ops\". A peer lists only the ports
that no wider peer has, and is left out where a pod in the manifests is one of its pods. A workload is
\"unprotected\" if no policy selects it. In a difference, \"exposure\" counts these peers, \"entry points\"
counts ports that opened or closed for external clients, and the other numbers count pairs. A side of
`--diff` is a folder, a file, `-`, a platform of the program, or several paths with commas: `--diff
base/,old.yaml base/,new.yaml`.

Examples:
  cargo xtask reach                                   the platform, for a reviewer
  cargo xtask reach kubernetes/ --format svg > connections.svg
  cargo xtask reach kubernetes/ --from shop/web --to shop/db --expect denied
  cargo xtask reach --diff before/ after/ --format markdown
  helm template shop ./chart | cargo xtask reach - -n shop

A cluster, with all that answers depend on; add the kinds of your network plugin and mesh:
  kubectl get ns,nodes,pods,deploy,sts,ds,rs,jobs,cronjobs,svc,ingress,netpol -A -o json > cluster.json
  cargo xtask reach cluster.json --from shop/web --to shop/db --port 5432
",
    run,
};

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let question = Question::read(arguments)?;
    if let Some(sides) = &question.diff {
        let platforms = match context.program {
            Program::Xtask(platforms) => platforms,
            _ => &[],
        };
        let [old, new] = load::compared(sides, platforms, &question)?;
        let read = [&old.1, &new.1].map(Option::as_ref);
        read.into_iter().flatten().for_each(|it| notify(&input::summary(it)));
        let reports = [compile(&old.0, &question, read[0])?, compile(&new.0, &question, read[1])?];
        let code = diff::show(reports.each_ref(), &question, read)?;
        denied(&question, &reports)?;
        return Ok(with_errors(code, read.into_iter().flatten()));
    }
    let mut read = Vec::new();
    let objects = match (&question.paths[..], context.program) {
        ([], _) => load::platform(context.program.platforms(TASK.name)?, None)?,
        // A file or folder of this name comes before a platform of this name.
        ([name], Program::Xtask(platforms)) if !name.exists() && load::is_named(platforms, name) => {
            load::platform(platforms, name.to_str())?
        }
        _ => {
            let reading = load::paths(&question)?;
            notify(&input::summary(&reading));
            let objects = reading.objects().clone();
            read.push(reading);
            objects
        }
    };
    let report = compile(&objects, &question, read.first())?;
    let printed = match question.format {
        Format::Text | Format::Json if explain::is_one_pair(&question) => explain::show(&report, &question),
        format => overview::show(&report, &question, format, read.first()),
    }?;
    if let Some(expected) = question.expected
        && let Some(other) = explain::unexpected(&report, &question, expected)?
    {
        let help = match question.port {
            Some(_) => "the output has the rules that decide",
            None => "the output has the rules that decide; `--port` selects one port",
        };
        return Err(CliError::refused(other, help));
    }
    denied(&question, [&report])?;
    Ok(with_errors(printed, &read))
}

/// The exit code of an answer that is without policies that the API server refuses.
fn with_errors<'a>(code: ExitCode, read: impl IntoIterator<Item = &'a Reading>) -> ExitCode {
    if read.into_iter().all(|it| it.errors().is_empty()) { code } else { ExitCode::from(1) }
}

/// An error if there are warnings and the question denies them.
fn denied<'a>(question: &Question, reports: impl IntoIterator<Item = &'a Report>) -> Result<(), CliError> {
    let count: usize = reports.into_iter().map(|it| it.warnings.len()).sum();
    if !question.denies_warnings || count == 0 {
        return Ok(());
    }
    let message = if count == 1 { "a warning is denied".to_owned() } else { format!("{count} warnings are denied") };
    Err(CliError::refused(message, "correct the manifests, or omit `--deny warnings`"))
}

/// `read` is what was read of files, with its own warnings, which are printed already.
fn compile(objects: &Objects, question: &Question, read: Option<&Reading>) -> Result<Report, CliError> {
    let reach = Reach::new(objects, question.convention).map_err(|found| {
        let all: Vec<String> = found.iter().map(|it| visible(&it.to_string()).into_owned()).collect();
        CliError::refused(all.join("\nerror: "), "the API server refuses this too: correct it and run `reach` again")
    })?;
    let mut report = Report::new(reach, objects);
    for warning in &report.warnings {
        notify(&format!("warning: {warning}\n"));
    }
    report.warnings.splice(0..0, read.into_iter().flat_map(input::warnings));
    Ok(report)
}
