//! Groups: workloads that all policies treat alike. A large cluster has few, and its matrix by groups is small.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::arena::{NONE, PortsId};
use crate::cause::PolicyType;
use crate::implied_peer::ImpliedPeer;
use crate::matrix::{Ranges, Rows, Side};
use crate::named_port::Allowed;
use crate::objects::Workload;
use crate::ports::Connections;
use crate::reach::Reach;

/// Up to this number of groups, computed rows are kept: they take at most 256 MiB.
const KEPT: usize = 8000;

/// A set of ports that is stored once: equal sets are equal numbers. [`Groups::ports`] has the ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortSet(pub(crate) PortsId);

impl PortSet {
    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == NONE
    }
}

/// The allowed connections of one group of workloads, or of addresses.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// The ports to each group. For the own group, between two of its workloads.
    pub to: Vec<PortSet>,
    /// The ports to each class of addresses; empty for a row of addresses.
    pub to_addresses: Vec<PortSet>,
}

/// The workloads in groups, with their connections.
pub struct Groups<'a> {
    reach: &'a Reach,
    rows: Rows<'a>,
    /// All workloads, sorted, each with its group.
    workloads: Vec<(&'a Workload, u32)>,
    members: Vec<Vec<u32>>,
    /// A class for each kind of pod of a group.
    classes: Vec<Vec<u32>>,
    kept: BTreeMap<u32, Rc<GroupRow>>,
}

impl Reach {
    /// Groups the workloads. Two workloads are in one group if the same policies select their pods and the same rules
    /// name them.
    #[must_use]
    pub fn groups(&self) -> Groups<'_> {
        let kinds = kinds(self);
        // One class stands for all classes of its kind.
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        for (class, kind) in (0..).zip(&kinds) {
            first.entry(*kind).or_insert(class);
        }
        let (mut known, mut members, mut of_group) = (BTreeMap::new(), Vec::<Vec<u32>>::new(), Vec::new());
        let mut workloads = Vec::new();
        for (number, (workload, classes)) in (0..).zip(self.classes_of_workloads()) {
            let mut own: Vec<u32> = classes.iter().map(|it| first[&kinds[*it as usize]]).collect();
            own.sort_unstable();
            own.dedup();
            let group = *known.entry(own.clone()).or_insert_with(|| {
                members.push(Vec::new());
                of_group.push(own);
                members.len() as u32 - 1
            });
            members[group as usize].push(number);
            workloads.push((workload, group));
        }
        Groups { reach: self, rows: Rows::new(self), workloads, members, classes: of_group, kept: BTreeMap::new() }
    }
}

/// The kind of each class: classes of one kind are in the same sets of all rules, have the same policies of both
/// scopes, and the same objects that are not evaluated are about them.
pub(crate) fn kinds(reach: &Reach) -> Vec<u32> {
    let universe = &reach.universe;
    // Named ports matter as far as rules resolve them.
    let resolved = |names: u32| -> Vec<PortsId> {
        let all = [&reach.ingress, &reach.egress].into_iter();
        all.flat_map(|direction| (0..direction.ports.len() as u32).map(move |it| direction.resolve(it, Some(names))))
            .collect()
    };
    let mut distinct = BTreeMap::new();
    let names: Vec<u32> = (0..universe.names.len() as u32)
        .map(|it| {
            let next = distinct.len() as u32;
            *distinct.entry(resolved(it)).or_insert(next)
        })
        .collect();
    let mut first = BTreeMap::new();
    let mut kinds: Vec<u32> = (0..)
        .zip(&universe.classes)
        .map(|(at, class): (usize, _)| {
            let next = first.len() as u32;
            let number = at as u32;
            let tiers = [&reach.ingress, &reach.egress].map(|it| it.tiers.roles_of(number));
            let about = reach.ignored.iter().enumerate().filter(|(_, it)| it.classes.binary_search(&number).is_ok());
            let about: Vec<usize> = about.map(|(at, _)| at).collect();
            let chosen = [&reach.ingress, &reach.egress].map(|it| it.maybe_of(number));
            let places = (class.host_network.then_some(number), &reach.ingress.at[at], &reach.egress.at[at]);
            let policies = (reach.ingress.group_of[at], reach.egress.group_of[at], names[class.names as usize]);
            let key = (policies, tiers, about, chosen, places);
            *first.entry(key).or_insert(next)
        })
        .collect();
    let mut next = first.len() as u32;
    for set in reach.ingress.sets.iter().chain(&reach.egress.sets) {
        let mut split = BTreeMap::new();
        set.each(|node| {
            if let Some(kind) = kinds.get_mut(node as usize) {
                *kind = *split.entry(*kind).or_insert_with(|| {
                    next += 1;
                    next - 1
                });
            }
        });
    }
    kinds
}

impl<'a> Groups<'a> {
    /// The number of groups.
    #[must_use]
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// All workloads, sorted, each with its group.
    pub fn workloads(&self) -> impl ExactSizeIterator<Item = (&'a Workload, usize)> + '_ {
        self.workloads.iter().map(|(workload, group)| (*workload, *group as usize))
    }

    /// The workloads of a group, sorted.
    pub fn members(&self, group: usize) -> impl ExactSizeIterator<Item = &'a Workload> + '_ {
        self.members[group].iter().map(|it| self.workloads[*it as usize].0)
    }

    /// The ports of a set.
    #[must_use]
    pub fn ports(&self, set: PortSet) -> Connections {
        self.reach.arena.get(set.0)
    }

    /// The connections from a group.
    pub fn row(&mut self, group: usize) -> Rc<GroupRow> {
        if let Some(row) = self.kept.get(&(group as u32)) {
            return Rc::clone(row);
        }
        let classes = self.classes[group].clone();
        let row = Rc::new(self.row_of(&classes));
        if self.count() <= KEPT {
            self.kept.insert(group as u32, Rc::clone(&row));
        }
        row
    }

    /// The connections from each class of addresses, with the addresses.
    pub fn rows_of_addresses(&mut self) -> impl Iterator<Item = (Ranges<'a>, GroupRow)> + use<'a, '_> {
        let (reach, first) = (self.reach, self.reach.universe.classes.len());
        let nodes = first..first + reach.ingress.outside.classes.len();
        nodes.filter_map(move |node| match reach.side(&reach.ingress, node) {
            Side::Addresses(ranges) => Some((ranges, self.row_of(&[node as u32]))),
            Side::Peers(_) => None,
        })
    }

    /// The addresses that the places of [`GroupRow::to_addresses`] stand for.
    #[must_use]
    pub fn destinations(&self) -> Vec<Ranges<'a>> {
        let (reach, first) = (self.reach, self.reach.universe.classes.len());
        let nodes = first..first + reach.egress.outside.classes.len();
        nodes
            .filter_map(|node| match reach.side(&reach.egress, node) {
                Side::Addresses(ranges) => Some(ranges),
                Side::Peers(_) => None,
            })
            .collect()
    }

    fn row_of(&mut self, from: &[u32]) -> GroupRow {
        let Reach { universe, arena, egress, .. } = self.reach;
        let rows: Vec<_> = from.iter().map(|node| self.rows.row(*node as usize)).collect();
        let ports = |node: usize| rows.iter().fold(NONE, |all, row| arena.union(all, row.ports(node)));
        let to_all = |classes: &Vec<u32>| classes.iter().fold(NONE, |all, it| arena.union(all, ports(*it as usize)));
        let to = self.classes.iter().map(|classes| PortSet(to_all(classes))).collect();
        let first = universe.classes.len();
        let is_address = from.first().is_some_and(|node| *node as usize >= first);
        let outside = if is_address { first..first } else { first..first + egress.outside.classes.len() };
        GroupRow { to, to_addresses: outside.map(|node| PortSet(ports(node))).collect() }
    }

    /// The implied peers that the rules for a group name.
    pub(crate) fn named(&self, group: usize, side: PolicyType) -> Vec<&'a ImpliedPeer> {
        let alike = self.reach.alike(side, &self.classes[group]);
        let groups = self.reach.opened_by(side, &alike);
        let mut ids: Vec<u32> = groups.iter().flat_map(|it| it.named().collect::<Vec<_>>()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(|id| &*self.reach.exposure.peers[id as usize]).collect()
    }

    /// The connections that the rules for a group allow with some implied peers, which may be of other objects.
    pub(crate) fn allowed(&self, group: usize, side: PolicyType, peers: &[&ImpliedPeer]) -> Vec<Allowed> {
        let alike = self.reach.alike(side, &self.classes[group]);
        let groups = self.reach.opened_by(side, &alike);
        peers.iter().map(|it| self.reach.allowed_by_any(&groups, it)).collect()
    }

    /// A class for each kind of pod of a group.
    pub(crate) fn classes_of(&self, group: usize) -> &[u32] {
        &self.classes[group]
    }

    pub(crate) fn reach(&self) -> &'a Reach {
        self.reach
    }
}
