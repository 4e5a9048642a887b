//! Whether policies admit the traffic of an entry point, and from where.

use std::collections::BTreeSet;

use crate::address::AddressRange;
use crate::answer::Verdict;
use crate::cause::{Cause, Outcome, PolicyType};
use crate::end::{End, ImpliedId};
use crate::entry_points::EntryPoint;
use crate::flows::Party;
use crate::ports::Port;
use crate::reach::Reach;
use crate::universe::PeerId;

/// The sources of an entry point that the policies of its pod admit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Admission {
    /// Every source that the entry point itself admits: every client address; or any pod, for a route.
    Open,
    /// Some sources only.
    Only {
        /// The sources: addresses; or the pods that can be the ingress controller, for a route.
        sources: Vec<Party>,
        /// Why it is not certain for other sources. Empty where all other sources are certainly not admitted.
        causes: Vec<Cause>,
    },
    /// No source.
    Closed,
    /// It is not certain for any source, for these reasons.
    Unknown(Vec<Cause>),
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
        let (mut is_whole, mut causes) = (true, Vec::new());
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
                if !ranges.is_empty() {
                    causes.extend(self.doubts(End::Address(first.first), entry.peer, entry.port));
                }
            }
        }
        admitted.sort_unstable();
        match admitted.is_empty() {
            true => closed(causes),
            false if is_whole => Admission::Open,
            false => only(admitted.into_iter().map(Party::Range).collect(), causes),
        }
    }

    fn routed(&self, to: PeerId, port: Port) -> Admission {
        let is_admitted = |from: End| self.between(from, to.into()).contains(port);
        // The first implied peer is any pod of the cluster.
        if is_admitted(End::Implied(ImpliedId(0))) {
            return Admission::Open;
        }
        let any = End::Implied(ImpliedId(0));
        let class = self.universe.class_of[to.0 as usize];
        let (mut workloads, mut ranges, mut implied) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        let mut causes = self.doubts(any, to, port);
        let rules = self.opened_by(PolicyType::Ingress, &[class]);
        for id in rules.iter().flat_map(|it| it.named().collect::<Vec<_>>()) {
            if is_admitted(End::Implied(ImpliedId(id))) {
                implied.insert(self.implied_peer(ImpliedId(id)).clone());
            } else {
                causes.extend(self.doubts(End::Implied(ImpliedId(id)), to, port));
            }
        }
        let (own, first) = (&self.peer(to).workload, self.universe.classes.len());
        for node in self.candidates(class) {
            let peers = match (node as usize).checked_sub(first) {
                None => &*self.universe.classes[node as usize].peers,
                Some(outside) => {
                    let mut all = self.ingress.outside.ranges(outside).peekable();
                    match all.peek().map(|it| End::Address(it.first)) {
                        Some(end) if is_admitted(end) => ranges.extend(all),
                        Some(end) => causes.extend(self.doubts(end, to, port)),
                        None => {}
                    }
                    continue;
                }
            };
            // The policies of the source are the same for all pods of a class.
            let Some(one) = peers.first() else { continue };
            if is_admitted((*one).into()) {
                workloads.extend(peers.iter().map(|it| &self.peer(*it).workload).filter(|it| *it != own));
            } else {
                causes.extend(self.doubts((*one).into(), to, port));
            }
        }
        ranges.sort_unstable();
        ranges.dedup();
        let workloads = workloads.into_iter().cloned().map(Party::Workload);
        let ranges = ranges.into_iter().map(Party::Range);
        let all: Vec<Party> = workloads.chain(ranges).chain(implied.into_iter().map(Party::Implied)).collect();
        if all.is_empty() { closed(causes) } else { only(all, causes) }
    }

    /// The nodes that rules for a class can name: pods, and addresses.
    fn candidates(&self, class: u32) -> BTreeSet<u32> {
        let mut nodes = BTreeSet::new();
        if self.ingress.tiers.apply_to(class) {
            return (0..self.ingress.outside_end(self.universe.classes.len()) as u32).collect();
        }
        for (set, _) in self.ingress.edges(self.ingress.group_of[class as usize]) {
            self.ingress.sets[set as usize].each(|node| {
                nodes.insert(node);
            });
        }
        nodes
    }

    /// Why it is unknown whether a source reaches the destination.
    fn doubts(&self, from: End, to: PeerId, port: Port) -> Vec<Cause> {
        let answer = self.ask(from, to.into(), port);
        let is_unknown = answer.verdict() == Outcome::Unknown;
        let causes = |it| if let Verdict::Unknown(causes) = it { causes } else { Vec::new() };
        let all = [answer.egress, answer.ingress].into_iter().flat_map(causes);
        all.filter(|_| is_unknown).collect()
    }
}

fn only(sources: Vec<Party>, mut causes: Vec<Cause>) -> Admission {
    causes.sort();
    causes.dedup();
    Admission::Only { sources, causes }
}

fn closed(mut causes: Vec<Cause>) -> Admission {
    causes.sort();
    causes.dedup();
    if causes.is_empty() { Admission::Closed } else { Admission::Unknown(causes) }
}
