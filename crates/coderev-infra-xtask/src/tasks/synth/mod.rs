//! `cargo xtask synth`: checks platforms and writes manifests to the disk or to stdout.
mod check;
mod compare;
mod json;
mod options;
mod outputs;
mod write;

use crate::cli::{Argument, Arguments, Context, Flag, Format, Task, Values, select_synthesis};
use crate::error::CliError;
use crate::out::ledger::Owner;
use crate::out::report;
use crate::out::terminal::{notify, notify_styled, print, print_all};
use coderev_infra::{Finding, Severity, synth_all};
use options::{Mode, Options, Warnings};
use outputs::Output;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "synth",
    summary: "check a platform and write its manifests",
    description: "Checks a platform and writes its manifests.",
    usage: &["[NAME] [OPTIONS]"],
    argument: Argument::Platform,
    flags: &[
        Flag::value("out", "DIR", "the folder for the files").default("kubernetes"),
        Flag::switch("check", "write nothing; fail and show a diff if the files are not current"),
        Flag::switch("stdout", "write nothing; print the manifests as one stream"),
        Flag::value("format", "FORMAT", "the form of the findings: text or json")
            .default("text")
            .values(Values::OneOf(&["text", "json"])),
        Flag::value("deny", "warnings", "treat warnings as errors").values(Values::OneOf(&["warnings"])),
        Flag::value("against", "DIR|REV", "compare with the files of a folder or a git revision"),
        Flag::switch("force", "replace files that were edited, or that another program wrote"),
    ],
    notes: "\
Exit status: 0 success; 1 the platform has errors, the files are not current, or edited files would be lost;
2 system or usage error.

A run that writes compares the new objects with the files that it replaces. Each change that the API
server refuses, or that interrupts requests, is a warning with the safe order; `--deny warnings` does not
refuse it. `--against` compares with another version instead, also with `--check`, and then
`--deny warnings` does refuse it.

Examples:
  cargo xtask synth                      write kubernetes/
  cargo xtask synth --check              in CI: fails if the committed files are not current
  cargo xtask synth --check --against main --deny warnings
                                         in CI: fails also if a change needs an order
  cargo xtask synth --stdout | kubectl apply --server-side -f -
",
    run,
};

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let options = Options::read(arguments)?;
    let all = synth_all(context.program.platforms(TASK.name)?);
    outputs::require_distinct_names(&all)?;
    let several = all.len() > 1;
    let selected = select_synthesis(all, options.name.as_deref())?;
    let mut outputs = outputs::outputs(&selected, several, &options.out);
    compare::against(&mut outputs, &options)?;
    if options.format == Format::Text {
        outputs.iter().for_each(|output| report_findings(output, output.findings()));
    }
    if outputs.iter().flat_map(Output::findings).any(|finding| is_denied(finding, options.warnings)) {
        return refuse(&outputs, &options);
    }
    match options.mode {
        Mode::Stdout => stdout(&outputs, &options),
        Mode::Check => check::check(&outputs, &options),
        Mode::Write => write::write(&outputs, &options),
    }
}

/// Prints findings, with the name of the platform if the program has several.
fn report_findings<'f>(output: &Output<'_>, findings: impl Iterator<Item = &'f Finding>) {
    let renderer = report::renderer();
    let platform = match output.owner {
        Owner::OneOf(name) => name,
        Owner::Only | Owner::Removed(_) => "",
    };
    for block in report::texts(platform, findings, &renderer) {
        notify_styled(&format!("{block}\n\n"));
    }
}
fn is_denied(finding: &Finding, warnings: Warnings) -> bool {
    finding.severity() == Severity::Error || warnings == Warnings::Denied
}
fn refuse(outputs: &[Output<'_>], options: &Options) -> Result<ExitCode, CliError> {
    let findings: Vec<&Finding> = outputs.iter().flat_map(Output::findings).collect();
    match options.format {
        Format::Text => notify(&format!("error: {}, nothing written\n", report::count(&findings))),
        // stdout contains only manifests, because `kubectl apply` reads it.
        Format::Json if options.mode == Mode::Stdout => notify(&json::findings(outputs)),
        Format::Json => drop(print(&json::findings(outputs))?),
    }
    Ok(ExitCode::FAILURE)
}
fn stdout(outputs: &[Output<'_>], options: &Options) -> Result<ExitCode, CliError> {
    if options.format == Format::Json {
        notify(&json::findings(outputs));
    }
    // Only the manifests, as `kubectl apply -f -` reads them.
    let manifests = outputs.iter().map(|it| it.synthesis).flat_map(|it| it.manifests().map(move |path| (it, path)));
    let separators = std::iter::once(None).chain(std::iter::repeat(Some("---\n".to_owned())));
    print_all(separators.zip(manifests).flat_map(|(separator, (it, path))| separator.into_iter().chain(it.parts(path))))
}
