//! `missing-key`
use super::rule::IntentRule;
use crate::model::Variable;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MISSING_KEY: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("missing-key", Phase::Intent)
    .summary("variables that refer to a key that the ConfigMap does not have")
    .why("The pod does not start: `CreateContainerConfigError`.")
    .rust(
        r#"let config = ConfigMap::new("web").data("log-level", "info");
Service::new("web", "ghcr.io/acme/web:v1.4.0").env("LOG_LEVEL", config.key("log-levle"))
  //                                           ^^^ error[missing-key]: the ConfigMap `web` has no key `log-levle`"#,
        r#"let config = ConfigMap::new("web").data("log-level", "info");
Service::new("web", "ghcr.io/acme/web:v1.4.0").env("LOG_LEVEL", config.key("log-level"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for variable in &workload.pod.container.env {
            let Variable::Config(key) = &variable.value else { continue };
            if key.map.existing || key.map.data.iter().any(|(name, _)| *name == key.key) {
                continue;
            }
            let message = format!("the ConfigMap `{}` has no key `{}`", key.map.name, key.key);
            let finding = report.finding(workload.subject(), message).at(variable.at);
            report.push(finding.help(format!("add it: `.data({:?}, ..)`", key.key)));
        }
    }
}
