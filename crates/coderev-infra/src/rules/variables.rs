//! What is wrong with variables.
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::words::*;
use std::collections::BTreeMap;

/// The rules here.
pub(super) const RULES: &[&str] = &[SECRET_IN_VARIABLE, MISSING_KEY, VARIABLE_TWICE];

/// What it does: finds text in variables that looks like a secret: keys of known makers, private keys, addresses with a password, and
/// whatever stands under a name such as `API_KEY`.
///
/// Why it is bad: it would stand in the manifests, in git, and in front of everybody who may read a Deployment.
///
/// Instead of `.env("API_KEY", "sk-live-0123456789abcdef")` say `.env("API_KEY", Secret::new("payments").key("api-key"))`.
pub(super) const SECRET_IN_VARIABLE: &str = "secret-in-variable";

/// What it does: finds variables from a key that their config map does not have.
///
/// Why it is bad: the pod does not start: `CreateContainerConfigError`.
///
/// Instead of `config.key("log-levle")` say `config.key("log-level")`, or add it: `.data("log-level", "info")`.
pub(super) const MISSING_KEY: &str = "missing-key";

/// What it does: finds two stores that bring one variable.
///
/// Why it is bad: the later would win, and the program would reach one store where it means two.
///
/// Instead of `.uses(&ORDERS).uses(&USERS)` say `Store::postgres("orders").env(&[("ORDERS_URL", "url")])`: variables of its own for one of
/// them.
pub(super) const VARIABLE_TWICE: &str = "variable-twice";

pub(super) fn variables(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for word in &workload.words.container.env {
        match &word.value {
            Variable::Text(text) if looks_secret(&word.name, text) => findings.push(
                Finding::error(SECRET_IN_VARIABLE, &subject, Some(word.at))
                    .message(format!(
                        "the text of `{}` looks like a secret, and would stand in the manifests",
                        word.name
                    ))
                    .help("name where the cluster keeps it: `Secret::new(\"payments\").key(\"api-key\")`"),
            ),
            Variable::Config(key) if !key.map.existing && !key.map.data.iter().any(|(name, _)| *name == key.key) => {
                findings.push(
                    Finding::error(MISSING_KEY, &subject, Some(word.at))
                        .message(format!("the config map `{}` has no key `{}`", key.map.name, key.key))
                        .help(format!("add it: `.data({:?}, ..)`", key.key)),
                )
            }
            _ => {}
        }
    }
    let mut brought = BTreeMap::<&str, &StoreUse>::new();
    for store in &workload.stores {
        let used = &store.used;
        for (variable, _) in store.variables() {
            if let Some(first) = brought.insert(variable, used) {
                findings.push(
                    Finding::error(VARIABLE_TWICE, &subject, Some(used.at))
                        .message(format!(
                            "`{}` and `{}` both bring the variable `{}`",
                            first.store.name, used.store.name, variable
                        ))
                        .help("give one of the stores variables of its own: `.env(&[(\"ORDERS_URL\", \"url\")])`"),
                );
            }
        }
    }
}

/// Keys of known makers, private keys, addresses with a password, and long text under a name that says so.
fn looks_secret(name: &str, text: &str) -> bool {
    const BEGINNINGS: [&str; 9] =
        ["AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "sk-", "xoxb-", "xoxp-", "-----BEGIN "];
    const NAMES: [&str; 6] = ["PASSWORD", "PASSWD", "SECRET", "API_KEY", "PRIVATE_KEY", "TOKEN"];
    let password_in_url = text.split_once("://").and_then(|(_, rest)| rest.split_once('@')).is_some_and(|(user, _)| {
        user.split_once(':')
            .is_some_and(|(_, password)| !password.is_empty() && !password.contains('/') && !password.starts_with("$("))
    });
    let named = NAMES.iter().any(|word| name.to_uppercase().ends_with(word))
        && !text.is_empty()
        && !text.starts_with('/')
        && !text.contains("$(");
    BEGINNINGS.iter().any(|start| text.starts_with(start) && text.len() >= 16) || password_in_url || named
}
