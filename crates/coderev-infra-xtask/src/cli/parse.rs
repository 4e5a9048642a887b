//! Parses the command line into a task and its arguments, by the tasks' descriptions.
use super::arguments::{Arguments, not_text};
use super::task::{Takes, Task};
use crate::error::CliError;
use coderev_objects::nearest;
use lexopt::prelude::*;
use std::ffi::OsString;

/// A parsed command line.
pub(super) enum Command {
    /// The help of one task, or of all tasks.
    Help(Option<&'static Task>),
    Version,
    Run(&'static Task, Arguments),
}

/// Reads a complete command line.
pub(super) fn parse(tasks: &'static [Task], args: impl IntoIterator<Item = OsString>) -> Result<Command, CliError> {
    let mut parser = lexopt::Parser::from_args(args);
    let name = match parser.next().map_err(usage)? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help(None)),
        Some(Short('V') | Long("version")) => return Ok(Command::Version),
        Some(Value(word)) => word.string().map_err(usage)?,
        Some(other) => return Err(usage(other.unexpected())),
    };
    let find = |name: &str| {
        let found = tasks.iter().find(|task| task.name == name);
        found.ok_or_else(|| {
            let error = CliError::usage(format!("there is no task `{name}`"));
            match nearest(name, tasks.iter().map(|task| task.name)) {
                Some(near) => error.with_help(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    };
    if name == "help" {
        return Ok(Command::Help(match parser.next().map_err(usage)? {
            Some(Value(word)) => Some(find(&word.string().map_err(usage)?)?),
            _ => None,
        }));
    }
    let task = find(&name)?;
    Ok(read(task, parser)?.map_or(Command::Help(Some(task)), |arguments| Command::Run(task, arguments)))
}

/// The arguments of a task, or None for `--help`.
fn read(task: &'static Task, mut parser: lexopt::Parser) -> Result<Option<Arguments>, CliError> {
    let mut read = Arguments::default();
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Short('h') | Long("help") => return Ok(None),
            Value(word) if read.arguments.len() < task.argument.limit() => read.arguments.push(word),
            Long(name) => match task.flags.iter().find(|flag| flag.name == name) {
                Some(flag) => option(flag, &mut read, &mut parser)?,
                None => return Err(unknown_option(task, name)),
            },
            // As in kubectl.
            Short('n') if let Some(flag) = task.flags.iter().find(|flag| flag.name == "namespace") => {
                option(flag, &mut read, &mut parser)?;
            }
            Short(letter) => return Err(CliError::usage_of(task.name, sentence(Short(letter).unexpected()))),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Some(read))
}

fn option(flag: &super::Flag, read: &mut Arguments, parser: &mut lexopt::Parser) -> Result<(), CliError> {
    let value = match flag.takes {
        Takes::Value(_) => parser.value().map_err(usage)?,
        Takes::Nothing | Takes::Arguments(_) => OsString::new(),
    };
    read.flags.push((flag.name, value));
    Ok(())
}

fn unknown_option(task: &'static Task, name: &str) -> CliError {
    let error = CliError::usage_of(task.name, sentence(Long(name).unexpected()));
    match nearest(name, task.flags.iter().map(|flag| flag.name)) {
        Some(near) => error.with_help(format!("did you mean `--{near}`?")),
        None => error,
    }
}

fn usage(error: lexopt::Error) -> CliError {
    CliError::usage(sentence(error))
}
/// An error of the parser, in plain English.
fn sentence(error: lexopt::Error) -> String {
    use lexopt::Error as E;
    match error {
        E::UnexpectedOption(option) => format!("there is no option `{option}`"),
        E::UnexpectedArgument(word) => format!("unexpected argument `{}`", word.display()),
        E::UnexpectedValue { option, value } => {
            format!("`{option}` takes no value, but has `{}`", value.display())
        }
        E::MissingValue { option: Some(option) } => format!("`{option}` needs a value"),
        E::NonUnicodeValue(word) => not_text(&word),
        other => other.to_string(),
    }
}
/// The arguments of one task, for the tests of the tasks.
#[cfg(test)]
pub(crate) fn arguments_of(task: &'static Task, line: &str) -> Result<Arguments, CliError> {
    let parser = lexopt::Parser::from_args(line.split_whitespace());
    Ok(read(task, parser)?.unwrap_or_else(|| panic!("`{line}` is a request for help")))
}
