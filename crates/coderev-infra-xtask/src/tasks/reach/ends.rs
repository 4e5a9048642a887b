//! The ends of a line of a difference, in the shortest form: whole namespaces, common parts of names, blocks.
use super::fold;
use super::peers::ranges;
use super::report::Shown;
use crate::out::terminal::visible;
use coderev_reach::Workload;
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of workloads of one namespace that a line lists by name.
const LISTED: usize = 40;

/// The workloads of each namespace.
pub(super) type Spaces<'a> = BTreeMap<&'a str, BTreeSet<&'a Workload>>;
pub(super) type Ends<'a> = BTreeSet<&'a Shown>;

/// The ends of a line. `others` are the ends on the other side: a workload does not reach itself here.
pub(super) fn names(spaces: &Spaces<'_>, ends: &Ends<'_>, others: &Ends<'_>) -> String {
    let mut by_space: BTreeMap<&str, BTreeSet<&Workload>> = BTreeMap::new();
    let (mut addresses, mut shown) = (Vec::new(), Vec::new());
    for end in ends {
        match end {
            Shown::Workload(it) => drop(by_space.entry(&it.namespace).or_default().insert(it)),
            Shown::Range(range) => addresses.push(*range),
            Shown::Implied(_) | Shown::Name(_) | Shown::Edge | Shown::Unknown(_) => shown.push(end.to_string()),
        }
    }
    // The only end on the other side cannot be in this set.
    let own = match others.first() {
        Some(Shown::Workload(it)) if others.len() == 1 => Some(it),
        _ => None,
    };
    let missing = |space: &str, some: &BTreeSet<&Workload>| -> Vec<&Workload> {
        spaces[space].iter().copied().filter(|it| !some.contains(*it)).collect()
    };
    let whole = |space: &str, some: &BTreeSet<&Workload>| -> Option<&'static str> {
        match &missing(space, some)[..] {
            [] => Some("every"),
            [one] if Some(*one) == own => Some("every other"),
            _ => None,
        }
    };
    let count: usize = by_space.values().map(BTreeSet::len).sum();
    let is_all = by_space.len() == spaces.len() && count > 2;
    let words: Vec<Option<&str>> = by_space.iter().map(|(space, some)| whole(space, some)).collect();
    if is_all && words.iter().all(Option::is_some) {
        let is_other = words.contains(&Some("every other"));
        shown.push(if is_other { "every other workload" } else { "every workload" }.to_owned());
    } else {
        for ((space, some), word) in by_space.iter().zip(words) {
            match word {
                Some(word) if some.len() > 1 => shown.push(format!("{word} workload of {}", visible(space))),
                _ => shown.extend(listed(space, some)),
            }
        }
    }
    shown.extend(ranges(&addresses));
    shown.join(", ")
}

fn listed(space: &str, some: &BTreeSet<&Workload>) -> Vec<String> {
    let mut by_kind: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for it in some {
        by_kind.entry(&it.kind).or_default().push(&it.name);
    }
    let all = by_kind.into_iter().flat_map(|(kind, names)| {
        let name = |it: String| visible(&format!("{space}/{it}[{kind}]")).into_owned();
        fold::names(&names).into_iter().map(name).collect::<Vec<_>>()
    });
    let mut all: Vec<String> = all.collect();
    if all.len() > LISTED {
        let rest = all.len() - LISTED;
        all.truncate(LISTED);
        all.push(format!("and {rest} more of {}", visible(space)));
    }
    all
}
