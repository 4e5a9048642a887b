//! Admission, definitions of kinds, endpoints.
use super::conflicts::Conflicts;
use super::duplicates::unique;
use coderev_objects::Object;
use core::net::IpAddr;
use serde_json::Value;

pub(super) fn object(object: &Object, found: &mut Conflicts<'_, '_>) {
    let Some(fields) = object.written_fields() else { return };
    let field = |name: &str| fields.get(name).unwrap_or(&Value::Null);
    match (object.api_version(), object.kind()) {
        ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration") => {
            webhooks(field("webhooks"), found);
        }
        ("apiregistration.k8s.io/v1", "APIService") => service(object.name(), field("spec"), found),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition") => definition(object.name(), field("spec"), found),
        ("discovery.k8s.io/v1", "EndpointSlice") => endpoints(field("addressType"), field("endpoints"), found),
        _ => {}
    }
}
/// The items of a list.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
/// `ValidateValidatingWebhookConfiguration` and `validateValidatingWebhook` of
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go>, and the same for mutating webhooks.
fn webhooks(webhooks: &Value, found: &mut Conflicts<'_, '_>) {
    unique(items(webhooks).map(|it| text(&it["name"])), |at, name| {
        let message = format!("two webhooks have the name `{name}`");
        found.push(format_args!("/webhooks/{at}/name"), message, "give each webhook a name of its own");
    });
    for (at, webhook) in items(webhooks).enumerate() {
        let name = text(&webhook["name"]);
        if webhook["sideEffects"].is_null() {
            let message = format!("the webhook `{name}` does not set `sideEffects`");
            found.push(format_args!("/webhooks/{at}"), message, "set `sideEffects: None`");
        }
        let client = &webhook["clientConfig"];
        if client["url"].is_null() == client["service"].is_null() {
            let message = format!("the webhook `{name}` needs a URL or a Service, and not both");
            found.push(format_args!("/webhooks/{at}/clientConfig"), message, "set `clientConfig.service`");
        }
    }
}
/// `validateValidatingAdmissionPolicySpec` of
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go>.
pub(super) fn policy(spec: &Value, found: &mut Conflicts<'_, '_>) {
    let has = |field: &str| items(&spec[field]).next().is_some();
    if !has("validations") && !has("auditAnnotations") {
        let message = "the admission policy has no validation and no audit annotation";
        found.push("/spec", message, "add a validation with a CEL expression");
    }
    if items(&spec["matchConstraints"]["resourceRules"]).next().is_none() {
        found.push("/spec", "the admission policy matches no resource", "set `matchConstraints.resourceRules`");
    }
}
/// `validateValidationActions` of
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go>.
pub(super) fn binding(spec: &Value, found: &mut Conflicts<'_, '_>) {
    let actions: Vec<&str> = items(&spec["validationActions"]).map(text).collect();
    let at = "/spec/validationActions";
    if actions.is_empty() {
        found.push("/spec", "the binding of the admission policy has no action", "set `validationActions: [Deny]`");
    }
    if actions.contains(&"Deny") && actions.contains(&"Warn") {
        found.push(at, "the binding has the actions `Deny` and `Warn`", "keep one of them");
    }
    unique(actions.iter().copied(), |index, action| {
        found.push(
            format_args!("{at}/{index}"),
            format!("the binding has the action `{action}` more than once"),
            "keep one of them",
        );
    });
}
/// `ValidateAPIService` of
/// <https://github.com/kubernetes/kube-aggregator/blob/v0.36.3/pkg/apis/apiregistration/validation/validation.go>.
fn service(name: &str, spec: &Value, found: &mut Conflicts<'_, '_>) {
    let wanted = format!("{}.{}", text(&spec["version"]), text(&spec["group"]));
    if name != wanted {
        let message = format!("the APIService `{name}` has the version and the group of `{wanted}`");
        found.push("/metadata/name", message, format!("name it `{wanted}`"));
    }
}
/// `ValidateCustomResourceDefinition` and `validateCustomResourceDefinitionSpec` of
/// <https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.4/pkg/apis/apiextensions/validation/validation.go>.
fn definition(name: &str, spec: &Value, found: &mut Conflicts<'_, '_>) {
    let wanted = format!("{}.{}", text(&spec["names"]["plural"]), text(&spec["group"]));
    if name != wanted {
        let message = format!("the CustomResourceDefinition `{name}` has the plural and the group of `{wanted}`");
        found.push("/metadata/name", message, format!("name it `{wanted}`"));
    }
    let stored = items(&spec["versions"]).filter(|it| it["storage"] == true).count();
    if stored != 1 {
        let message = format!("{stored} versions of the CustomResourceDefinition are stored instead of one");
        found.push("/spec/versions", message, "set `storage: true` in one version");
    }
    unique(items(&spec["versions"]).map(|it| text(&it["name"])), |at, version| {
        let message = format!("the CustomResourceDefinition has the version `{version}` more than once");
        found.push(format_args!("/spec/versions/{at}/name"), message, "keep one of them");
    });
    for (at, version) in items(&spec["versions"]).enumerate() {
        if version["schema"]["openAPIV3Schema"].is_null() {
            let message =
                format!("the version `{}` of the CustomResourceDefinition has no schema", text(&version["name"]));
            found.push(format_args!("/spec/versions/{at}"), message, "set `schema.openAPIV3Schema`");
        }
    }
}
/// `validateEndpoints` of
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/discovery/validation/validation.go>.
fn endpoints(kind: &Value, endpoints: &Value, found: &mut Conflicts<'_, '_>) {
    let kind = text(kind);
    for (at, endpoint) in items(endpoints).enumerate() {
        let at = format!("/endpoints/{at}/addresses");
        if items(&endpoint["addresses"]).next().is_none() {
            found.push(&at, "an endpoint has no address", "write an address");
        }
        for (index, address) in items(&endpoint["addresses"]).map(text).enumerate() {
            let is_of_kind = match (kind, address.parse::<IpAddr>()) {
                ("IPv4", address) => address.is_ok_and(|it| it.is_ipv4()),
                ("IPv6", address) => address.is_ok_and(|it| it.is_ipv6()),
                _ => true,
            };
            if !is_of_kind {
                let message = format!("`{address}` is not an address of the type `{kind}`");
                found.push(format_args!("{at}/{index}"), message, "correct the address or `addressType`");
            }
        }
    }
}
