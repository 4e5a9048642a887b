//! `cargo xtask completions`: a script with which a shell completes tasks, options and platforms.
mod script;

use crate::cli::{Argument, Arguments, Context, Task};
use crate::error::CliError;
use crate::out::terminal::print;
use coderev_infra::Synthesis;
use coderev_objects::Entry;
use script::{Names, Shell};
use std::collections::BTreeSet;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "completions",
    summary: "print a completion script for a shell",
    description: "\
Prints a completion script for a shell: tasks, options and their values, and the names of the program's
platforms, namespaces and workloads.",
    usage: &["SHELL"],
    argument: Argument::Choice("SHELL", &["bash", "zsh", "fish"]),
    flags: &[],
    notes: "\
Examples:
  alias xtask='cargo xtask'
  eval \"$(cargo xtask completions bash)\"        then `xtask sy<TAB>`
",
    run,
};

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let shell = match arguments.first()? {
        Some("bash") => Shell::Bash,
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        Some(other) => return Err(CliError::usage(format!("the shell is `bash`, `zsh` or `fish`, not `{other}`"))),
        None => return Err(CliError::usage("`completions` needs a shell: bash, zsh or fish")),
    };
    let platforms = context.program.platforms(TASK.name).unwrap_or_default();
    let all = coderev_infra::synth_all(platforms);
    let platforms = all.iter().filter_map(Synthesis::name).filter(|it| is_safe(it)).map(str::to_owned).collect();
    let workloads = all.iter().flat_map(|it| it.inventory().entries()).flat_map(ends).filter(|it| is_safe(it));
    // A set, because several platforms have the same workloads.
    let workloads: BTreeSet<String> = workloads.collect();
    let names = Names { platforms, workloads: workloads.into_iter().collect() };
    print(&script::script(shell, context.tasks, &names))
}

/// The namespace and the name of a workload, as `reach` takes them. Empty for every other object.
fn ends(entry: Entry<'_>) -> Vec<String> {
    match entry.object().template() {
        Some(_) => vec![entry.namespace().to_owned(), format!("{}/{}", entry.namespace(), entry.name())],
        None => Vec::new(),
    }
}

/// Whether a name can be part of a script. `synth` refuses every other name; a shell would run it as a command.
fn is_safe(name: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'/');
    !name.is_empty() && !name.starts_with('-') && name.bytes().all(is_plain)
}
