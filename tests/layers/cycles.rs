//! Cycles in a graph of files.
use crate::code::Names;
use std::collections::{BTreeMap, BTreeSet};

/// The files of each cycle: every file of a cycle uses every other file of it, directly or indirectly.
pub(crate) fn cycles(edges: &BTreeMap<Names, BTreeSet<Names>>) -> Vec<BTreeSet<Names>> {
    let reached: BTreeMap<&Names, BTreeSet<&Names>> = edges.keys().map(|from| (from, reached(edges, from))).collect();
    let mut all: Vec<BTreeSet<Names>> = Vec::new();
    for (from, to) in &reached {
        let cycle: BTreeSet<Names> =
            to.iter().filter(|it| reached[*it].contains(from)).map(|it| (*it).clone()).collect();
        if cycle.len() > 1 && !all.contains(&cycle) {
            all.push(cycle);
        }
    }
    all
}
fn reached<'g>(edges: &'g BTreeMap<Names, BTreeSet<Names>>, from: &'g Names) -> BTreeSet<&'g Names> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        next.extend(edges[module].iter().filter(|it| seen.insert(*it)));
    }
    seen
}
