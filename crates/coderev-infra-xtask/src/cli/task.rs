//! A task of the command line. Parsing, help and completions all read this description.
use super::arguments::Arguments;
use crate::error::CliError;
use coderev_infra::Platform;
use std::process::ExitCode;

/// A task: its name, its arguments, its help, and the function that runs it.
pub(crate) struct Task {
    pub(crate) name: &'static str,
    /// One line for the list of tasks and for completions.
    pub(crate) summary: &'static str,
    /// The first paragraph of the task's help.
    pub(crate) description: &'static str,
    /// The usage lines, without the command and the name of the task.
    pub(crate) usage: &'static [&'static str],
    pub(crate) argument: Argument,
    /// The options, without `--help`, which every task has.
    pub(crate) flags: &'static [Flag],
    /// The end of the help: remarks, exit status, examples.
    pub(crate) notes: &'static str,
    pub(crate) run: fn(&Context<'_>, &Arguments) -> Result<ExitCode, CliError>,
}

/// The arguments of a task that are not options. Some have an explanation and a default for the help.
pub(crate) enum Argument {
    /// The name of one of the program's platforms.
    Platform,
    /// Any number of files and folders, or the name of one of the program's platforms.
    PlatformOrPaths(&'static str, &'static str),
    /// A folder.
    Folder(&'static str, &'static str),
    /// One of several choices, after the name of the argument in the help.
    Choice(&'static str, &'static [&'static str]),
}
impl Argument {
    /// Whether completions offer the names of the platforms.
    pub(crate) fn takes_platform(&self) -> bool {
        matches!(self, Self::Platform | Self::PlatformOrPaths(..))
    }
    /// The choices that completions offer.
    pub(crate) fn choices(&self) -> &'static [&'static str] {
        match self {
            Self::Choice(_, choices) => choices,
            Self::Platform | Self::PlatformOrPaths(..) | Self::Folder(..) => &[],
        }
    }
    /// How many arguments the task takes.
    pub(super) fn limit(&self) -> usize {
        match self {
            Self::PlatformOrPaths(..) => usize::MAX,
            Self::Platform | Self::Folder(..) | Self::Choice(..) => 1,
        }
    }
}

/// An option of a task.
pub(crate) struct Flag {
    /// Its name without the dashes.
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    pub(crate) help: &'static str,
    /// The default that the help shows. Empty if the option has no default.
    pub(crate) default: &'static str,
    /// The values that completions offer.
    pub(crate) values: Values,
}
impl Flag {
    pub(crate) const fn switch(name: &'static str, help: &'static str) -> Self {
        Self { name, takes: Takes::Nothing, help, default: "", values: Values::Any }
    }
    pub(crate) const fn value(name: &'static str, value: &'static str, help: &'static str) -> Self {
        Self { name, takes: Takes::Value(value), help, default: "", values: Values::Any }
    }
    pub(crate) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }
    /// The same option, with one of these values.
    pub(crate) const fn values(self, values: Values) -> Self {
        Self { values, ..self }
    }
}

/// The values of an option that completions offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// None, and bash offers the names of files.
    Any,
    OneOf(&'static [&'static str]),
    /// The namespaces and the workloads of the program's platforms.
    Workloads,
}

/// The value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    Nothing,
    /// One value, as the help names it.
    Value(&'static str),
    /// No value of its own: the option changes the meaning of the task's arguments. The help shows the arguments as
    /// this text.
    Arguments(&'static str),
}

/// The program and the tasks, passed to every task.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) program: Program<'a>,
    pub(crate) tasks: &'static [Task],
}

/// The program that runs a task.
#[derive(Clone, Copy)]
pub(crate) enum Program<'a> {
    /// A team's xtask, with its platforms.
    Xtask(&'a [Platform]),
    /// `coderev`, which has no platforms.
    Coderev,
}
impl<'a> Program<'a> {
    /// The platforms, for a task that cannot run without one.
    pub(crate) fn platforms(self, task: &str) -> Result<&'a [Platform], CliError> {
        match self {
            Self::Xtask(platforms) => Ok(platforms),
            Self::Coderev => Err(CliError::usage(format!("`{task}` needs a platform, and `coderev` has no platform"))
                .with_help(format!(
                    "run `cargo xtask {task}` in the repository of a platform; `coderev init` creates one"
                ))),
        }
    }
    /// The command that starts this program.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Xtask(_) => "cargo xtask",
            Self::Coderev => "coderev",
        }
    }
    /// A help text with the command that starts this program.
    pub(super) fn adapt(self, text: &str) -> String {
        text.replace("cargo xtask", self.command())
    }
}
