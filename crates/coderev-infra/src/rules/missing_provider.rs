//! `missing-provider`
use super::rule::IntentRule;
use crate::model::*;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MISSING_PROVIDER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("missing-provider", Phase::Intent)
    .summary("stores that workloads use, and metrics that autoscalers use, but that nothing on the platform provides")
    .why("The name does not resolve: the application does not start, or never scales.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").uses(&POSTGRES)
  //                                           ^^^^ error[missing-provider]: `web` uses the store `postgres`, which nothing on the platform provides"#,
        r#"Platform::new(Cluster::generic())
    .namespace(Namespace::new("shop", Stable).service(web().uses(&POSTGRES)))
    .add(infrastructure())"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for store in workload.stores.iter().filter(|store| store.location.is_none()) {
            let used = &store.used;
            let message = format!(
                "`{}` uses the store `{}`, which nothing on the platform provides",
                workload.name(),
                used.store.name
            );
            report.push(report.finding(workload.subject(), message).at(used.at).help(how_to_provide(&used.store)));
        }
        for signal in workload.declared.autoscale.iter().flat_map(|scale| &scale.signals) {
            let (at, (followed, source), help) = match signal {
                Signal::KafkaLag { topic, at, .. } if resolved.stores.location(&topic.store).is_none() => {
                    let store = &topic.store;
                    (*at, (format!("a topic of the store `{}`", store.name), "that store"), how_to_provide(store))
                }
                Signal::Prometheus { at, .. } if resolved.contributions.prometheus.is_none() => {
                    (*at, ("a Prometheus query".into(), "Prometheus"), "add it: `.add(monitoring())`".into())
                }
                _ => continue,
            };
            let message =
                format!("`{}` scales on {followed}, but nothing on the platform provides {source}", workload.name());
            report.push(report.finding(workload.subject(), message).at(at).help(help));
        }
    }
}

/// How to provide the store: by its addon, or by a declaration in a namespace.
fn how_to_provide(store: &StoreHandle) -> String {
    if let Some(addon) = store.provided_by {
        return format!("add the addon that provides it: `.add({addon})`");
    }
    let handle = store.name.to_uppercase().replace('-', "_");
    format!(
        "declare its provider: `.store(ExternalStore::new(&{handle}, ..))` of a namespace, or `.provides(&{handle})` of a StatefulSet"
    )
}
