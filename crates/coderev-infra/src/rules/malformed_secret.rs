//! `malformed-secret`
use super::rule::IntentRule;
use crate::model::{Place, Secret, Signal, Source, Variable, Variables};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::rules::MALFORMED_VALUE;
use coderev_check::{Phase, Report, Rule};
use coderev_objects::names;

pub(super) static MALFORMED_SECRET: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-secret", Phase::Intent)
    .summary("references to Secrets whose name or key the API server rejects")
    .supersedes(&[MALFORMED_VALUE.rule])
    .why("The Secret cannot exist, so the pod does not start. The name and the key are inserted into the generated shell commands, so no `allow` suppresses this finding.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").env("TOKEN", Secret::new("api_tokens").key("token"))
  //                                           ^^^ error[malformed-secret]: `api_tokens` is not a valid Secret name"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").env("TOKEN", Secret::new("api-tokens").key("token"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for (secret, key, at) in references(workload) {
            if !names::is_subdomain(&secret.name) {
                let message = format!("`{}` is not a valid Secret name", secret.name);
                let help = "lowercase letters, digits, `-` and `.`, with a letter or a digit at both ends of each part, at most 253 characters";
                report.push(report.finding(workload.subject(), message).at(at).help(help).never_allowed());
            }
            if let Some(key) = key.filter(|key| !names::is_data_key(key)) {
                let message = format!("`{key}` is not a valid key of the Secret `{}`", secret.name);
                let help = "letters, digits, `-`, `_` and `.`, at most 253 characters, neither `.` nor with `..` first";
                report.push(report.finding(workload.subject(), message).at(at).help(help).never_allowed());
            }
        }
    }
}

/// The Secrets that the workload declares, each with the key, if there is one, and the line.
fn references<'a>(workload: &'a Workload<'_>) -> Vec<(&'a Secret, Option<&'a str>, Place)> {
    let mut all: Vec<(&Secret, Option<&str>, Place)> = Vec::new();
    for store in &workload.stores {
        all.push((&store.secret, None, store.used.at));
        all.extend(store.secret_keys().map(|key| (&store.secret, Some(key), store.used.at)));
    }
    if let Some(scale) = &workload.declared.autoscale {
        for signal in &scale.signals {
            if let Signal::Other(trigger) = signal {
                all.extend(trigger.secrets.iter().map(|(_, key)| (&key.secret, Some(key.key), scale.at)));
            }
        }
    }
    for (_, container) in workload.containers() {
        for variable in &container.env {
            if let Variable::Secret(key) = &variable.value {
                all.push((&key.secret, Some(key.key), variable.at));
            }
        }
        for source in &container.env_from {
            if let Variables::Secret(secret) = &source.value {
                all.push((secret, None, source.at));
            }
        }
        for mount in &container.mounts {
            if let Source::Secret(secret) = &mount.volume.source {
                all.push((secret, None, mount.at));
            }
        }
    }
    let cluster = workload.platform.cluster.pull_secrets.iter();
    let pull = workload.pod.pull_secrets.iter().chain(cluster);
    all.extend(pull.map(|secret| (secret, None, workload.declared.origin)));
    all
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;
    use crate::{Trigger, synth};

    fn check(change: impl FnOnce(Service<Stable>) -> Service<Stable>) -> Vec<String> {
        let web = change(Service::new("web", "web:1").allow("malformed-secret", "an experiment"));
        let synthesis =
            synth(&Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(web)));
        let ours = synthesis.findings().iter().filter(|it| it.rule().name() == "malformed-secret");
        ours.map(|it| it.message().to_owned()).collect()
    }
    #[test]
    fn names_and_keys_are_those_that_the_api_server_accepts() {
        let key = |name: &'static str, key: &'static str| check(|web| web.env("TOKEN", Secret::new(name).key(key)));
        assert_eq!(key("tokens.v2", "..data"), ["`..data` is not a valid key of the Secret `tokens.v2`"]);
        for good in ["tls.crt", ".dockerconfigjson", "A_b-c", "-k"] {
            assert_eq!(key("tokens", good), [""; 0], "{good}");
        }
        for bad in ["", ".", "k;touch pwned", "a/b", "a\nb"] {
            assert_eq!(key("tokens", bad).len(), 1, "{bad:?}");
        }
        for bad in ["", "tok;touch pwned", "../a", "Tokens", "a..b", "-a"] {
            assert_eq!(key(bad, "k").len(), 1, "{bad:?}");
        }
    }
    #[test]
    fn every_reference_is_checked() {
        const BAD: Secret = Secret::new("a b");
        assert_eq!(check(|web| web.env_from(BAD)).len(), 1);
        assert_eq!(check(|web| web.pull_secret(BAD)).len(), 1);
        assert_eq!(check(|web| web.mount("/a", BAD)).len(), 1);
        let trigger = Trigger::new("redis").secret("password", BAD.key("c d"));
        assert_eq!(check(|web| web.autoscale(Autoscale::new(3..=4).trigger(trigger))).len(), 2);
    }
}
