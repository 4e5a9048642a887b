//! `.lint/`: for each public linter, a file that suppresses the checks that the output fails on purpose.
mod suppressions;

use coderev_objects::Inventory;
use serde_json::json;
use std::fmt::Write;
use suppressions::{SUPPRESSIONS, Suppression};

const POLARIS: &str = include_str!("polaris.yaml");

const CHECKOV: &str = ".lint/checkov.yaml";
const KUBE_LINTER: &str = ".lint/kube-linter.yaml";
const KUBE_SCORE: &str = ".lint/kube-score.flags";
const KUBESCAPE: &str = ".lint/kubescape-exceptions.json";
const POLARIS_CONFIG: &str = ".lint/polaris.yaml";

/// The paths of the files.
pub(super) const PATHS: [&str; 5] = [CHECKOV, KUBE_LINTER, KUBE_SCORE, KUBESCAPE, POLARIS_CONFIG];

/// The text of one of [`PATHS`], with only the suppressions that these objects need.
pub(super) fn text(path: &str, inventory: &Inventory) -> Option<String> {
    let (write, names): (fn(&[&Suppression]) -> String, Names) = match path {
        CHECKOV => (checkov, |it| it.checkov),
        KUBE_LINTER => (kube_linter, |it| it.kube_linter),
        KUBE_SCORE => (kube_score, |it| it.kube_score),
        KUBESCAPE => (kubescape, |it| it.kubescape),
        POLARIS_CONFIG => (polaris, |it| it.polaris),
        _ => return None,
    };
    let of_linter = SUPPRESSIONS.iter().filter(|suppression| !names(suppression).is_empty());
    let needed: Vec<&Suppression> = of_linter.filter(|suppression| (suppression.needed)(inventory)).collect();
    Some(write(&needed))
}

/// The names of a suppressed check in one linter.
type Names = fn(&Suppression) -> &[&'static str];

/// A line for each check of a linter, below the reason; `empty` if the linter has no such check.
fn lines(needed: &[&Suppression], names: Names, line: fn(&str) -> String, empty: &str) -> String {
    let mut text = String::new();
    for suppression in needed.iter().filter(|suppression| !names(suppression).is_empty()) {
        writeln!(text, "# {}", suppression.reason).expect("writing to a String cannot fail");
        names(suppression).iter().for_each(|name| text.push_str(&line(name)));
    }
    if text.is_empty() { empty.into() } else { text }
}

fn checkov(needed: &[&Suppression]) -> String {
    let skipped = lines(needed, |it| it.checkov, |name| format!("- {name}\n"), "[]\n");
    format!("framework:\n- kubernetes\ncompact: true\nquiet: true\nskip-check:\n{skipped}")
}

fn kube_linter(needed: &[&Suppression]) -> String {
    let excluded = lines(needed, |it| it.kube_linter, |name| format!("  - {name}\n"), "  []\n");
    format!("checks:\n  exclude:\n{excluded}")
}

fn kube_score(needed: &[&Suppression]) -> String {
    lines(needed, |it| it.kube_score, |name| format!("--ignore-test={name}\n"), "")
}

fn kubescape(needed: &[&Suppression]) -> String {
    let exception = |(reason, control): (&str, &&str)| {
        // The feature `preserve_order` of `serde_json` must not change the order.
        let mut exception = json!({
            "name": control,
            "policyType": "postureExceptionPolicy",
            "reason": reason,
            "actions": ["alertOnly"],
            "resources": [{"designatorType": "Attributes", "attributes": {"kind": ".*"}}],
            "posturePolicies": [{"controlID": control}],
        });
        exception.sort_all_objects();
        exception
    };
    let controls = needed.iter().flat_map(|it| it.kubescape.iter().map(|control| (it.reason, control)));
    let exceptions: Vec<_> = controls.map(exception).collect();
    serde_json::to_string_pretty(&exceptions).expect("strings can be written") + "\n"
}

/// All checks of Polaris, since the list in a configuration replaces the default list. A suppressed check is set to
/// `ignore`.
fn polaris(needed: &[&Suppression]) -> String {
    let mut text = String::new();
    for line in POLARIS.lines() {
        let check = line.trim().split(':').next().unwrap_or_default();
        match needed.iter().find(|suppression| suppression.polaris.contains(&check)) {
            Some(suppression) => writeln!(text, "  # {}\n  {check}: ignore", suppression.reason),
            None => writeln!(text, "{line}"),
        }
        .expect("writing to a String cannot fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::suppressions::SUPPRESSIONS;
    use crate::prelude::*;
    use crate::synth;
    use coderev_check::Linter;

    fn text(platform: &Platform, name: &str) -> String {
        synth(platform).file(&format!(".lint/{name}")).expect("the file is written").into_text()
    }
    fn with(service: Service<Stable>) -> Platform {
        Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(service))
    }

    #[test]
    fn a_check_is_suppressed_only_where_the_objects_fail_it() {
        let bare = || Service::new("web", "ghcr.io/acme/web:v1");
        let secret = || bare().env("TOKEN", Secret::new("web").key("token"));
        assert!(!text(&with(bare()), "checkov.yaml").contains("CKV_K8S_35"));
        assert!(text(&with(secret()), "checkov.yaml").contains("CKV_K8S_35"));
        assert!(!text(&with(bare()), "kubescape-exceptions.json").contains("C-0207"));
        assert!(text(&with(secret()), "kubescape-exceptions.json").contains("C-0207"));
        assert!(!text(&with(bare()), "polaris.yaml").contains("deploymentMissingReplicas: ignore"));
        let scaled = bare().autoscale(Autoscale::new(3..=5));
        assert!(text(&with(scaled), "polaris.yaml").contains("deploymentMissingReplicas: ignore"));
    }
    #[test]
    fn an_empty_platform_suppresses_nothing() {
        let empty = Platform::new(Cluster::generic()).part_of("acme");
        assert_eq!(text(&empty, "kube-score.flags"), "");
        assert_eq!(text(&empty, "kube-linter.yaml"), "checks:\n  exclude:\n  []\n");
        assert_eq!(text(&empty, "kubescape-exceptions.json"), "[]\n");
        assert_eq!(text(&empty, "polaris.yaml"), super::POLARIS);
    }
    #[test]
    fn no_suppressed_check_is_covered_by_a_rule() {
        let covers = |linter, id: &&str| {
            let rules = coderev_check::rules::all().iter();
            rules.flat_map(|it| it.rule.covered_checks()).any(|covered| *covered == (linter, *id))
        };
        for suppression in SUPPRESSIONS {
            let ids = [
                (Linter::KubeLinter, suppression.kube_linter),
                (Linter::KubeScore, suppression.kube_score),
                (Linter::Polaris, suppression.polaris),
                (Linter::Checkov, suppression.checkov),
                (Linter::Kubescape, suppression.kubescape),
            ];
            for (linter, ids) in ids {
                assert_eq!(ids.iter().find(|id| covers(linter, id)), None, "{linter}: {}", suppression.reason);
            }
        }
    }
    #[test]
    fn each_suppression_has_a_reason_and_a_linter() {
        for suppression in SUPPRESSIONS {
            let all = [
                suppression.kube_linter,
                suppression.kube_score,
                suppression.polaris,
                suppression.checkov,
                suppression.kubescape,
            ];
            assert!(!suppression.reason.is_empty() && all.iter().any(|names| !names.is_empty()));
            let known = |check: &&str| super::POLARIS.contains(&format!("  {check}: "));
            assert!(suppression.polaris.iter().all(known), "{:?}", suppression.polaris);
        }
    }
}
