//! The findings of each row of the differential test, without an API server. `.ci/differential` asks a real one.
use coderev_infra::{Finding, Severity};
use tests::differential::{Expected, Row, rows};

fn errors(row: &Row) -> Vec<Finding> {
    let synthesis = coderev_infra::synth(&(row.platform)());
    synthesis.findings().iter().filter(|it| it.severity() == Severity::Error).cloned().collect()
}
/// The difference between the errors of a row and its expected outcome.
fn difference(row: &Row) -> Option<String> {
    if matches!(row.expected, Expected::Pending(_)) {
        return None;
    }
    let errors = errors(row);
    let found: Vec<_> = errors.iter().map(|it| (it.rule().name(), row.setter_at(it))).collect();
    let fits = match row.expected {
        Expected::Pending(_) => true,
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
