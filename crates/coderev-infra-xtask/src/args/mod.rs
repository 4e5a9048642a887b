//! The command line: a task, and what it is asked for.
mod completions;
mod init;
mod list;
mod synth;

pub(crate) use completions::Shell;
pub(crate) use init::{Init, Source};
pub(crate) use list::List;
pub(crate) use synth::{Foreign, Format, Mode, Synth, Warnings};

use crate::trouble::Trouble;
use lexopt::prelude::*;
use std::ffi::OsString;

/// What a task was asked for.
pub(crate) enum Command {
    Help(&'static str),
    Version,
    Synth(Synth),
    List(List),
    Init(Init),
    Completions(Shell),
}

/// A task: its name, what it does, its help, and the reader of its arguments.
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) help: &'static str,
    /// The options that completion offers.
    pub(crate) options: &'static [&'static str],
    parse: fn(lexopt::Parser) -> Result<Command, Trouble>,
}
pub(crate) const TASKS: &[Task] = &[synth::TASK, list::TASK, init::TASK, completions::TASK];

const HELP: &str = "\
Kubernetes platforms in Rust: proved, then written as YAML.

Usage: cargo xtask TASK [NAME] [OPTIONS]

Tasks:
  synth            prove a platform and write its manifests
  list             what is on a platform: workloads, numbers, routes, who talks to whom
  reach            who can talk to whom, here or in any manifests: `reach --help`
  init             begin a repository for a platform of your own
  completions      what a shell completes
  help TASK        what a task can be asked for

  NAME             one of several platforms of the program; all of them when none is named

Options:
  -h, --help       this text, or a task's
  -V, --version    the version

Exit status: 0 fine; 1 the platform has errors, or something of yours would be lost; 2 the machine or the command line.
";

pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, Trouble> {
    let mut parser = lexopt::Parser::from_args(args);
    let Some(first) = parser.next().map_err(usage)? else { return Ok(Command::Help(HELP)) };
    let name = match first {
        Short('h') | Long("help") => return Ok(Command::Help(HELP)),
        Short('V') | Long("version") => return Ok(Command::Version),
        Value(word) => word.string().map_err(usage)?,
        other => return Err(usage(other.unexpected())),
    };
    if name == "help" {
        return help(parser);
    }
    (task(&name)?.parse)(parser)
}
fn task(name: &str) -> Result<&'static Task, Trouble> {
    let found = TASKS.iter().find(|task| task.name == name);
    found.ok_or_else(|| Trouble::usage(format!("there is no task `{name}`")))
}
fn help(mut parser: lexopt::Parser) -> Result<Command, Trouble> {
    match parser.next().map_err(usage)? {
        Some(Value(word)) => Ok(Command::Help(task(&word.string().map_err(usage)?)?.help)),
        _ => Ok(Command::Help(HELP)),
    }
}

/// What the parser refuses, in our words.
pub(crate) fn usage(error: lexopt::Error) -> Trouble {
    use lexopt::Error as E;
    Trouble::usage(match error {
        E::UnexpectedOption(option) => format!("there is no option `{option}`"),
        E::UnexpectedArgument(word) => format!("nothing is expected after the name: `{}`", word.display()),
        E::UnexpectedValue { option, value } => {
            format!("`{option}` takes no value, and was given `{}`", value.display())
        }
        E::MissingValue { option: Some(option) } => format!("`{option}` needs a value"),
        E::NonUnicodeValue(word) => format!("`{}` is not text", word.display()),
        other => other.to_string(),
    })
}
fn format(word: &str) -> Result<Format, Trouble> {
    match word {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        other => Err(Trouble::usage(format!("`--format` is `text` or `json`, not `{other}`"))),
    }
}
/// The text of an option's value.
fn value(parser: &mut lexopt::Parser) -> Result<String, Trouble> {
    parser.value().and_then(|value| value.string()).map_err(usage)
}

#[cfg(test)]
mod tests {
    use super::{Command, HELP, TASKS, parse};
    use std::ffi::OsString;

    #[test]
    fn the_help_lists_every_task() {
        for task in TASKS {
            assert!(HELP.contains(&format!("\n  {:<16} {}", task.name, task.about)), "{}", task.name);
            for option in task.options {
                assert!(task.help.contains(option), "{} {option}", task.name);
            }
            for line in [format!("help {}", task.name), format!("{} --help", task.name)] {
                let parsed = parse(line.split_whitespace().map(OsString::from));
                assert!(matches!(parsed, Ok(Command::Help(text)) if text == task.help), "{line}");
            }
        }
    }
}
