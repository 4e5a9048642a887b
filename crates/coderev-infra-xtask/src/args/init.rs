//! `init [DIR]`
use crate::args::{Command, Task, usage, value};
use crate::trouble::Trouble;
use lexopt::prelude::*;
use std::path::PathBuf;

/// What `init` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Init {
    pub(crate) dir: PathBuf,
    pub(crate) source: Source,
    /// The folder's own name when nobody says.
    pub(crate) name: Option<String>,
}
/// Where the new repository has the library from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Registry,
    Checkout(PathBuf),
}

const HELP: &str = "\
Begins a repository for a platform of your own: a platform with a first service, and its xtask. It compiles at once.

Usage: cargo xtask init [DIR] [OPTIONS]

  DIR                    where it begins                         [default: the folder that you are in]

Options:
      --name NAME        of its first namespace                  [default: the folder's name]
      --path CHECKOUT    take the library from a checkout of its repository, not from the registry
  -h, --help             this text

A file that is there already is never replaced: then nothing is written.
";

pub(crate) const TASK: Task = Task {
    name: "init",
    about: "begin a repository for a platform of your own",
    help: HELP,
    options: &["--name", "--path", "--help"],
    parse,
};
fn parse(mut parser: lexopt::Parser) -> Result<Command, Trouble> {
    let mut dir = None;
    let mut init = Init { dir: PathBuf::from("."), source: Source::Registry, name: None };
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(HELP)),
            Value(word) if dir.is_none() => dir = Some(PathBuf::from(word)),
            Long("name") => init.name = Some(value(&mut parser)?),
            Long("path") => init.source = Source::Checkout(parser.value().map_err(usage)?.into()),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Command::Init(Init { dir: dir.unwrap_or(init.dir), ..init }))
}
