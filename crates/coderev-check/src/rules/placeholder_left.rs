//! `placeholder-left`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::Inventory;

/// The rule.
pub static PLACEHOLDER_LEFT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("placeholder-left", Phase::Objects)
    .summary("images with a placeholder in their name: `PROJECT_ID`, `REPLACE_ME`, `CHANGEME`, `YOUR_`")
    .why("The image does not exist, so the pod never starts.")
    .rust(
        r#"Service::new("web", "gcr.io/PROJECT_ID/web:v1.4.0")
//<^^^^^^^^^^^^ warning[placeholder-left]: the image `gcr.io/PROJECT_ID/web:v1.4.0` contains the placeholder `PROJECT_ID`"#,
        r#"Service::new("web", "gcr.io/acme-shop/web:v1.4.0")"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: gcr.io/PROJECT_ID/web:v1.4.0
  # ^^^^^ warning[placeholder-left]: the image `gcr.io/PROJECT_ID/web:v1.4.0` contains the placeholder `PROJECT_ID`
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: gcr.io/acme-shop/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );
/// The placeholder in the name of an image.
pub(super) fn placeholder(image: &str) -> Option<&'static str> {
    // Most images have only lowercase letters. A placeholder has uppercase letters.
    if !image.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    PLACEHOLDERS.into_iter().find(|text| image.contains(text))
}
const PLACEHOLDERS: [&str; 4] = ["PROJECT_ID", "REPLACE_ME", "CHANGEME", "YOUR_"];

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let image = placed.container.image.as_deref().unwrap_or_default();
        let Some(text) = placeholder(image) else { continue };
        let message = format!("the image `{image}` contains the placeholder `{text}`");
        let finding = placed.finding(report, message).at(placed.origin("/image"));
        report.push(finding.help("write the real name"));
    }
}
