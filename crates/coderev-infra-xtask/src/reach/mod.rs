//! `cargo xtask reach`: who can talk to whom, in the platform or in anybody's manifests.
mod args;
mod by_name;
mod csv;
mod diff;
mod dot;
mod explain;
mod fold;
mod jobs;
mod load;
mod report;
mod routes;
mod strangers;
mod svg;
mod text;

use crate::trouble::Trouble;
use crate::{Program, say, tell};
pub(crate) use args::HELP;
use args::{Format, Question};
use coderev_reach::Reach;
use load::Loaded;
use report::Report;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the task with what stands after its name. The program's own platforms are needed only where no path is named.
pub(crate) fn run(program: Program<'_>, args: impl IntoIterator<Item = OsString>) -> Result<ExitCode, Trouble> {
    let question = match args::parse(args)? {
        args::Parsed::Help(text) => return say(&program.help(text)),
        args::Parsed::Question(question) => question,
    };
    if let Some([old, new]) = &question.diff {
        let [old, new] = load::compared(old, new)?;
        let [old, new] = [compile(old)?, compile(new)?];
        return say(&diff::text(&old, &new, &question)?);
    }
    let loaded = match (&question.paths[..], program) {
        ([], _) => load::platform(program.platforms("reach")?, None)?,
        // As every task takes a name; what is there under it is meant first.
        ([name], Program::Xtask(platforms)) if !name.exists() && load::is_named(platforms, name) => {
            load::platform(platforms, name.to_str())?
        }
        (paths, _) => load::paths(paths)?,
    };
    // People read of those too whom the policies name and the manifests do not hold; programs count on what is there.
    let loaded = match question.format {
        Format::Text | Format::Svg => Loaded { objects: strangers::added(loaded.objects), ..loaded },
        Format::Csv | Format::Json | Format::Dot => loaded,
    };
    let report = compile(loaded)?;
    match question.format {
        Format::Text if explain::is_one_pair(&question) => say(&explain::text(&report, &question)?),
        format => say(&show(&report, &question, format)?),
    }
}

fn show(report: &Report, question: &Question, format: Format) -> Result<String, Trouble> {
    let (lines, doors) = (report.lines(question)?, report.doors(question)?);
    Ok(match format {
        Format::Text => text::of(report, &lines, &doors, &report.among(question)?),
        Format::Csv => csv::of(&lines),
        Format::Json => {
            let all = lines
                .iter()
                .map(|it| serde_json::json!({ "src": it.from, "dst": it.to, "conn": it.ports.to_string() }));
            format!("{:#}\n", serde_json::Value::Array(all.collect()))
        }
        Format::Dot => dot::of(&lines),
        Format::Svg => svg::of(report, &lines, &doors),
    })
}

fn compile(Loaded { objects, ways }: Loaded) -> Result<Report, Trouble> {
    let reach = Reach::new(&objects, report::CONVENTION).map_err(|found| {
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        Trouble::refused(said.join("\nerror: "), "the API server refuses this too: correct it and ask again")
    })?;
    let report = Report::new(reach, &objects, ways);
    for workload in report.on_host_network() {
        tell(&format!(
            "warning: `{workload}` is on its node's network: most network plugins apply no policies to it\n"
        ));
    }
    Ok(report)
}
