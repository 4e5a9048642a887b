//! `list [NAME]`
use crate::args::{Command, Format, Task, format, usage, value};
use crate::trouble::Trouble;
use lexopt::prelude::*;

/// What `list` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) format: Format,
    /// One of several platforms.
    pub(crate) name: Option<String>,
}

const HELP: &str = "\
Lists what is on a platform: each workload with its replicas, its resources, who comes in and where it goes.

Usage: cargo xtask list [NAME] [OPTIONS]

  NAME                   one of several platforms; all of them when none is named

Options:
      --format FORMAT    text or json                            [default: text]
  -h, --help             this text

It reads the manifests that `synth` would write, and writes nothing. What is wrong with them, `synth` tells.
";

pub(crate) const TASK: Task = Task {
    name: "list",
    about: "what is on a platform: workloads, numbers, routes, who talks to whom",
    help: HELP,
    options: &["--format", "--help"],
    parse,
};
fn parse(mut parser: lexopt::Parser) -> Result<Command, Trouble> {
    let mut list = List { format: Format::Text, name: None };
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(HELP)),
            Value(word) if list.name.is_none() => list.name = Some(word.string().map_err(usage)?),
            Long("format") => list.format = format(&value(&mut parser)?)?,
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Command::List(list))
}
