//! `malformed-path`
use super::schema::Node::{self, Each, Fields, Text};
use super::schema::{self, Once, forms};
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Inventory, Object};

/// The rule.
pub static MALFORMED_PATH: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-path", Phase::Objects)
    .summary("paths of routes, mounts and files of volumes that do not begin with `/`, that contain `..`, or that contain characters which the API server rejects")
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
/// A path is a regular expression in these rules.
const PATTERN: &str = "RegularExpression";

fn check(inventory: &Inventory, report: &mut Report) {
    let mut once = Once::default();
    for entry in inventory.entries() {
        let faults = match entry.object() {
            Object::Ingress(ingress) => schema::faults(ingress, &INGRESS)
                .into_iter()
                .filter(|found| !is_specific(ingress, &found.pointer) || !found.value.starts_with('/'))
                .collect(),
            Object::HTTPRoute(route) if !serde_json::to_string(route).is_ok_and(|text| text.contains(PATTERN)) => {
                schema::faults(entry.document(), &HTTP_ROUTE)
            }
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
/// Whether the path is `ImplementationSpecific`: the API server accepts each text that begins with `/`.
fn is_specific(ingress: &k8s_openapi::api::networking::v1::Ingress, pointer: &str) -> bool {
    let value = serde_json::to_value(ingress).unwrap_or_default();
    let kind = pointer.strip_suffix("/path").and_then(|path| value.pointer(&format!("{path}/pathType")));
    kind.is_some_and(|kind| kind == "ImplementationSpecific")
}
