//! The volumes that a workload mounts.
use crate::model::{PersistentVolumeClaim, Place, Source, Volume};
use crate::resolve::workload::Workload;

/// The volumes of all containers of `workload`, each with the line of its declaration.
pub(crate) fn mounted<'w>(workload: &'w Workload<'_>) -> impl Iterator<Item = (&'w Volume, Place)> {
    workload.containers().flat_map(|(_, container)| &container.mounts).map(|mount| (&mount.volume, mount.at))
}

/// The volume claims that `workload` mounts and that the platform renders.
pub(crate) fn claims<'w>(workload: &'w Workload<'_>) -> impl Iterator<Item = &'w PersistentVolumeClaim> {
    mounted(workload).filter_map(|(volume, _)| match &volume.source {
        Source::Claim(claim) if claim.size.is_some() => Some(claim),
        _ => None,
    })
}

/// Parses a volume source as in a pod, `{"nfs": {"server": .., "path": ..}}`, and gives the volume a name.
///
/// # Errors
///
/// Returns the reason if `source` is not a volume source.
pub(crate) fn read(source: &serde_json::Value, name: &str) -> Result<k8s_openapi::api::core::v1::Volume, String> {
    let mut whole = source.clone();
    let object = whole.as_object_mut().ok_or("it is not an object")?;
    object.insert("name".into(), name.into());
    let typed = serde_json::from_value(whole.clone()).map_err(|error| error.to_string())?;
    let kept = serde_json::to_value(&typed).map_err(|error| error.to_string())?;
    if kept == whole { Ok(typed) } else { Err(format!("a volume has no field `{}`", lost(&whole, &kept))) }
}

/// The path of the first field of `whole` that `kept` does not have, without the leading slash.
fn lost(whole: &serde_json::Value, kept: &serde_json::Value) -> String {
    for (name, value) in whole.as_object().into_iter().flatten() {
        match kept.get(name) {
            None => return name.clone(),
            Some(other) if other != value => {
                let below = lost(value, other);
                return if below.is_empty() { name.clone() } else { format!("{name}/{below}") };
            }
            Some(_) => {}
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn an_unknown_field_is_named() {
        let known = json!({"nfs": {"server": "10.0.0.5", "path": "/exports"}});
        assert!(read(&known, "exports").is_ok());
        for (source, field) in [
            (json!({"nsf": {"server": "10.0.0.5"}}), "nsf"),
            (json!({"nfs": {"server": "10.0.0.5", "path": "/exports", "readonly": true}}), "nfs/readonly"),
        ] {
            assert_eq!(read(&source, "exports"), Err(format!("a volume has no field `{field}`")));
        }
    }
}
