//! The texts of `--help`, generated from the tasks' descriptions.
use super::task::{Argument, Flag, Takes, Task};
use std::fmt::Write;

/// The column of explanations.
const COLUMN: usize = 25;
/// The column of defaults.
const DEFAULTS: usize = 66;

/// The help of the program: all tasks.
pub(super) fn overview(tasks: &[Task]) -> String {
    let mut text = String::from(
        "Kubernetes platforms in Rust, checked and written as YAML.\n\nUsage: cargo xtask TASK [NAME] [OPTIONS]\n\nTasks:\n",
    );
    let help = ("help TASK", "show the arguments and options of a task");
    for (name, summary) in tasks.iter().map(|task| (task.name, task.summary)).chain([help]) {
        writeln!(text, "  {name:<16} {summary}").expect("writing to a String cannot fail");
    }
    text.push_str(
        "
  NAME             one of the program's platforms                 [default: all platforms]

Options:
  -h, --help       show this help, or the help of a task
  -V, --version    show the version

Exit status: 0 success; 1 the platform has errors, or edited files would be lost; 2 system or usage error.
",
    );
    text
}

/// The help of one task.
pub(super) fn task(task: &Task) -> String {
    let mut text = format!("{}\n\n", task.description);
    for (at, usage) in task.usage.iter().enumerate() {
        let start = if at == 0 { "Usage:" } else { "      " };
        writeln!(text, "{start} cargo xtask {} {usage}", task.name).expect("writing to a String cannot fail");
    }
    text.push('\n');
    argument(&mut text, &task.argument);
    text.push_str("\nOptions:\n");
    task.flags.iter().for_each(|flag| option(&mut text, flag));
    entry(&mut text, "  -h, --help", "show this help", "");
    if !task.notes.is_empty() {
        write!(text, "\n{}", task.notes).expect("writing to a String cannot fail");
    }
    text
}

fn argument(text: &mut String, argument: &Argument) {
    match argument {
        Argument::Platform => entry(text, "  NAME", "one of the program's platforms", "all platforms"),
        Argument::PlatformOrPaths(explanation, default) => entry(text, "  PATH", explanation, default),
        Argument::Folder(explanation, default) => entry(text, "  DIR", explanation, default),
        Argument::Choice(name, choices) => entry(text, &format!("  {name}"), &choices.join(", "), ""),
    }
}

fn option(text: &mut String, flag: &Flag) {
    let value = match flag.takes {
        Takes::Nothing => String::new(),
        Takes::Value(value) | Takes::Arguments(value) => format!(" {value}"),
    };
    entry(text, &format!("      --{}{value}", flag.name), flag.help, flag.default);
}

/// A name, its explanation, and its default. A default that does not fit on the line has its own line.
fn entry(text: &mut String, name: &str, explanation: &str, default: &str) {
    let mut line = format!("{name:<COLUMN$}{explanation}");
    if !default.is_empty() {
        if line.chars().count() >= DEFAULTS {
            writeln!(text, "{line}").expect("writing to a String cannot fail");
            line.clear();
        }
        line = format!("{line:<DEFAULTS$}[default: {default}]");
    }
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::{overview, task};
    use crate::cli::Takes;
    use crate::cli::parse::{Command, parse};
    use crate::tasks::TASKS;
    use std::ffi::OsString;

    #[test]
    fn the_help_lists_every_task_and_every_option() {
        let all = overview(TASKS);
        for it in TASKS {
            assert!(all.contains(&format!("\n  {:<16} {}\n", it.name, it.summary)), "{}", it.name);
            let own = task(it);
            for flag in it.flags {
                let value = match flag.takes {
                    Takes::Nothing => String::new(),
                    Takes::Value(value) | Takes::Arguments(value) => format!(" {value}"),
                };
                assert!(own.contains(&format!("\n      --{}{value} ", flag.name)), "{own}");
            }
            let too_long = own.lines().find(|line| line.chars().count() > 110);
            assert_eq!(too_long, None, "{}", it.name);
        }
    }

    #[test]
    fn help_is_found_at_every_position() {
        for it in TASKS {
            for line in [format!("help {}", it.name), format!("{} -h", it.name), format!("{} --help", it.name)] {
                let parsed = parse(TASKS, line.split_whitespace().map(OsString::from));
                assert!(matches!(parsed, Ok(Command::Help(Some(found))) if found.name == it.name), "{line}");
            }
        }
    }
}
