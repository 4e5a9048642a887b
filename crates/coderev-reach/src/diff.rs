//! The connections that opened and closed between two sets of objects.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::address::AddressRange;
use crate::arena::NONE;
use crate::diff_ranges::{destinations, incoming, refine};
use crate::flows::Party;
use crate::groups::{GroupRow, Groups, PortSet};
use crate::named_port::NamedPort;
use crate::objects::Workload;
use crate::ports::Connections;
use crate::possible::Far;
use crate::reach::Reach;

/// A connection with different allowed ports in the two sets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// The source.
    pub from: Party,
    /// The destination. Equal to the source for two pods of one workload.
    pub to: Party,
    /// The ports before.
    pub old: Connections,
    /// The ports now.
    pub new: Connections,
    /// The ports that may have been allowed before.
    pub old_unknown: Connections,
    /// The ports that may be allowed now.
    pub new_unknown: Connections,
    /// The ports by name before, for a destination that is an implied peer.
    pub old_names: Vec<NamedPort>,
    /// The ports by name now.
    pub new_names: Vec<NamedPort>,
}

impl Change {
    /// The ports that certainly opened.
    #[must_use]
    pub fn opened(&self) -> Connections {
        self.new.minus(&self.old).minus(&self.old_unknown)
    }

    /// The ports that certainly closed.
    #[must_use]
    pub fn closed(&self) -> Connections {
        self.old.minus(&self.new).minus(&self.new_unknown)
    }
}

/// The same change of many connections: from each of `from` to each of `to`. A workload in both lists means two pods
/// of different workloads; a change between the pods of one workload has only that workload in both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct GroupChange {
    /// The sources.
    pub from: Vec<Party>,
    /// The destinations.
    pub to: Vec<Party>,
    /// The ports before.
    pub old: Connections,
    /// The ports now.
    pub new: Connections,
    /// The ports that may have been allowed before.
    pub old_unknown: Connections,
    /// The ports that may be allowed now.
    pub new_unknown: Connections,
    /// The ports by name before, for a destination that is an implied peer.
    pub old_names: Vec<NamedPort>,
    /// The ports by name now.
    pub new_names: Vec<NamedPort>,
}

/// The connections that differ between two sets, sorted. A new workload opens its connections; a removed workload
/// closes its connections. [`difference_by_group`] has the same with fewer entries.
#[must_use]
pub fn difference(old: &Reach, new: &Reach) -> Vec<Change> {
    let mut changes = Vec::new();
    for group in difference_by_group(old, new) {
        let is_within = group.from.len() == 1 && group.from == group.to;
        for from in &group.from {
            for to in group.to.iter().filter(|it| is_within || *it != from) {
                changes.push(Change {
                    from: from.clone(),
                    to: to.clone(),
                    old: group.old.clone(),
                    new: group.new.clone(),
                    old_unknown: group.old_unknown.clone(),
                    new_unknown: group.new_unknown.clone(),
                    old_names: group.old_names.clone(),
                    new_names: group.new_names.clone(),
                });
            }
        }
    }
    changes.sort();
    changes
}

/// The connections that differ between two sets, by groups of workloads that the policies of both sets treat alike.
///
/// The changes of implied peers are compared port by port: a narrow peer has only the changes that no wider peer has.
#[must_use]
pub fn difference_by_group(old: &Reach, new: &Reach) -> Vec<GroupChange> {
    let mut both = Both::new(old.groups(), new.groups());
    let mut changes = both.inside();
    changes.extend(both.outside());
    changes.extend(both.exposed());
    changes.extend(both.within());
    changes.sort();
    changes
}

/// A group of workloads: its group in the old set and its group in the new set.
pub(crate) type Joint = (Option<usize>, Option<usize>);

/// The groups of both sets.
pub(crate) struct Both<'a> {
    pub(crate) old: Groups<'a>,
    pub(crate) new: Groups<'a>,
    pub(crate) members: BTreeMap<Joint, Vec<&'a Workload>>,
}

impl<'a> Both<'a> {
    fn new(old: Groups<'a>, new: Groups<'a>) -> Self {
        let mut joint: BTreeMap<&Workload, Joint> = BTreeMap::new();
        for (workload, group) in old.workloads() {
            joint.entry(workload).or_default().0 = Some(group);
        }
        for (workload, group) in new.workloads() {
            joint.entry(workload).or_default().1 = Some(group);
        }
        let mut members: BTreeMap<Joint, Vec<&Workload>> = BTreeMap::new();
        for (workload, groups) in joint {
            members.entry(groups).or_default().push(workload);
        }
        Self { old, new, members }
    }

    fn parties(&self, joint: Joint) -> Vec<Party> {
        self.members[&joint].iter().map(|it| Party::Workload((*it).clone())).collect()
    }

    fn rows(&mut self, joint: Joint) -> [Option<Rc<GroupRow>>; 2] {
        [joint.0.map(|it| self.old.row(it)), joint.1.map(|it| self.new.row(it))]
    }

    /// The ports of a set of each side.
    fn ports(&self, [old, new]: [PortSet; 2]) -> [Connections; 2] {
        [self.old.ports(old), self.new.ports(new)]
    }

    /// The ports that are or may be allowed between two ends, in each set.
    fn possible(&self, [old, new]: [Option<[Far; 2]>; 2]) -> [Connections; 2] {
        let of = |groups: &Groups<'_>, ends: Option<[Far; 2]>| ends.map(|it| groups.possible(it)).unwrap_or_default();
        [of(&self.old, old), of(&self.new, new)]
    }

    /// Between workloads.
    fn inside(&mut self) -> Vec<GroupChange> {
        let joints: Vec<Joint> = self.members.keys().copied().collect();
        let mut changes = Vec::new();
        // Most pairs of sets of ports occur many times.
        let mut known: BTreeMap<[PortSet; 2], bool> = BTreeMap::new();
        for &from in &joints {
            let rows = self.rows(from);
            for &to in &joints {
                if from == to && self.members[&to].len() == 1 {
                    continue;
                }
                let at = |side: usize, group: Option<usize>| {
                    rows[side].as_ref().zip(group).map_or(PortSet(NONE), |(row, group)| row.to[group])
                };
                let sets = [at(0, to.0), at(1, to.1)];
                let differ = match known.get(&sets) {
                    Some(differ) => *differ,
                    None => {
                        let [old, new] = self.ports(sets);
                        *known.entry(sets).or_insert(old != new)
                    }
                };
                if differ {
                    let possible = self.possible(
                        [from.0.zip(to.0), from.1.zip(to.1)]
                            .map(|it| it.map(|(from, to)| [Far::Group(from), Far::Group(to)])),
                    );
                    changes.push(change(self.parties(from), self.parties(to), self.ports(sets), possible));
                }
            }
        }
        changes
    }

    /// Between workloads and addresses, of both families.
    fn outside(&mut self) -> Vec<GroupChange> {
        let joints: Vec<Joint> = self.members.keys().copied().collect();
        let sources = [incoming(&mut self.old), incoming(&mut self.new)];
        let destinations = [destinations(&self.old), destinations(&self.new)];
        let mut changes = Vec::new();
        for &joint in &joints {
            let groups = [joint.0, joint.1];
            let rows = self.rows(joint);
            let mut tables: [[Vec<(AddressRange, PortSet)>; 2]; 2] = Default::default();
            for side in 0..2 {
                if let (Some(group), Some(row)) = (groups[side], &rows[side]) {
                    tables[0][side] = sources[side].iter().map(|(range, row)| (*range, row.to[group])).collect();
                    tables[1][side] =
                        destinations[side].iter().map(|(range, at)| (*range, row.to_addresses[*at])).collect();
                }
            }
            for (is_egress, [old, new]) in [(false, &tables[0]), (true, &tables[1])] {
                for (range, sets) in refine(old, new) {
                    let ports = self.ports(sets);
                    if ports[0] != ports[1] {
                        let (own, other) = (self.parties(joint), vec![Party::Range(range)]);
                        let (from, to) = if is_egress { (own, other) } else { (other, own) };
                        let possible = self.possible(groups.map(|group| {
                            let (own, other) = (Far::Group(group?), Far::Address(range.first));
                            Some(if is_egress { [own, other] } else { [other, own] })
                        }));
                        changes.push(change(from, to, ports, possible));
                    }
                }
            }
        }
        joined(changes)
    }

    /// Between the pods of one workload.
    fn within(&self) -> Vec<GroupChange> {
        let mut changes = Vec::new();
        for workload in self.members.values().flatten() {
            let ports = [self.old.reach().within(workload), self.new.reach().within(workload)];
            if ports[0] != ports[1] {
                let own = || vec![Party::Workload((*workload).clone())];
                let group = |groups: &Groups<'_>| groups.workloads().find(|(it, _)| *it == *workload).map(|(_, it)| it);
                let groups = [group(&self.old), group(&self.new)];
                let possible = self.possible(groups.map(|it| it.map(|it| [Far::Group(it), Far::Group(it)])));
                changes.push(change(own(), own(), ports, possible));
            }
        }
        changes
    }
}

/// `possible` are the ports that are or may be allowed.
pub(crate) fn change(
    from: Vec<Party>,
    to: Vec<Party>,
    [old, new]: [Connections; 2],
    possible: [Connections; 2],
) -> GroupChange {
    let (old_unknown, new_unknown) = (possible[0].minus(&old), possible[1].minus(&new));
    GroupChange { from, to, old, new, old_unknown, new_unknown, old_names: Vec::new(), new_names: Vec::new() }
}

/// Ranges next to each other with the same change are one range.
fn joined(changes: Vec<GroupChange>) -> Vec<GroupChange> {
    let mut all: Vec<GroupChange> = Vec::new();
    for change in changes {
        let is_next = |a: &[Party], b: &[Party]| match (a, b) {
            ([Party::Range(a)], [Party::Range(b)]) => a.after() == Some(b.first),
            _ => a == b,
        };
        match all.last_mut() {
            Some(last)
                if is_next(&last.from, &change.from)
                    && is_next(&last.to, &change.to)
                    && (&last.old, &last.new) == (&change.old, &change.new)
                    && (&last.old_unknown, &last.new_unknown) == (&change.old_unknown, &change.new_unknown) =>
            {
                for (own, next) in [(&mut last.from, &change.from), (&mut last.to, &change.to)] {
                    if let ([Party::Range(own)], [Party::Range(next)]) = (&mut own[..], &next[..]) {
                        own.last = next.last;
                    }
                }
            }
            _ => all.push(change),
        }
    }
    all
}
