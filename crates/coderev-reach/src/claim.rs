//! Never A reaches B: true, or a pair and a port that show otherwise.

use crate::matrix::Side;
use crate::objects::Peer;
use crate::ports::Port;
use crate::reach::{Answer, End, Reach};
use crate::universe::PeerId;

/// A connection that a claim says there is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// Who talks.
    pub from: PeerId,
    /// Who is talked to.
    pub to: PeerId,
    /// The smallest port on which it is let through.
    pub port: Port,
    /// The policies that let it through.
    pub answer: Answer,
}

impl Reach {
    /// The first connection from one of `from` to one of `to`, another pod than itself; nothing where none ever reaches the other.
    pub fn counterexample(&self, from: impl Fn(&Peer) -> bool, to: impl Fn(&Peer) -> bool) -> Option<Counterexample> {
        let first = |side: &Side<'_>, is: &dyn Fn(&Peer) -> bool| match side {
            Side::Peers(peers) => peers.iter().copied().find(|id| is(self.peer(*id))),
            Side::Addresses(_) => None,
        };
        self.rows().find_map(|row| {
            let from = first(&row.from(), &from)?;
            row.each().find_map(|(side, ports)| {
                let is_other = |peer: &Peer| to(peer) && self.peer(from) != peer;
                let (to, port) = (first(&side, &is_other)?, ports.first()?);
                Some(Counterexample { from, to, port, answer: self.ask(End::Peer(from), End::Peer(to), port) })
            })
        })
    }
}
