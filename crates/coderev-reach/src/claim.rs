//! Checks the claim that A never reaches B. The claim is true, or a pair and a port refute it.

use crate::objects::Peer;
use crate::ports::Port;
use crate::reach::{Answer, End, Reach};
use crate::universe::PeerId;

/// An allowed connection that refutes a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// The source.
    pub from: PeerId,
    /// The destination.
    pub to: PeerId,
    /// The smallest allowed port.
    pub port: Port,
    /// The verdicts, with the policies that allow the connection.
    pub answer: Answer,
}

impl Reach {
    /// The first allowed connection from a peer of `from` to a peer of `to`. A pod and itself are not a connection;
    /// two pods of one template are. None where no peer of `from` reaches a peer of `to`.
    pub fn counterexample(&self, from: impl Fn(&Peer) -> bool, to: impl Fn(&Peer) -> bool) -> Option<Counterexample> {
        self.rows().find_map(|row| {
            // Two sources are enough: at least one of them is not the destination.
            let from: Vec<PeerId> = row.from().peers().filter(|id| from(self.peer(*id))).take(2).collect();
            row.each().find_map(|(side, ports)| {
                let port = ports.first()?;
                let (from, to) = from.iter().find_map(|&from| {
                    let is_other = |id: &PeerId| *id != from || !self.peer(from).is_one();
                    let to = side.peers().find(|id| is_other(id) && to(self.peer(*id)))?;
                    Some((from, to))
                })?;
                Some(Counterexample { from, to, port, answer: self.ask(End::Peer(from), End::Peer(to), port) })
            })
        })
    }
}
