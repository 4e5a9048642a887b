//! NetworkPolicies of manifests, decoded as the API server decodes them: an unknown field is an error, because without
//! it a rule may allow every peer.

use coderev_objects::{DecodeError, Document, Object, decode, nearest};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::Value;

use super::Undecoded;
use crate::policy_metadata::metadata_fault;

const GROUP: &str = "networking.k8s.io";
const VERSION: &str = "networking.k8s.io/v1";
const KIND: &str = "NetworkPolicy";
/// The other kinds of the group.
const OTHERS: [&str; 4] = ["Ingress", "IngressClass", "IPAddress", "ServiceCIDR"];

/// The policy of a document. None for every other kind, unless its name is a misspelt NetworkPolicy.
pub(super) fn policy(document: &Document) -> Option<Result<NetworkPolicy, Undecoded>> {
    let (version, kind) = (document.source().api_version(), document.source().kind());
    let (group, _) = version.split_once('/').unwrap_or(("", version));
    let is_kind = kind == KIND;
    // Other groups have kinds of this name: Calico's is in `projectcalico.org`.
    let is_named = kind.eq_ignore_ascii_case(KIND) && ["", "extensions", "networking", GROUP].contains(&group);
    let is_misspelt = group == GROUP && !OTHERS.contains(&kind) && nearest(kind, [KIND]).is_some();
    if !is_named && !is_misspelt {
        return None;
    }
    let refused = |pointer: &str, reason: String| {
        let name = document.source().name().to_owned();
        Undecoded { name, kind: KIND.into(), reason, at: Some(document.origin_of(pointer)) }
    };
    if !is_kind {
        return Some(Err(refused("/kind", format!("there is no kind `{kind}`: write `{KIND}`"))));
    }
    if version != VERSION {
        let found =
            if version.is_empty() { "it has no `apiVersion`".into() } else { format!("no server has `{version}`") };
        return Some(Err(refused("/apiVersion", format!("{found}: write `{VERSION}`"))));
    }
    let mut value = serde_json::to_value(document).unwrap_or_default();
    let is_live = value.pointer("/metadata/uid").is_some();
    fill_nulls(&mut value);
    if is_live && let Some(fields) = value.as_object_mut() {
        // Servers of 1.24 to 1.27 had the field.
        fields.remove("status");
    }
    Some(match decode(value.clone()) {
        // The value has only the known fields of the metadata.
        Ok(Object::NetworkPolicy(policy)) => match document.errors().find(|(it, _)| is_of_metadata(it)) {
            Some((error, at)) => Err(Undecoded { at: Some(at), ..refused("", explained(error)) }),
            None => match metadata_fault(&policy) {
                Some((pointer, reason)) => Err(refused(pointer, reason)),
                None => Ok(*policy),
            },
        },
        Ok(_) => Err(refused("", "its kind is unknown".into())),
        Err(error) => {
            let pointer = error.pointer(&value);
            Err(refused(&pointer, explained(&error)))
        }
    })
}

fn is_of_metadata(error: &DecodeError) -> bool {
    matches!(error, DecodeError::UnknownField { path, .. } if path.starts_with("/metadata/"))
}

/// The error with the field that was probably meant.
fn explained(error: &DecodeError) -> String {
    if let DecodeError::UnknownField { path, known } = error {
        let name = path.rsplit('/').next().unwrap_or_default();
        return match nearest(name, known.iter().map(String::as_str)) {
            Some(best) => format!("{error}: did you mean `{best}`?"),
            None if known.is_empty() => error.to_string(),
            None => format!("{error}: the known fields are {}", known.join(", ")),
        };
    }
    error.to_string()
}

/// `null` in a list or a map of Kubernetes is the empty value of its type.
fn fill_nulls(value: &mut Value) {
    match value {
        Value::Array(items) => {
            // Lists of texts are the types of a policy, the values of a label, and exceptions of a block.
            for item in items.iter_mut() {
                fill_nulls(item);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match (name.as_str(), &mut *field) {
                    ("matchLabels" | "labels" | "annotations", Value::Object(labels)) => {
                        labels.values_mut().filter(|it| it.is_null()).for_each(|it| *it = "".into());
                    }
                    ("policyTypes" | "values" | "except", Value::Array(texts)) => {
                        texts.iter_mut().filter(|it| it.is_null()).for_each(|it| *it = "".into());
                    }
                    ("ingress" | "egress" | "from" | "to" | "ports" | "matchExpressions", Value::Array(items)) => {
                        items.iter_mut().filter(|it| it.is_null()).for_each(|it| *it = serde_json::json!({}));
                    }
                    _ => {}
                }
                fill_nulls(field);
            }
        }
        _ => {}
    }
}
