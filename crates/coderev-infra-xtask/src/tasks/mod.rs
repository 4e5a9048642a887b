//! The tasks, one folder each. A new task is a folder and a line in the table.
mod completions;
mod init;
mod list;
mod reach;
mod removed;
mod synth;

use crate::cli::Task;

/// The one table of tasks, in the order of the help.
pub(crate) const TASKS: &[Task] = &[synth::TASK, list::TASK, reach::TASK, removed::TASK, init::TASK, completions::TASK];
