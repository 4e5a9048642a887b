//! Flows: the matrix by workloads and address ranges.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use crate::address::AddressRange;
use crate::arena::NONE;
use crate::implied_peer::ImpliedPeer;
use crate::matrix::{Rows, Side};
use crate::named_port::NamedPort;
use crate::objects::Workload;
use crate::ports::Connections;
use crate::reach::Reach;

/// One side of a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// A workload with all of its pods.
    Workload(Workload),
    /// Addresses outside the cluster.
    Range(AddressRange),
    /// Pods that are not in the objects.
    Implied(ImpliedPeer),
}

impl Display for Party {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workload(workload) => workload.fmt(f),
            Self::Range(range) => range.fmt(f),
            Self::Implied(peer) => peer.fmt(f),
        }
    }
}

/// An allowed connection, and its ports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Flow {
    /// The source.
    pub from: Party,
    /// The destination.
    pub to: Party,
    /// The ports, at least one of these or of `names`.
    pub ports: Connections,
    /// The ports by name, whose numbers are not known. Only for a destination that is an implied peer.
    pub names: Vec<NamedPort>,
}

impl Reach {
    /// All workloads, sorted.
    pub fn workloads(&self) -> impl Iterator<Item = &Workload> {
        let mut last = None;
        self.universe.peers.iter().map(|it| &it.workload).filter(move |it| {
            let is_new = last != Some(*it);
            last = Some(*it);
            is_new
        })
    }

    /// The allowed connections by workload: a workload may connect if at least one of its pods may. Connections of a
    /// workload to itself are omitted, and connections with implied peers ([`Reach::exposed`]). IPv6 addresses are omitted if no policy has an IPv6 address.
    pub fn flows(&self) -> impl Iterator<Item = Flow> + '_ {
        let workloads: Vec<Workload> = self.workloads().cloned().collect();
        let mut numbers = BTreeMap::new();
        for (number, workload) in workloads.iter().enumerate() {
            numbers.insert(workload, number);
        }
        // The classes of each workload: mostly one class.
        let mut classes: Vec<Vec<usize>> = vec![Vec::new(); workloads.len()];
        for (peer, class) in self.universe.peers.iter().zip(&self.universe.class_of) {
            let own = &mut classes[numbers[&peer.workload]];
            if !own.contains(&(*class as usize)) {
                own.push(*class as usize);
            }
        }
        let pods = self.universe.classes.len();
        let outside = pods..pods + self.ingress.outside.classes.len();
        let inside = classes.iter().enumerate().map(|(number, own)| (Some(number), own.clone()));
        let sources: Vec<_> = inside.chain(outside.map(|node| (None, vec![node]))).collect();
        let mut rows = Rows::new(self);
        sources.into_iter().flat_map(move |(number, own)| {
            let own: Vec<_> = own.into_iter().map(|node| rows.row(node)).collect();
            let ports = |node: usize| own.iter().fold(NONE, |all, row| self.arena.union(all, row.ports(node)));
            let to_all = classes.iter().enumerate().filter(|(to, _)| Some(*to) != number).map(|(to, classes)| {
                let all = classes.iter().fold(NONE, |all, class| self.arena.union(all, ports(*class)));
                (vec![Party::Workload(workloads[to].clone())], all)
            });
            let addresses = (pods..pods + self.egress.outside.classes.len())
                .map(|node| (self.parties(self.side(&self.egress, node)), ports(node)));
            let from = match number {
                Some(number) => vec![Party::Workload(workloads[number].clone())],
                None => own.iter().flat_map(|row| self.parties(row.from())).collect(),
            };
            let mut flows = Vec::new();
            for (to, ports) in to_all.chain(addresses).filter(|(_, ports)| *ports != NONE) {
                let ports = self.arena.get(ports);
                for from in &from {
                    flows.extend(to.iter().map(|to| Flow {
                        from: from.clone(),
                        to: to.clone(),
                        ports: ports.clone(),
                        names: Vec::new(),
                    }));
                }
            }
            flows
        })
    }

    fn parties(&self, side: Side<'_>) -> Vec<Party> {
        let has_v6 = self.names_ipv6();
        match side {
            Side::Peers(_) => Vec::new(),
            Side::Addresses(ranges) => {
                ranges.iter().filter(|it| has_v6 || it.first.is_ipv4()).map(Party::Range).collect()
            }
        }
    }
}
