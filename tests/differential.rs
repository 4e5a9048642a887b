//! The findings of each row of the differential test, without an API server. `.ci/differential` asks a real one.
use coderev_infra::{Finding, Severity};
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
