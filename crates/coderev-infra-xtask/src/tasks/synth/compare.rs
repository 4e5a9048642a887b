//! The comparison with an earlier version: findings about the change.
use super::options::Options;
use super::outputs::Output;
use crate::error::CliError;
use crate::out::former;
use crate::out::terminal::notify;
use coderev_infra::Finding;
use std::path::Path;

/// The findings about the change from `--against`, for each output. Empty without this option.
pub(super) fn against(outputs: &mut [Output<'_>], options: &Options) -> Result<(), CliError> {
    let Some(against) = &options.against else { return Ok(()) };
    // A branch of the same name was meant, or the folder has not been filled.
    if Path::new(against).is_dir() && !former::has_manifest(Path::new(against))? {
        return Err(CliError::usage(format!("the folder `{against}` has no manifest"))
            .with_help(format!("if `{against}` is also a branch, name it `--against refs/heads/{against}`")));
    }
    for output in outputs {
        output.transitions = findings(output, against, options)?;
    }
    Ok(())
}

fn findings(output: &Output<'_>, against: &str, options: &Options) -> Result<Vec<Finding>, CliError> {
    let folder = Path::new(against);
    let before = if folder.is_dir() {
        let below = output.root.strip_prefix(&options.out).unwrap_or(Path::new(""));
        let folder = if below.as_os_str().is_empty() { folder.to_owned() } else { folder.join(below) };
        if folder.is_dir() { Some(former::of_folder(&folder)?) } else { None }
    } else {
        former::of_revision(against, &output.root)?
    };
    let Some(before) = before else {
        notify(&format!("note: `{against}` has no `{}`, so nothing is compared\n", output.root.display()));
        return Ok(Vec::new());
    };
    Ok(output.synthesis.transitions_in(&before, &output.root.display().to_string()))
}
