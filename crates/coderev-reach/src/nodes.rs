//! The numbers of the ends of a connection as nodes of a direction.

use std::rc::Rc;

use crate::direction::Direction;
use crate::end::{End, ImpliedId};
use crate::implied_peer::ImpliedPeer;
use crate::reach::Reach;
use crate::universe::PeerId;

impl Reach {
    pub(crate) fn group(&self, direction: &Direction, end: End) -> u32 {
        match end {
            End::Peer(PeerId(peer)) => direction.group_of[self.universe.class_of[peer as usize] as usize],
            End::Address(_) | End::Implied(_) => 0,
        }
    }

    pub(crate) fn node(&self, direction: &Direction, end: End) -> u32 {
        match end {
            End::Peer(PeerId(peer)) => self.universe.class_of[peer as usize],
            End::Address(address) => (self.universe.classes.len() + direction.outside.class_of(address)) as u32,
            End::Implied(ImpliedId(id)) => (self.universe.classes.len() + direction.outside.classes.len()) as u32 + id,
        }
    }

    pub(crate) fn names(&self, end: End) -> Option<u32> {
        match end {
            End::Peer(PeerId(peer)) => {
                Some(self.universe.classes[self.universe.class_of[peer as usize] as usize].names)
            }
            End::Address(_) | End::Implied(_) => None,
        }
    }

    /// The implied peer with this number as a node. Implied peers come after the addresses, and are in no set of nodes.
    pub(crate) fn implied_at(&self, direction: &Direction, node: u32) -> Option<Rc<ImpliedPeer>> {
        let first = direction.outside_end(self.universe.classes.len());
        let number = (node as usize).checked_sub(first)?;
        Some(self.exposure.at(number))
    }

    /// The number of an implied peer as a node. It may be of other objects.
    pub(crate) fn node_of(&self, direction: &Direction, peer: &ImpliedPeer) -> u32 {
        direction.outside_end(self.universe.classes.len()) as u32 + self.exposure.number(peer)
    }
}
