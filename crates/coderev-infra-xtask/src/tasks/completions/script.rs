//! The completion scripts, generated from the table of tasks.
use crate::cli::{Flag, Task};
use std::fmt::Write;

/// The shells with a completion script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// The commands to complete: the program, and `alias xtask='cargo xtask'`.
const PROGRAMS: &str = "coderev xtask";

/// The script of a shell. `platforms` are offered after each task that takes one.
pub(super) fn script(shell: Shell, tasks: &[Task], platforms: &[String]) -> String {
    match shell {
        Shell::Bash => bash(tasks, platforms),
        // zsh reads bash's completions.
        Shell::Zsh => format!("autoload -U +X bashcompinit && bashcompinit\n{}", bash(tasks, platforms)),
        Shell::Fish => fish(tasks, platforms),
    }
}

fn bash(tasks: &[Task], platforms: &[String]) -> String {
    let mut cases = String::new();
    for task in tasks {
        let flags = flags(task).map(|name| format!("--{name}"));
        let offers: Vec<String> = flags.chain(arguments(task, platforms).map(str::to_owned)).collect();
        writeln!(cases, "    {}) offers=\"{}\" ;;", task.name, offers.join(" "))
            .expect("writing to a String cannot fail");
    }
    format!(
        "_coderev() {{
  local offers current=\"${{COMP_WORDS[COMP_CWORD]}}\"
  case \"${{COMP_WORDS[1]}}\" in
{cases}    help) offers=\"{tasks}\" ;;
    *) offers=\"{tasks} help --help --version\" ;;
  esac
  if [ \"$COMP_CWORD\" = 1 ]; then offers=\"{tasks} help --help --version\"; fi
  COMPREPLY=($(compgen -W \"$offers\" -- \"$current\"))
}}
complete -o default -F _coderev {PROGRAMS}
",
        tasks = tasks.iter().map(|task| task.name).collect::<Vec<_>>().join(" ")
    )
}

fn fish(tasks: &[Task], platforms: &[String]) -> String {
    let mut script = String::new();
    for program in PROGRAMS.split(' ') {
        for task in tasks {
            let (name, summary) = (task.name, task.summary);
            writeln!(script, "complete -c {program} -n __fish_use_subcommand -f -a {name} -d '{summary}'")
                .expect("writing to a String cannot fail");
            let seen = format!("complete -c {program} -n '__fish_seen_subcommand_from {name}'");
            for flag in flags(task) {
                writeln!(script, "{seen} -l {flag}").expect("writing to a String cannot fail");
            }
            let offers: Vec<&str> = arguments(task, platforms).collect();
            if !offers.is_empty() {
                writeln!(script, "{seen} -f -a '{}'", offers.join(" ")).expect("writing to a String cannot fail");
            }
        }
    }
    script
}

/// The names of the options of a task.
fn flags(task: &Task) -> impl Iterator<Item = &'static str> {
    task.flags.iter().map(|flag: &Flag| flag.name).chain(["help"])
}
/// The arguments that completions offer for a task.
fn arguments<'a>(task: &Task, platforms: &'a [String]) -> impl Iterator<Item = &'a str> {
    let platforms = if task.argument.takes_platform() { platforms } else { &[] };
    task.argument.choices().iter().copied().chain(platforms.iter().map(String::as_str))
}
