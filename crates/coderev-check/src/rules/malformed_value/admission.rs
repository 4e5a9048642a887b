//! Webhooks and policies of admission:
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go>.
use super::super::schema::Fault;
use super::super::schema::Node::{Each, Fields, Int, OneOf, Text};
use super::super::schema::{Node, forms};

/// The list of webhooks: `validateValidatingWebhook` and `validateMutatingWebhook`.
pub(super) const WEBHOOKS: Node = Each(&Fields(&[
    ("name", &Text(qualified)),
    ("timeoutSeconds", &Int(1, 30)),
    ("sideEffects", &OneOf(&["None", "NoneOnDryRun"])),
    ("failurePolicy", &OneOf(&["Fail", "Ignore"])),
    ("matchPolicy", &OneOf(&["Equivalent", "Exact"])),
    ("reinvocationPolicy", &OneOf(&["IfNeeded", "Never"])),
]));
/// The spec of a binding: `validateValidationActions`.
pub(super) const BINDING: Node = Fields(&[("validationActions", &Each(&OneOf(&["Audit", "Deny", "Warn"])))]);

/// A DNS name of at least three parts: `IsFullyQualifiedName` in
/// <https://github.com/kubernetes/apimachinery/blob/v0.36.4/pkg/util/validation/validation.go>.
fn qualified(text: &str) -> Option<Fault> {
    let is_qualified = forms::name(text).is_none() && text.split('.').count() >= 3;
    let help = "use a name with a domain: `pods.policy.acme.dev`";
    (!is_qualified).then(|| Fault::new("is not the qualified name of a webhook", help))
}
