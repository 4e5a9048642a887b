//! Segments: the ports of one pair, grouped by the answer.

use std::collections::BTreeSet;

use crate::direction::Direction;
use crate::end::End;
use crate::explain::Explanation;
use crate::ports::{Connections, Port, Protocol};
use crate::reach::Reach;

/// A range of ports, both ends included.
type Span = (Protocol, u16, u16);

impl Reach {
    /// All ports, grouped by the answer. Ports are in one group if the same rules decide alike, so the answer for one of
    /// them is the answer for all. The group with the smallest port comes first.
    #[must_use]
    pub fn segments(&self, from: End, to: End) -> Vec<(Connections, Explanation)> {
        let mut cuts: BTreeSet<(Protocol, u16)> = Protocol::ALL.into_iter().map(|it| (it, 1)).collect();
        for world in self.worlds() {
            self.cuts(world.egress, from, to, &mut cuts);
            self.cuts(world.ingress, to, to, &mut cuts);
        }
        let starts: Vec<(Protocol, u16)> = cuts.into_iter().collect();
        let mut groups: Vec<(Vec<Span>, Explanation)> = Vec::new();
        for (at, &(protocol, first)) in starts.iter().enumerate() {
            let next = starts.get(at + 1).filter(|(other, _)| *other == protocol);
            let span = (protocol, first, next.map_or(u16::MAX, |(_, next)| next - 1));
            let answer = self.explain(from, to, Port { protocol, number: first });
            match groups.iter_mut().find(|(_, known)| *known == answer) {
                Some((spans, _)) => spans.push(span),
                None => groups.push((vec![span], answer)),
            }
        }
        groups.into_iter().map(|(spans, answer)| (Connections::from_spans(spans), answer)).collect()
    }

    /// The ports at which a rule of the policies of `own` starts, or has ended.
    fn cuts(&self, direction: &Direction, own: End, destination: End, cuts: &mut BTreeSet<(Protocol, u16)>) {
        let names = self.names(destination);
        let of_tiers = direction.tiers.ports_of(&self.own(direction, self.node(direction, own)));
        let edges = direction.edges(self.group(direction, own)).into_iter().map(|(_, ports)| ports);
        for ports in edges.chain(of_tiers) {
            for (protocol, from, to) in self.arena.get(direction.resolve(ports, names)).spans() {
                cuts.insert((protocol, from));
                cuts.extend(to.checked_add(1).map(|after| (protocol, after)));
            }
        }
    }

    /// The ports next to `port` that no rule for the pods with the number `own` as a node distinguishes from it.
    pub(crate) fn alike_ports(&self, direction: &Direction, own: u32, names: Option<u32>, port: Port) -> Connections {
        let (mut first, mut last) = (1, u16::MAX);
        let group = direction.group_of.get(own as usize).copied().unwrap_or(0);
        let edges = direction.edges(group).into_iter().map(|(_, ports)| ports);
        for ports in edges.chain(direction.tiers.ports_of(&self.own(direction, own))) {
            let spans = self.arena.get(direction.resolve(ports, names));
            for (_, from, to) in spans.spans().filter(|(protocol, ..)| *protocol == port.protocol) {
                for start in [Some(from), to.checked_add(1)].into_iter().flatten() {
                    if start <= port.number {
                        first = first.max(start);
                    } else {
                        last = last.min(start - 1);
                    }
                }
            }
        }
        Connections::span(port.protocol, first, last)
    }
}
