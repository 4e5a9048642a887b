//! `cargo xtask completions`: small scripts, written from the table of tasks.
use crate::args::{Shell, TASKS};
use std::fmt::Write;

/// The names that are completed: the program, and `alias xtask='cargo xtask'`.
const PROGRAMS: &str = "coderev xtask";

/// The script of a shell; `platforms` are the names that a task may be followed by.
pub(crate) fn script(shell: Shell, platforms: &[String]) -> String {
    match shell {
        Shell::Bash => bash(platforms),
        // zsh reads bash's completions.
        Shell::Zsh => format!("autoload -U +X bashcompinit && bashcompinit\n{}", bash(platforms)),
        Shell::Fish => fish(platforms),
    }
}

fn bash(platforms: &[String]) -> String {
    let mut cases = String::new();
    for task in TASKS {
        let words = [task.options, &words_after(task.name)].concat().join(" ");
        let names = if takes_a_platform(task.name) { platforms.join(" ") } else { String::new() };
        writeln!(cases, "    {}) words=\"{}\" ;;", task.name, format!("{words} {names}").trim_end())
            .expect("a String takes all");
    }
    format!(
        "_coderev() {{
  local words current=\"${{COMP_WORDS[COMP_CWORD]}}\"
  case \"${{COMP_WORDS[1]}}\" in
{cases}    help) words=\"{tasks}\" ;;
    *) words=\"{tasks} help --help --version\" ;;
  esac
  if [ \"$COMP_CWORD\" = 1 ]; then words=\"{tasks} help --help --version\"; fi
  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))
}}
complete -o default -F _coderev {PROGRAMS}
",
        tasks = tasks()
    )
}
fn fish(platforms: &[String]) -> String {
    let mut script = String::new();
    for program in PROGRAMS.split(' ') {
        for task in TASKS {
            let (name, about) = (task.name, task.about);
            writeln!(script, "complete -c {program} -n __fish_use_subcommand -f -a {name} -d '{about}'")
                .expect("a String takes all");
            let seen = format!("complete -c {program} -n '__fish_seen_subcommand_from {}'", task.name);
            for option in task.options {
                writeln!(script, "{seen} -l {}", option.trim_start_matches('-')).expect("a String takes all");
            }
            let mut words = words_after(task.name).to_vec();
            if takes_a_platform(task.name) {
                words.extend(platforms.iter().map(|name| &**name));
            }
            if !words.is_empty() {
                writeln!(script, "{seen} -f -a '{}'", words.join(" ")).expect("a String takes all");
            }
        }
    }
    script
}
fn tasks() -> String {
    TASKS.iter().map(|task| task.name).collect::<Vec<_>>().join(" ")
}
/// What else may follow a task.
fn words_after(task: &str) -> Vec<&'static str> {
    if task == "completions" { vec!["bash", "zsh", "fish"] } else { Vec::new() }
}
fn takes_a_platform(task: &str) -> bool {
    !matches!(task, "init" | "completions")
}
