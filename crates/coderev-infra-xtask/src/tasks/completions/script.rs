//! The completion scripts, generated from the table of tasks.
use crate::cli::{Flag, Takes, Task, Values};
use std::fmt::Write;

/// The shells with a completion script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// The names of the program that completions offer.
pub(super) struct Names {
    pub(super) platforms: Vec<String>,
    /// The namespaces, and each workload as `namespace/name`.
    pub(super) workloads: Vec<String>,
}

/// The commands to complete: the program, and `alias xtask='cargo xtask'`.
const PROGRAMS: &str = "coderev xtask";

/// The script of a shell.
pub(super) fn script(shell: Shell, tasks: &[Task], names: &Names) -> String {
    match shell {
        Shell::Bash => bash(tasks, names),
        // zsh reads bash's completions.
        Shell::Zsh => format!("autoload -U +X bashcompinit && bashcompinit\n{}", bash(tasks, names)),
        Shell::Fish => fish(tasks, names),
    }
}

fn bash(tasks: &[Task], names: &Names) -> String {
    let (mut cases, mut values) = (String::new(), String::new());
    for task in tasks {
        let flags = flags(task).map(|name| format!("--{name}"));
        let offers: Vec<String> = flags.chain(arguments(task, names).map(str::to_owned)).collect();
        writeln!(cases, "      {}) offers=\"{}\" ;;", task.name, offers.join(" "))
            .expect("writing to a String cannot fail");
        for flag in with_values(task) {
            let offers = offered(flag, names).join(" ");
            writeln!(values, "    \"{} --{}\") offers=\"{offers}\" ;;", task.name, flag.name)
                .expect("writing to a String cannot fail");
        }
    }
    // To bash, `=` is neither part of the option nor of the value.
    format!(
        "_coderev() {{
  local offers current=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\"
  if [ \"$before\" = = ]; then before=\"${{COMP_WORDS[COMP_CWORD-2]}}\"; fi
  if [ \"$current\" = = ]; then current=; fi
  case \"${{COMP_WORDS[1]}} $before\" in
{values}    *) case \"${{COMP_WORDS[1]}}\" in
{cases}      help) offers=\"{tasks}\" ;;
      *) offers=\"{tasks} help --help --version\" ;;
    esac ;;
  esac
  if [ \"$COMP_CWORD\" = 1 ]; then offers=\"{tasks} help --help --version\"; fi
  COMPREPLY=($(compgen -W \"$offers\" -- \"$current\"))
}}
complete -o default -F _coderev {PROGRAMS}
",
        tasks = tasks.iter().map(|task| task.name).collect::<Vec<_>>().join(" ")
    )
}

fn fish(tasks: &[Task], names: &Names) -> String {
    let mut script = String::new();
    for program in PROGRAMS.split(' ') {
        for task in tasks {
            let (name, summary) = (task.name, task.summary);
            writeln!(script, "complete -c {program} -n __fish_use_subcommand -f -a {name} -d '{summary}'")
                .expect("writing to a String cannot fail");
            let seen = format!("complete -c {program} -n '__fish_seen_subcommand_from {name}'");
            for flag in flags(task) {
                let value = with_values(task).find(|it| it.name == flag).map(|it| offered(it, names).join(" "));
                let value = match value.as_deref() {
                    None => String::new(),
                    // A value is required, and fish offers the names of files.
                    Some("") => " -r".into(),
                    Some(offers) => format!(" -x -a '{offers}'"),
                };
                writeln!(script, "{seen} -l {flag}{value}").expect("writing to a String cannot fail");
            }
            let offers: Vec<&str> = arguments(task, names).collect();
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
/// The options of a task that take a value.
fn with_values(task: &Task) -> impl Iterator<Item = &'static Flag> {
    task.flags.iter().filter(|flag| matches!(flag.takes, Takes::Value(_)))
}
/// The values that completions offer for an option.
fn offered<'a>(flag: &Flag, names: &'a Names) -> Vec<&'a str> {
    match flag.values {
        Values::Any => Vec::new(),
        Values::OneOf(values) => values.to_vec(),
        Values::Workloads => names.workloads.iter().map(String::as_str).collect(),
    }
}
/// The arguments that completions offer for a task.
fn arguments<'a>(task: &Task, names: &'a Names) -> impl Iterator<Item = &'a str> {
    let platforms: &[String] = if task.argument.takes_platform() { &names.platforms } else { &[] };
    task.argument.choices().iter().copied().chain(platforms.iter().map(String::as_str))
}
