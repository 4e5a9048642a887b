//! The deployment guide, row by row: each requirement, the field of the output that satisfies it, and a check that
//! can fail.
#[path = "guide/claim.rs"]
mod claim;
#[path = "guide/lines.rs"]
mod lines;
#[path = "guide/output.rs"]
mod output;
#[path = "guide/path.rs"]
mod path;
#[path = "guide/rows/mod.rs"]
mod rows;

use output::Output;
use std::collections::BTreeSet;

/// The numbers of the rows that this platform must satisfy: the first and the last number of each range.
const NUMBERS: [(u32, u32); 11] = [
    (1, 5),
    (10, 20),
    (30, 37),
    (40, 49),
    (50, 57),
    (60, 68),
    (70, 83),
    (100, 107),
    (110, 118),
    (140, 141),
    (150, 153),
];

#[test]
fn every_row_holds() {
    hold(&Output::of_the_guide(), &rows::all());
}

#[test]
fn the_rows_of_the_edge_hold_on_the_gateway_api() {
    hold(&Output::on_the_gateway_api(), &rows::gateway::ROWS.iter().collect::<Vec<_>>());
}

fn hold(output: &Output, rows: &[&rows::Row]) {
    let mut broken = Vec::new();
    for row in rows {
        for claim in row.claims {
            if let Some(found) = claim.found_instead(output) {
                broken.push(format!("{} {}\n  {claim}, found {found}", row.id, row.states));
            }
        }
    }
    assert!(broken.is_empty(), "{} claims are false\n{}", broken.len(), broken.join("\n"));
}

/// A row that passes without its asserted fields checks nothing. So each asserted field, and each field below it, is
/// removed separately: the row must then fail, and every other row must pass, except rows about the same place.
#[test]
fn every_row_fails_without_its_asserted_fields() {
    prove(&Output::of_the_guide(), &rows::all());
}

#[test]
fn the_rows_of_the_gateway_api_fail_without_their_asserted_fields() {
    prove(&Output::on_the_gateway_api(), &rows::gateway::ROWS.iter().collect::<Vec<_>>());
}

fn prove(output: &Output, rows: &[&rows::Row]) {
    let claims = rows.iter().flat_map(|row| row.claims.iter().map(|claim| (row.id, claim)));
    // A false claim is reported by the test above, so it is skipped here.
    let claims: Vec<_> = claims.filter(|(_, claim)| claim.found_instead(output).is_none()).collect();
    let mut unproved = Vec::new();
    for (id, claim) in &claims {
        let refutations = claim.refutations(output);
        assert!(!refutations.is_empty(), "{id}: no change refutes `{claim}`");
        for change in refutations {
            let after = change.apply(output);
            if claim.found_instead(&after).is_none() {
                unproved.push(format!("{id} still holds in {change}: {claim}"));
            }
            let others = claims.iter().filter(|(other, claim)| other != id && claim.sees(output, &after));
            let fallen = others.filter(|(_, other)| other.found_instead(&after).is_some());
            for (other, claim) in fallen.filter(|(_, other)| !other.speaks_of(&change, output, &after)) {
                unproved.push(format!("{other} fails as well in {change}, meant for {id}: {claim}"));
            }
        }
    }
    assert!(unproved.is_empty(), "{} claims check nothing\n{}", unproved.len(), unproved.join("\n"));
}

#[test]
fn no_row_is_forgotten() {
    let wanted: BTreeSet<String> = NUMBERS.iter().flat_map(|&(first, last)| first..=last).map(row_id).collect();
    let rows = rows::all();
    let named: Vec<&str> = rows.iter().map(|row| row.id).collect();
    let mut held: BTreeSet<String> = named.iter().map(|&id| id.to_owned()).collect();
    assert_eq!(named.len(), held.len(), "a row is a duplicate: {named:?}");
    held.extend(rows::LATER.iter().map(|(id, _)| (*id).to_owned()));
    assert_eq!(held, wanted);
    let silent = rows.iter().filter(|row| row.claims.is_empty() || row.states.is_empty());
    let silent: Vec<&str> = silent.map(|row| row.id).collect();
    assert!(silent.is_empty(), "rows without a claim or a sentence: {silent:?}");
}

fn row_id(number: u32) -> String {
    format!("R-{number:03}")
}
