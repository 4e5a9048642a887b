//! `malformed-path`
use super::schema::Node::{self, Each, Fields, Text};
use super::schema::{self, Found, Once, forms};
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::crd::gateway_api::HTTPRoute;
use coderev_objects::{Inventory, Object};
use k8s_openapi::api::networking::v1::Ingress;
use serde::Serialize;
use serde_json::Value;

/// The rule.
pub static MALFORMED_PATH: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-path", Phase::Objects)
    .summary("paths of routes, of mounts and of files in volumes that do not begin with `/`, that contain `..`, or that contain characters which the API server rejects")
    .why("The API server rejects the object. It accepts a mount whose path contains `:` or does not begin with `/`, but the container does not start or \
         finds the volume at another path.")
    .rust(
        r#"published(web().route(prefix("api")))
  //                  ^^^^^^ error[malformed-path]: `api` does not begin with `/`"#,
        r#"published(web().route(prefix("/api")))"#,
    )
    .yaml(
        r"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: platform-gateway}]
  hostnames: [shop.acme.dev]
  rules:
  - matches:
    - path: {type: PathPrefix, value: '/search?q=1'}
    #                          ^^^^^ error[malformed-path]: `/search?q=1` contains a query or a fragment
    backendRefs: [{name: web, port: 80}]
",
        r"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: platform-gateway}]
  hostnames: [shop.acme.dev]
  rules:
  - matches:
    - path: {type: PathPrefix, value: /search}
    backendRefs: [{name: web, port: 80}]
",
    );

const ITEMS: Node = Fields(&[("items", &Each(&Fields(&[("path", &Text(forms::item_path))])))]);
const VOLUME: Node = Fields(&[
    ("configMap", &ITEMS),
    ("secret", &ITEMS),
    ("hostPath", &Fields(&[("path", &Text(forms::node_path))])),
    ("downwardAPI", &ITEMS),
    (
        "projected",
        &Fields(&[("sources", &Each(&Fields(&[("configMap", &ITEMS), ("secret", &ITEMS), ("downwardAPI", &ITEMS)])))]),
    ),
]);
const CONTAINERS: Node = Each(&Fields(&[(
    "volumeMounts",
    &Each(&Fields(&[("mountPath", &Text(forms::mount_path)), ("subPath", &Text(forms::relative_path))])),
)]));
static POD: Node = Fields(&[("containers", &CONTAINERS), ("initContainers", &CONTAINERS), ("volumes", &Each(&VOLUME))]);
static INGRESS: Node = Fields(&[(
    "spec",
    &Fields(&[(
        "rules",
        &Each(&Fields(&[("http", &Fields(&[("paths", &Each(&Fields(&[("path", &Text(forms::ingress_path))])))]))])),
    )]),
)]);
static HTTP_ROUTE: Node = Fields(&[(
    "spec",
    &Fields(&[(
        "rules",
        &Each(&Fields(&[
            ("matches", &Each(&Fields(&[("path", &Fields(&[("value", &Text(forms::route_path))]))]))),
            (
                "filters",
                &Each(&Fields(&[(
                    "urlRewrite",
                    &Fields(&[(
                        "path",
                        &Fields(&[
                            ("replacePrefixMatch", &Text(forms::replaced_path)),
                            ("replaceFullPath", &Text(forms::replaced_path)),
                        ]),
                    )]),
                )])),
            ),
        ])),
    )]),
)]);
fn check(inventory: &Inventory, report: &mut Report) {
    let mut once = Once::default();
    for entry in inventory.entries() {
        let faults = match entry.object() {
            Object::Ingress(ingress) => {
                schema::faults(ingress, &INGRESS).into_iter().filter(|found| !is_specific(ingress, found)).collect()
            }
            Object::HTTPRoute(route) => schema::faults(entry.document(), &HTTP_ROUTE)
                .into_iter()
                .filter(|found| !is_pattern(route, &found.pointer))
                .collect(),
            object => match object.template() {
                Some(template) => {
                    let mut faults = schema::faults(template.spec(), &POD);
                    faults
                        .iter_mut()
                        .for_each(|found| found.pointer.insert_str(0, &format!("{}/spec", template.pointer())));
                    faults
                }
                None => continue,
            },
        };
        for found in faults {
            once.report(entry, found, report);
        }
    }
}
/// Whether the path is `ImplementationSpecific`: the API server accepts each text that begins with `/`, and the empty text.
fn is_specific(ingress: &Ingress, found: &Found) -> bool {
    let kind = sibling(ingress, &found.pointer, "path", "pathType");
    (found.value.is_empty() || found.value.starts_with('/'))
        && kind.is_some_and(|kind| kind == "ImplementationSpecific")
}
/// Whether the path of a match is a regular expression.
fn is_pattern(route: &HTTPRoute, pointer: &str) -> bool {
    sibling(route, pointer, "value", "type").is_some_and(|kind| kind == "RegularExpression")
}
/// The field `other` of the object whose field `field` is at `pointer`.
fn sibling(object: &impl Serialize, pointer: &str, field: &str, other: &str) -> Option<Value> {
    let parent = pointer.strip_suffix(field)?;
    serde_json::to_value(object).ok()?.pointer(&format!("{parent}{other}")).cloned()
}

#[cfg(test)]
mod tests {
    use super::MALFORMED_PATH;
    use crate::testing::messages;
    use serde_json::json;

    #[test]
    fn only_the_path_that_is_a_regular_expression_has_any_text() {
        let route = |kind: &str| {
            let path = json!({"type": kind, "value": "/search?q=1"});
            let header = json!({"type": "RegularExpression", "name": "x-a", "value": "b.*"});
            let rules = json!([{"matches": [{"path": path, "headers": [header]}]}]);
            messages(
                &MALFORMED_PATH,
                [json!({
                    "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                    "metadata": {"name": "web", "namespace": "shop"}, "spec": {"rules": rules},
                })],
            )
        };
        assert_eq!(route("PathPrefix").len(), 1);
        assert!(route("RegularExpression").is_empty());
    }
}
