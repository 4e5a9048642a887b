//! `snippet-annotation`
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::Inventory;
use k8s_openapi::api::networking::v1::Ingress;

/// The rule.
pub static SNIPPET_ANNOTATION: ObjectRule = ObjectRule { rule: &RULE, check };
// Since 1.9, `allow-snippet-annotations` is `false` by default, and the webhook refuses each annotation that ends with
// `-snippet`. Since 1.12, `annotations-risk-level` is `High` by default, which excludes the same annotations: their risk
// is `Critical`.
// <https://github.com/kubernetes/ingress-nginx/blob/controller-v1.12.0/internal/ingress/controller/config/config.go>,
// `NewDefault`, and
// <https://github.com/kubernetes/ingress-nginx/blob/controller-v1.12.0/docs/user-guide/nginx-configuration/annotations-risk.md>.
static RULE: Rule = Rule::warning("snippet-annotation", Phase::Objects)
    .summary("annotations with nginx configuration on an Ingress, such as `nginx.ingress.kubernetes.io/server-snippet`")
    .why("With the default settings, the webhook of ingress-nginx refuses the Ingress. A snippet can also read every Secret that the controller can read.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::ingress_nginx())
    .allow("retired-ingress-controller", "the cluster has it")
    .namespace(
        Namespace::new("shop", Stable)
            .host(Host::new("shop.acme.dev").annotation("nginx.ingress.kubernetes.io/server-snippet", "return 403;"))
  //              ^^^^^^^^^ warning[snippet-annotation]: ingress-nginx refuses the annotation `nginx.ingress.kubernetes.io/server-snippet` by default
            .service(web().route(prefix("/"))),
    )"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::ingress_nginx())
    .allow("retired-ingress-controller", "the cluster has it")
    .namespace(
        Namespace::new("shop", Stable)
            .host(Host::new("shop.acme.dev").annotation("nginx.ingress.kubernetes.io/app-root", "/shop"))
            .service(web().route(prefix("/"))),
    )"#,
    )
    .yaml(
        r"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: add_header X-Shop web;
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[snippet-annotation]: ingress-nginx refuses the annotation `nginx.ingress.kubernetes.io/configuration-snippet` by default
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
",
        r"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: {nginx.ingress.kubernetes.io/app-root: /shop}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
",
    );
/// The prefix is a setting of the controller. This is its default.
const PREFIX: &str = "nginx.ingress.kubernetes.io/";

fn check(inventory: &Inventory, report: &mut Report) {
    for (entry, ingress) in inventory.all::<Ingress>() {
        let annotations = ingress.metadata.annotations.iter().flatten();
        for (key, _) in annotations.filter(|(key, _)| key.starts_with(PREFIX) && key.ends_with("-snippet")) {
            let message = format!("ingress-nginx refuses the annotation `{key}` by default");
            let at = entry.origin_of(&format!("/metadata/annotations/{}", coderev_objects::pointer_part(key)));
            let help = Help::forms(
                "use a setter of the route or the host, or allow snippets in the ConfigMap of the controller: `allow-snippet-annotations: \"true\"` and `annotations-risk-level: Critical`",
                "use another annotation, or allow snippets in the ConfigMap of the controller: `allow-snippet-annotations: \"true\"` and `annotations-risk-level: Critical`",
            );
            report.push(report.finding(entry.subject(), message).at(at).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SNIPPET_ANNOTATION;
    use crate::testing::messages;
    use serde_json::json;

    #[test]
    fn every_annotation_of_critical_risk_is_found() {
        let of = |key: &str| {
            let annotations = json!({key: "return 403;"});
            let ingress = json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web", "annotations": annotations}});
            messages(&SNIPPET_ANNOTATION, [ingress]).len()
        };
        for snippet in ["server", "configuration", "auth", "stream", "modsecurity"] {
            assert_eq!(of(&format!("nginx.ingress.kubernetes.io/{snippet}-snippet")), 1, "{snippet}");
        }
        assert_eq!((of("nginx.ingress.kubernetes.io/auth-url"), of("acme.dev/server-snippet")), (0, 0));
    }
}
