//! `image-not-pinned`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule};
use coderev_objects::{ImageRef, Inventory};

/// The rule.
pub static IMAGE_NOT_PINNED: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("image-not-pinned", Phase::Objects)
    .summary("containers whose image has no tag or has the tag `latest`")
    .why("The same manifest can run a different image tomorrow, and a rollback may not restore the old one.")
    .covers(&[
        (Linter::KubeLinter, "latest-tag"),
        (Linter::KubeScore, "container-image-tag"),
        (Linter::Polaris, "tagNotSpecified"),
        (Linter::Checkov, "CKV_K8S_14"),
        (Linter::Kubescape, "C-0075"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web")
//<^^^^^^^^^^^^ error[image-not-pinned]: the image `ghcr.io/acme/web` has no fixed version"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:latest
  # ^^^^^ error[image-not-pinned]: the image `ghcr.io/acme/web:latest` has no fixed version
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let image = placed.container.image.as_deref().unwrap_or_default();
        if ImageRef::parse(image).is_pinned() {
            continue;
        }
        let message = format!("the image `{image}` has no fixed version");
        let help = Help::forms(
            "add a tag that is not `latest`, or a digest: `ghcr.io/acme/web:v1.2.0`",
            "add a tag that is not `latest`, or a digest: `image: ghcr.io/acme/web:v1.2.0`",
        );
        report.push(placed.finding(report, message).at(placed.origin("/image")).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::IMAGE_NOT_PINNED;
    use crate::testing::messages;
    use serde_json::json;

    fn is_found(image: &str) -> bool {
        let pod = json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "web", "image": image}]}});
        !messages(&IMAGE_NOT_PINNED, [pod]).is_empty()
    }
    #[test]
    fn a_tag_or_a_digest_is_a_version() {
        for image in ["web", "web:latest", "registry:5000/web", "web:", ":1", ""] {
            assert!(is_found(image), "{image}");
        }
        for image in ["web:1", "registry:5000/web:1", "web@sha256:0123", "web:latest@sha256:0123"] {
            assert!(!is_found(image), "{image}");
        }
    }
}
