//! `oversized-object`
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::Inventory;
use k8s_openapi::api::core::v1::ConfigMap;

/// The rule.
pub static OVERSIZED_OBJECT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("oversized-object", Phase::Objects)
    .summary("ConfigMaps with more than 1 MiB of data, and objects with more than 256 KiB of annotations")
    .why("The API server rejects the object.")
    .rust(
        r#"web().mount("/etc/names", &ConfigMap::new("names").data("names.txt", "name ".repeat(250_000)))
  //                       ^^^^^^^^^^^^^^ error[oversized-object]: the ConfigMap `names` has 1250000 bytes of data, but the maximum is 1048576"#,
        r#"web().mount("/etc/names", &ConfigMap::new("names").data("names.txt", "name ".repeat(25_000)))"#,
    );

/// `MaxSecretSize` in `pkg/apis/core/types.go` of Kubernetes, which is the limit of a ConfigMap too: its values, without
/// the keys.
const DATA: usize = 1024 * 1024;
/// `TotalAnnotationSizeLimitB` in `k8s.io/apimachinery/pkg/api/validation/objectmeta.go`: keys and values.
const ANNOTATIONS: usize = 256 * 1024;

fn check(inventory: &Inventory, report: &mut Report) {
    for (entry, map) in inventory.all::<ConfigMap>() {
        let text: usize = map.data.iter().flatten().map(|(_, value)| value.len()).sum();
        let binary: usize = map.binary_data.iter().flatten().map(|(_, value)| value.0.len()).sum();
        let size = text.saturating_add(binary);
        if size > DATA {
            let message =
                format!("the ConfigMap `{}` has {size} bytes of data, but the maximum is {DATA}", entry.name());
            let help = "split it, or put the files into the image or on a volume";
            report.push(report.finding(entry.subject(), message).at(entry.origin_of("/data")).help(help));
        }
    }
    for entry in inventory.entries() {
        let own = (entry.object().metadata().annotations.as_ref(), "/metadata/annotations".to_owned());
        let template = entry.object().template().map(|template| {
            let annotations = template.metadata().and_then(|it| it.annotations.as_ref());
            (annotations, format!("{}/metadata/annotations", template.pointer()))
        });
        for (annotations, pointer) in std::iter::once(own).chain(template) {
            let annotations = annotations.into_iter().flatten();
            let size: usize = annotations.map(|(key, value)| key.len().saturating_add(value.len())).sum();
            if size > ANNOTATIONS {
                let message = format!(
                    "the {} `{}` has {size} bytes of annotations, but the maximum is {ANNOTATIONS}",
                    entry.kind(),
                    entry.name()
                );
                let finding = report.finding(entry.subject(), message).at(entry.origin_of(&pointer));
                report.push(finding.help("keep the text in a ConfigMap or in the image"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OVERSIZED_OBJECT;
    use crate::testing::messages;
    use serde_json::json;

    #[test]
    fn the_limits_are_those_of_the_api_server() {
        let map = |n: usize| json!({"kind": "ConfigMap", "metadata": {"name": "app"}, "data": {"a": "x".repeat(n), "b": "y"}});
        assert_eq!(messages(&OVERSIZED_OBJECT, [map((1 << 20) - 1)]), [""; 0]);
        let message = "the ConfigMap `app` has 1048577 bytes of data, but the maximum is 1048576";
        assert_eq!(messages(&OVERSIZED_OBJECT, [map(1 << 20)]), [message]);
        let noted = |n: usize| json!({"kind": "ServiceAccount", "metadata": {"name": "app", "annotations": {"a": "x".repeat(n)}}});
        assert_eq!(messages(&OVERSIZED_OBJECT, [noted((1 << 18) - 1)]), [""; 0]);
        let message = "the ServiceAccount `app` has 262145 bytes of annotations, but the maximum is 262144";
        assert_eq!(messages(&OVERSIZED_OBJECT, [noted(1 << 18)]), [message]);
    }
}
