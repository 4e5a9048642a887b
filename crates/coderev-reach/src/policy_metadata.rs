//! The metadata of a policy in a manifest.
use crate::names;
use k8s_openapi::api::networking::v1::NetworkPolicy;

/// The first fault of the name, the namespace and the labels of a policy in a manifest: its field and the reason.
pub(crate) fn metadata_fault(policy: &NetworkPolicy) -> Option<(&'static str, String)> {
    let metadata = &policy.metadata;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let (name, namespace) = (text(&metadata.name), text(&metadata.namespace));
    if name.is_empty() && text(&metadata.generate_name).is_empty() {
        return Some(("/metadata/name", "a policy needs a name".into()));
    }
    if !name.is_empty() && !names::is_subdomain(&name) {
        return Some(("/metadata/name", format!("`{name}`: a name has lowercase letters, digits, `-` and `.`")));
    }
    if !namespace.is_empty() && !names::is_label(&namespace) {
        let reason = format!("`{namespace}`: the name of a namespace has lowercase letters, digits and `-`");
        return Some(("/metadata/namespace", reason));
    }
    metadata.labels.iter().flatten().find_map(|(key, value)| {
        let reason = names::key_fault(key).or_else(|| names::value_fault(value))?;
        Some(("/metadata/labels", format!("`{key}: {value}`: {reason}")))
    })
}
