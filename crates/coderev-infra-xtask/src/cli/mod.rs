//! The command line: arguments, help and errors, all from the tasks' descriptions.
mod arguments;
mod help;
mod parse;
mod select;
mod task;

pub(crate) use arguments::{Arguments, Format};
#[cfg(test)]
pub(crate) use parse::arguments_of;
pub(crate) use select::{select, select_synthesis};
pub(crate) use task::{Argument, Context, Flag, Program, Takes, Task, Values};

use crate::error::CliError;
use crate::out::terminal;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the task of the command line, and reports the error that ends it early.
pub(crate) fn run(context: &Context<'_>, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    match dispatch(context, args) {
        Ok(code) => code,
        Err(error) => {
            terminal::notify(&format!("{}\n", error.report(context.program.command())));
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(context: &Context<'_>, args: impl IntoIterator<Item = OsString>) -> Result<ExitCode, CliError> {
    match parse::parse(context.tasks, args)? {
        parse::Command::Help(None) => terminal::print(&context.program.adapt(&help::overview(context.tasks))),
        parse::Command::Help(Some(task)) => terminal::print(&context.program.adapt(&help::task(task))),
        parse::Command::Version => terminal::print(concat!("coderev-infra ", env!("CARGO_PKG_VERSION"), "\n")),
        parse::Command::Run(task, arguments) => (task.run)(context, &arguments),
    }
}
