//! Whether policies admit the traffic of an entry point, and from where.

use std::collections::BTreeSet;

use crate::address::AddressRange;
use crate::cause::PolicyType;
use crate::end::{End, ImpliedId};
use crate::entry_points::EntryPoint;
use crate::flows::Party;
use crate::ports::{NONE, Port};
use crate::reach::Reach;
use crate::universe::PeerId;

/// The sources of an entry point that the policies of its pod admit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Admission {
    /// Every source that the entry point itself admits: every client address; or any pod, for a route.
    Open,
    /// These sources only: addresses; or the pods that can be the ingress controller, for a route.
    Only(Vec<Party>),
    /// No source.
    Closed,
}

impl Reach {
    /// Whether policies admit the traffic of an entry point. The traffic of a Service or a node port comes from
    /// addresses outside the cluster, the traffic of a route from the pods of an ingress controller or gateway.
    #[must_use]
    pub fn admission(&self, entry: &EntryPoint) -> Admission {
        if entry.is_routed() { self.routed(entry.peer, entry.port) } else { self.direct(entry) }
    }

    fn direct(&self, entry: &EntryPoint) -> Admission {
        let mut admitted = Vec::new();
        let mut is_whole = true;
        for (class, addresses) in self.ingress.outside.classes.iter().enumerate() {
            let Some(first) = addresses.ranges().next() else { continue };
            let limited = |range: AddressRange| -> Vec<AddressRange> {
                let all = entry.sources.iter().filter_map(move |it| it.overlap(&range));
                if entry.sources.is_empty() { vec![range] } else { all.collect() }
            };
            let ranges: Vec<AddressRange> = self.ingress.outside.ranges(class).flat_map(limited).collect();
            if self.between(End::Address(first.first), entry.peer.into()).contains(entry.port) {
                admitted.extend(ranges);
            } else {
                is_whole &= ranges.is_empty();
            }
        }
        admitted.sort_unstable();
        match admitted.is_empty() {
            true => Admission::Closed,
            false if is_whole => Admission::Open,
            false => Admission::Only(admitted.into_iter().map(Party::Range).collect()),
        }
    }

    fn routed(&self, to: PeerId, port: Port) -> Admission {
        let is_admitted = |from: End| self.between(from, to.into()).contains(port);
        // The first implied peer is any pod of the cluster.
        if is_admitted(End::Implied(ImpliedId(0))) {
            return Admission::Open;
        }
        let class = self.universe.class_of[to.0 as usize];
        let (group, names) = (self.ingress.group_of[class as usize], self.universe.classes[class as usize].names);
        let (mut classes, mut implied) = (BTreeSet::new(), BTreeSet::new());
        let mut ranges = Vec::new();
        let first = self.universe.classes.len();
        for &policy in &self.ingress.groups[group as usize] {
            let named = self.implied_of(PolicyType::Ingress, policy);
            for (&(set, ports), named) in self.ingress.rules[policy as usize].iter().zip(named) {
                let resolved = self.ingress.resolve(ports, Some(names));
                if resolved == NONE || !self.arena.contains(resolved, port) {
                    continue;
                }
                implied.extend(named.iter().map(|id| (*self.exposure.peers[*id as usize]).clone()));
                self.ingress.sets[set as usize].each(|node| match (node as usize).checked_sub(first) {
                    None => drop(classes.insert(node)),
                    Some(outside) => ranges.extend(self.ingress.outside.ranges(outside)),
                });
            }
        }
        let own = &self.peer(to).workload;
        let mut workloads = BTreeSet::new();
        for class in classes {
            let peers = &self.universe.classes[class as usize].peers;
            // The policies of the source are the same for all pods of a class.
            if peers.first().is_some_and(|first| is_admitted((*first).into())) {
                workloads.extend(peers.iter().map(|it| &self.peer(*it).workload).filter(|it| *it != own));
            }
        }
        ranges.sort_unstable();
        ranges.dedup();
        let workloads = workloads.into_iter().cloned().map(Party::Workload);
        let ranges = ranges.into_iter().map(Party::Range);
        let all: Vec<Party> = workloads.chain(ranges).chain(implied.into_iter().map(Party::Implied)).collect();
        if all.is_empty() { Admission::Closed } else { Admission::Only(all) }
    }
}
