//! One of several platforms, or all of them.
use crate::trouble::Trouble;
use coderev_infra::{Platform, Synthesis, synth};

/// What the platforms become: the one that is named, or all.
pub(crate) fn pick(platforms: &[Platform], name: Option<&str>) -> Result<Vec<Synthesis>, Trouble> {
    named(platforms.iter().map(synth).collect(), name)
}
pub(crate) fn named(all: Vec<Synthesis>, name: Option<&str>) -> Result<Vec<Synthesis>, Trouble> {
    let Some(name) = name else { return Ok(all) };
    let known = all.iter().filter_map(|it| it.name.clone()).collect::<Vec<_>>().join("`, `");
    let picked: Vec<_> = all.into_iter().filter(|it| it.name.as_deref() == Some(name)).collect();
    if picked.is_empty() {
        let help =
            if known.is_empty() { "the program's platform has no name".into() } else { format!("there are `{known}`") };
        return Err(Trouble::usage(format!("there is no platform `{name}`")).help(help));
    }
    Ok(picked)
}
