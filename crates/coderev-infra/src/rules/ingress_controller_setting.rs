//! `ingress-controller-setting`
use super::rule::IntentRule;
use crate::model::Edge;
use crate::model::Place;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static INGRESS_CONTROLLER_SETTING: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("ingress-controller-setting", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("settings of an ingress-nginx edge that can be set only on the controller itself")
    .why("The manifests contain Ingresses but not the controller, so the setting has no effect.")
    .rust(
        r#"on_nginx(Edge::ingress_nginx().trusted_hops(1), web().route(prefix("/")))
  //                           ^^^^^^^^^^^^ warning[ingress-controller-setting]: `.trusted_hops(..)` has no effect on ingress-nginx: it is a setting of the controller"#,
        r#"on_nginx(Edge::ingress_nginx(), web().route(prefix("/")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for edge in resolved.platform.edges.iter().filter(|edge| !edge.is_gateway()) {
        for (setter, at) in settings(edge) {
            let message = format!("`{setter}` has no effect on ingress-nginx: it is a setting of the controller");
            let finding = report.finding("", message).at(at);
            report.push(finding.help("set it where the controller is installed, or use `Edge::gateway()`"));
        }
    }
}
/// The settings of the controller and of its load balancer that the edge declares.
fn settings(edge: &Edge) -> impl Iterator<Item = (String, Place)> {
    let annotations = edge.annotations.iter().map(|(key, declared)| (key.clone(), declared.at));
    let setters = [
        (".trusted_hops(..)", edge.trusted_hops.map(|it| it.at)),
        (".internal()", edge.internal),
        (".replicas(..)", edge.replicas.map(|it| it.at)),
        (".cpu(..)", edge.cpu.map(|it| it.at)),
        (".memory(..)", edge.memory.map(|it| it.at)),
        (".http3()", edge.http3),
        (".redirect_route(..)", edge.redirect_route.as_ref().map(|it| it.at)),
        (".min_tls_version(..)", edge.min_tls_version.map(|it| it.at)),
    ];
    annotations.chain(setters.into_iter().filter_map(|(setter, at)| Some((setter.to_owned(), at?))))
}
