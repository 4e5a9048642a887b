//! Selects one platform by its name, or all platforms.
use crate::error::CliError;
use coderev_infra::{Platform, Synthesis, synth_all};

/// The synthesis of the platform with this name, or of all platforms.
pub(crate) fn select(platforms: &[Platform], name: Option<&str>) -> Result<Vec<Synthesis>, CliError> {
    select_synthesis(synth_all(platforms), name)
}

/// The same, for platforms that are already synthesized.
pub(crate) fn select_synthesis(all: Vec<Synthesis>, name: Option<&str>) -> Result<Vec<Synthesis>, CliError> {
    let Some(name) = name else { return Ok(all) };
    let known: Vec<String> = all.iter().filter_map(|it| it.name().map(str::to_owned)).collect();
    let count = all.len();
    let selected: Vec<_> = all.into_iter().filter(|it| it.name() == Some(name)).collect();
    if selected.is_empty() {
        let help = match &*known {
            [] if count == 1 => format!("the only platform of the program has no name: leave out `{name}`"),
            [] => format!("no platform of the program has a name: leave out `{name}`"),
            [one] => format!("there is `{one}`"),
            several => format!("there are `{}`", several.join("`, `")),
        };
        return Err(CliError::usage(format!("there is no platform `{name}`")).with_help(help));
    }
    Ok(selected)
}
