//! The ports that are or may be allowed between groups of workloads, for differences.

use core::net::IpAddr;

use crate::arena::NONE;
use crate::cause::PolicyType;
use crate::end::End;
use crate::groups::Groups;
use crate::implied_peer::ImpliedPeer;
use crate::ports::Connections;

/// One end of a connection in a comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Far {
    Group(usize),
    Address(IpAddr),
}

impl Groups<'_> {
    /// The ports that are or may be allowed. Empty if no verdict of these objects is unknown.
    pub(crate) fn possible(&self, [from, to]: [Far; 2]) -> Connections {
        let reach = self.reach();
        if reach.is_decided() {
            return Connections::default();
        }
        let nodes = |end: Far| -> Vec<[u32; 2]> {
            match end {
                Far::Group(group) => self.classes_of(group).iter().map(|it| [*it; 2]).collect(),
                Far::Address(address) => {
                    let end = End::Address(address);
                    vec![[reach.node(&reach.egress, end), reach.node(&reach.ingress, end)]]
                }
            }
        };
        let (from, to) = (nodes(from), nodes(to));
        let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
        let all = pairs.fold(NONE, |all, (from, to)| reach.arena.union(all, reach.cell(from, to).possible));
        reach.arena.get(all)
    }

    /// The ports that are or may be allowed with an implied peer, which may be of other objects.
    pub(crate) fn possible_implied(&self, group: usize, side: PolicyType, peer: &ImpliedPeer) -> Connections {
        let reach = self.reach();
        if reach.is_decided() {
            return Connections::default();
        }
        let groups = reach.opened_by(side, &reach.alike(side, self.classes_of(group)));
        let all = groups.iter().fold(NONE, |all, it| reach.arena.union(all, it.bounds(peer).possible));
        reach.arena.get(all)
    }
}
