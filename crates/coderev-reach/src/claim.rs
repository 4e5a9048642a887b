//! Checks the claim that A never reaches B. The claim is true, or a pair and a port refute it, or may refute it.

use crate::answer::Answer;
use crate::end::End;
use crate::objects::Peer;
use crate::ports::Port;
use crate::reach::Reach;
use crate::universe::PeerId;

/// A connection that refutes a claim: it is allowed, or the manifests do not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// The source.
    pub from: PeerId,
    /// The destination.
    pub to: PeerId,
    /// The smallest port that is allowed, or that may be allowed.
    pub port: Port,
    /// The verdicts, with the policies that allow the connection, or the causes why it is unknown.
    pub answer: Answer,
}

impl Reach {
    /// The first allowed connection from a peer of `from` to a peer of `to`. A pod and itself are not a connection;
    /// two pods of one template are. If no connection is certainly allowed, the first with an unknown verdict. None
    /// where it is certain that no peer of `from` reaches a peer of `to`.
    pub fn counterexample(&self, from: impl Fn(&Peer) -> bool, to: impl Fn(&Peer) -> bool) -> Option<Counterexample> {
        let allowed = self.rows().find_map(|row| {
            // Two sources are enough: at least one of them is not the destination.
            let from: Vec<PeerId> = row.from().peers().filter(|id| from(self.peer(*id))).take(2).collect();
            row.each().find_map(|(side, ports)| {
                let port = ports.first()?;
                let (from, to) = from.iter().find_map(|&from| {
                    let is_other = |id: &PeerId| *id != from || !self.peer(from).is_one();
                    let to = side.peers().find(|id| is_other(id) && to(self.peer(*id)))?;
                    Some((from, to))
                })?;
                let answer = self.ask(End::Peer(from), End::Peer(to), port);
                // An object that is not evaluated may deny it.
                answer.is_allowed().then_some(Counterexample { from, to, port, answer })
            })
        });
        allowed.or_else(|| self.unknown_counterexample(&from, &to))
    }

    fn unknown_counterexample(
        &self,
        from: &impl Fn(&Peer) -> bool,
        to: &impl Fn(&Peer) -> bool,
    ) -> Option<Counterexample> {
        if self.is_decided() {
            return None;
        }
        let classes = || (0..).zip(&self.universe.classes);
        let meant = |is: &dyn Fn(&Peer) -> bool| -> Vec<(u32, Vec<PeerId>)> {
            let peers = |all: &[PeerId]| all.iter().copied().filter(|id| is(self.peer(*id))).take(2).collect();
            let of_class = classes().map(|(class, it)| (class, peers(&it.peers)));
            of_class.filter(|(_, peers): &(u32, Vec<PeerId>)| !peers.is_empty()).collect()
        };
        let (sources, destinations) = (meant(from), meant(to));
        sources.iter().find_map(|(_, from)| {
            destinations.iter().find_map(|(_, to)| {
                let (from, to) = from.iter().find_map(|&from| {
                    let is_other = |id: &&PeerId| **id != from || !self.peer(from).is_one();
                    to.iter().find(is_other).map(|to| (from, *to))
                })?;
                let port = self.arena.get(self.bounds(from.into(), to.into()).possible).first()?;
                Some(Counterexample { from, to, port, answer: self.ask(End::Peer(from), End::Peer(to), port) })
            })
        })
    }
}
