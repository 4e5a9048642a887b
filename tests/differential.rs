//! The findings of each row of the differential test, without an API server. `.ci/differential` asks a real one.
use coderev_infra::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
use tests::differential::{Expected, Row, rows};

fn errors(row: &Row) -> Vec<Finding> {
    let synthesis = coderev_infra::synth(&(row.platform)());
    synthesis.findings().iter().filter(|it| it.severity() == Severity::Error).cloned().collect()
}
/// The difference between the errors of a row and its expected outcome.
fn difference(row: &Row) -> Option<String> {
    let errors = errors(row);
    let found: Vec<_> = errors.iter().map(|it| (it.rule().name(), row.setter_at(it))).collect();
    let fits = match row.expected {
        Expected::Accepted => found.is_empty(),
        Expected::Refused(rule, setter) | Expected::Other(rule, setter) => {
            found.iter().any(|(name, at)| *name == rule && at == setter)
        }
    };
    (!fits).then(|| format!("{row}\n  expected: {:?}\n  found: {found:?}", row.expected))
}

#[test]
fn each_row_has_its_finding_at_its_setter() {
    let rows = rows();
    let differences: Vec<String> = rows.iter().filter_map(difference).collect();
    assert!(differences.is_empty(), "{} of {} rows:\n{}", differences.len(), rows.len(), differences.join("\n"));
}
/// The numbers of rows with several errors, by the rules of the errors. All other rows have one error: a fault is reported once.
///
/// Some of these rows have several faults, such as a volume claim of a size that no quota has room for. In the others, a rule about the intent and a rule
/// about objects report the same value. A number may only fall.
#[rustfmt::skip] // one set of rules in each line
const SEVERAL: &[(usize, &[&str])] = &[
    (35, &["malformed-value", "number-out-of-range"]),
    (13, &["malformed-name"]),
    (10, &["malformed-value", "pod-security"]),
    (7, &["conflicting-fields", "malformed-value"]),
    (7, &["conflicting-fields", "number-out-of-range"]),
    (6, &["malformed-value"]),
    (5, &["malformed-name", "malformed-value"]),
    (5, &["malformed-port", "malformed-value"]),
    (4, &["conflicting-fields", "pod-security"]),
    (4, &["image-not-pinned", "malformed-value"]),
    (4, &["malformed-name", "malformed-secret"]),
    (4, &["malformed-resource", "malformed-value", "number-out-of-range"]),
    (2, &["conflicting-fields"]),
    (2, &["host-path", "malformed-path"]),
    (2, &["malformed-host", "malformed-name", "malformed-value"]),
    (2, &["pod-security"]),
    (1, &["absent-port", "malformed-value"]),
    (1, &["autoscaler-bounds", "replicas-outside-tier"]),
    (1, &["conflicting-fields", "host-path"]),
    (1, &["conflicting-fields", "malformed-path"]),
    (1, &["conflicting-fields", "outside-limit-range"]),
    (1, &["conflicting-fields", "overlapping-targets"]),
    (1, &["conflicting-fields", "quota-too-small"]),
    (1, &["host-path", "malformed-value"]),
    (1, &["limit-below-request", "malformed-value", "quota-too-small"]),
    (1, &["malformed-cidr", "malformed-value"]),
    (1, &["malformed-host", "malformed-name"]),
    (2, &["malformed-port"]),
    (1, &["malformed-secret-store", "malformed-value"]),
    (1, &["malformed-value", "missing-port"]),
    (1, &["malformed-value", "number-out-of-range", "pdb-blocks-drain"]),
    (1, &["malformed-value", "quota-too-small"]),
    (1, &["number-out-of-range"]),
    (1, &["number-out-of-range", "pdb-blocks-drain"]),
    (1, &["number-out-of-range", "quota-too-small"]),
    (1, &["number-out-of-range", "replicas-outside-tier"]),
    (1, &["route-without-edge", "route-without-host"]),
];
#[test]
fn a_fault_has_one_error() {
    let mut found = BTreeMap::<BTreeSet<&str>, usize>::new();
    for row in rows() {
        let errors = errors(&row);
        if errors.len() > 1 {
            *found.entry(errors.iter().map(|it| it.rule().name()).collect()).or_default() += 1;
        }
    }
    let expected: BTreeMap<BTreeSet<&str>, usize> =
        SEVERAL.iter().map(|(rows, rules)| (rules.iter().copied().collect(), *rows)).collect();
    assert_eq!(found, expected, "a fault with several errors: let one rule supersede the others");
}
#[test]
fn the_table_is_large() {
    let rows = rows();
    let refused = rows.iter().filter(|row| matches!(row.expected, Expected::Refused(..))).count();
    assert!(rows.len() >= 400, "{} rows", rows.len());
    assert!(refused >= 200, "{refused} rows are refused");
}

/// Setters whose bad values do not compile, with their cases in `tests/ui/refused`.
const COMPILE_ERRORS: &[(&str, &str)] = &[
    ("autoscale", "autoscale_as_range"),
    ("autoscale", "autoscale_in_quarantine"),
    ("calls", "exp_calls_stable"),
    ("calls", "kubernetes_in_stable"),
    ("calls", "other_services_in_stable"),
    ("calls", "stripe_in_stable"),
    ("calls", "store_called"),
    ("command", "command_as_text"),
    ("cpu", "cpu_as_fraction"),
    ("cpu", "memory_as_cpu"),
    ("disruption_budget", "budget_as_number"),
    ("env", "option_as_variable"),
    ("env", "whole_secret_as_variable"),
    ("host", "host_as_text"),
    ("label", "label_as_number"),
    ("liveness", "probe_as_text"),
    ("memory", "memory_as_text"),
    ("memory", "number_as_memory"),
    ("mount", "path_mounted"),
    ("new", "missing_image"),
    ("new", "missing_schedule"),
    ("new", "schedule_as_text"),
    ("period", "number_as_duration"),
    ("port", "daemon_set_with_port"),
    ("port", "port_as_number"),
    ("pull_secret", "pull_secret_as_text"),
    ("reads", "quarantine_reads_queue"),
    ("replicas", "job_with_replicas"),
    ("replicas", "replicas_as_text"),
    ("route", "route_as_text"),
    ("route", "route_in_worker"),
    ("scale_up", "policy_without_period"),
    ("spot", "spot_in_stable"),
    ("strategy", "set_with_strategy"),
    ("strategy", "strategy_as_text"),
    ("uses", "quarantine_writes"),
    ("uses", "store_as_text"),
];
#[test]
fn bad_values_that_do_not_compile_are_cases_of_the_ui_test() {
    for (setter, case) in COMPILE_ERRORS {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("ui/refused/{case}.rs"));
        assert!(path.exists(), "{setter}: {}", path.display());
    }
}
