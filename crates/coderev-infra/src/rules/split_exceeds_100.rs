//! `split-exceeds-100`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static SPLIT_EXCEEDS_100: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("split-exceeds-100", Phase::Intent)
    .aliases(&["split-over-all"])
    .summary("routes that split or mirror more than 100 percent of their requests")
    .why("The edge treats the shares as weights, so each destination gets a different share than the program declares.")
    .rust(
        r#"let [a, b] = ["web-a", "web-b"].map(service);
let shop = Namespace::new("shop", Stable);
let route = prefix("/").split(percent(60), &shop.endpoint(&a)).split(percent(60), &shop.endpoint(&b));
  //                                                           ^^^^^ error[split-exceeds-100]: `/` splits off more than 100% of its requests
let shop = shop.host(Host::new("shop.acme.dev")).service(web().route(route)).service(a).service(b);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
        r#"let [a, b] = ["web-a", "web-b"].map(service);
let shop = Namespace::new("shop", Stable);
let route = prefix("/").split(percent(40), &shop.endpoint(&a)).split(percent(40), &shop.endpoint(&b));
let shop = shop.host(Host::new("shop.acme.dev")).service(web().route(route)).service(a).service(b);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let exceeds = |shares: u32| shares > 1000;
    for workload in &resolved.workloads {
        for route in &workload.declared.routes {
            let split = route.splits.iter().fold(0, |sum: u32, (share, _)| sum.saturating_add(share.permille()));
            if let Some((_, last)) = route.splits.last().filter(|_| exceeds(split)) {
                let message = format!("`{}` splits off more than 100% of its requests", route.path);
                let finding = report.finding(workload.subject(), message).at(last.at);
                report.push(finding.help("split off at most `percent(100)` in total; the service gets the rest"));
            }
            for (share, mirror) in route.mirrors.iter().filter(|(share, _)| exceeds(share.permille())) {
                let message = format!("`{}` mirrors {share} of its requests", route.path);
                let finding = report.finding(workload.subject(), message).at(mirror.at);
                report.push(finding.help("mirror at most `percent(100)`"));
            }
        }
    }
}
