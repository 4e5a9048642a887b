//! The connections that opened and closed between two sets of objects.

use core::net::IpAddr;
use std::collections::{BTreeMap, BTreeSet};

use crate::address::{AddressRange, before, last};
use crate::flows::{Flow, Party};
use crate::objects::Workload;
use crate::ports::Connections;
use crate::reach::Reach;

/// A connection with different allowed ports in the two sets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// The source.
    pub from: Party,
    /// The destination.
    pub to: Party,
    /// The ports before.
    pub old: Connections,
    /// The ports now.
    pub new: Connections,
}

impl Change {
    /// The ports that opened.
    #[must_use]
    pub fn opened(&self) -> Connections {
        self.new.minus(&self.old)
    }

    /// The ports that closed.
    #[must_use]
    pub fn closed(&self) -> Connections {
        self.old.minus(&self.new)
    }
}

/// Flows by source and destination. Flows of address ranges are kept separately.
#[derive(Default)]
struct Table {
    inside: BTreeMap<(Workload, Workload), Connections>,
    /// The ranges of each workload; `true` if the workload is the source.
    outside: BTreeMap<(Workload, bool), Vec<(AddressRange, Connections)>>,
}

impl Table {
    fn new(flows: impl Iterator<Item = Flow>) -> Self {
        let mut table = Self::default();
        for Flow { from, to, ports, .. } in flows {
            match (from, to) {
                (Party::Workload(from), Party::Workload(to)) => drop(table.inside.insert((from, to), ports)),
                (Party::Workload(from), Party::Range(to)) => {
                    table.outside.entry((from, true)).or_default().push((to, ports));
                }
                (Party::Range(from), Party::Workload(to)) => {
                    table.outside.entry((to, false)).or_default().push((from, ports));
                }
                _ => {}
            }
        }
        table
    }
}

/// The connections that differ between two sets, sorted. A new workload opens its flows; a removed workload closes
/// its flows.
#[must_use]
pub fn difference(old: &Reach, new: &Reach) -> Vec<Change> {
    let (old, new) = (Table::new(old.flows()), Table::new(new.flows()));
    let mut changes = Vec::new();
    let keys: BTreeSet<_> = old.inside.keys().chain(new.inside.keys()).collect();
    for key in keys {
        let [old, new] = [&old, &new].map(|it| it.inside.get(key).cloned().unwrap_or_default());
        if old != new {
            let (from, to) = (Party::Workload(key.0.clone()), Party::Workload(key.1.clone()));
            changes.push(Change { from, to, old, new });
        }
    }
    let keys: BTreeSet<_> = old.outside.keys().chain(new.outside.keys()).collect();
    for key in keys {
        let [old, new] = [&old, &new].map(|it| it.outside.get(key).map_or(&[][..], Vec::as_slice));
        for (range, old, new) in refine(old, new).into_iter().filter(|(_, old, new)| old != new) {
            let (inside, outside) = (Party::Workload(key.0.clone()), Party::Range(range));
            let (from, to) = if key.1 { (inside, outside) } else { (outside, inside) };
            changes.push(Change { from, to, old, new });
        }
    }
    changes.sort();
    changes
}

type Ranged = [(AddressRange, Connections)];

/// Splits both lists at the ends of each other's ranges.
fn refine(old: &Ranged, new: &Ranged) -> Vec<(AddressRange, Connections, Connections)> {
    let mut starts: BTreeSet<IpAddr> = BTreeSet::new();
    for (range, _) in old.iter().chain(new) {
        starts.insert(range.first);
        starts.extend(range.after());
    }
    let starts: Vec<IpAddr> = starts.into_iter().collect();
    let at = |all: &Ranged, address: IpAddr| {
        let found = all.iter().find(|(range, _)| range.first <= address && address <= range.last);
        found.map(|(_, ports)| ports.clone()).unwrap_or_default()
    };
    let ends = |at: usize| {
        let next = starts.get(at + 1).filter(|next| next.is_ipv4() == starts[at].is_ipv4());
        next.map_or_else(|| last(starts[at]), |next| before(*next))
    };
    let mut cut: Vec<(AddressRange, Connections, Connections)> = Vec::new();
    for (number, &first) in starts.iter().enumerate() {
        let (old, new, end) = (at(old, first), at(new, first), ends(number));
        match cut.last_mut() {
            Some((range, old_ports, new_ports))
                if range.after() == Some(first) && *old_ports == old && *new_ports == new =>
            {
                range.last = end;
            }
            _ => cut.push((AddressRange { first, last: end }, old, new)),
        }
    }
    cut
}
