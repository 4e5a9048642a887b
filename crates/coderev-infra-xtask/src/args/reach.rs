//! `reach [PATH..]`, which reads its own words.
use crate::args::{Command, Task, usage};
use crate::trouble::Trouble;

pub(crate) const TASK: Task = Task {
    name: "reach",
    about: "who can talk to whom, by which policy; of any manifests too",
    help: crate::reach::HELP,
    options: &["--from", "--to", "--port", "--format", "--diff", "--help"],
    parse,
};
fn parse(mut parser: lexopt::Parser) -> Result<Command, Trouble> {
    let words: Vec<_> = parser.raw_args().map_err(usage)?.collect();
    let asks = words.iter().any(|word| word == "--help" || word == "-h");
    Ok(if asks { Command::Help(crate::reach::HELP) } else { Command::Reach(words) })
}
