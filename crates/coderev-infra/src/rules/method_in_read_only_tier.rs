//! `method-in-read-only-tier`
use super::routes::published_routes;
use super::rule::IntentRule;
use crate::model::{Method, Methods};
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static METHOD_IN_READ_ONLY_TIER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("method-in-read-only-tier", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("routes with a method that writes, such as POST, in a read-only tier")
    .why("The tier does not allow the method.")
    .rust(
        r#"let api = read_only("api").route(prefix("/").method(Method::POST));
  //                                         ^^^^^^ warning[method-in-read-only-tier]: `POST` has no effect: the tier `quarantine` is read-only
Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))"#,
        r#"let api = read_only("api").route(prefix("/"));
Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("lab", Quarantine).host(Host::new("lab.acme.dev")).service(api))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for it in published_routes(resolved) {
        let tier = it.workload.spec();
        if tier.methods != Methods::ReadOnly {
            continue;
        }
        for method in it.route.methods.iter().filter(|method| !Method::READ_ONLY.contains(&method.value)) {
            let message = format!("`{}` has no effect: the tier `{}` is read-only", method.value.0, tier.name);
            let finding = report.finding(it.workload.subject(), message).at(method.at);
            report.push(finding.help("remove the setter, or move the service to a tier that allows writes"));
        }
    }
}
