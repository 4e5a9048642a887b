//! Changes of the connections with pods that are not in the objects.

use std::collections::BTreeSet;

use crate::cause::PolicyType;
use crate::diff::{Both, GroupChange, change};
use crate::flows::Party;
use crate::implied_peer::ImpliedPeer;
use crate::known::{Forms, Known};
use crate::named_port::NamedPort;
use crate::objects::Workload;
use crate::ports::Connections;

/// Ports, and ports by name.
type Exposed = (Connections, Vec<NamedPort>);

impl<'a> Both<'a> {
    /// Between workloads and implied peers.
    pub(crate) fn exposed(&self) -> Vec<GroupChange> {
        let mut changes = Vec::new();
        let mut known = [Known::new(self.old.reach()), Known::new(self.new.reach())];
        for &joint in self.members.keys() {
            for side in [PolicyType::Ingress, PolicyType::Egress] {
                let named = [joint.0.map(|it| self.old.named(it, side)), joint.1.map(|it| self.new.named(it, side))];
                let peers: BTreeSet<&ImpliedPeer> = named.into_iter().flatten().flatten().collect();
                let peers: Vec<&ImpliedPeer> = peers.into_iter().collect();
                let both = [
                    joint.0.map(|it| (self.old.reach(), self.old.allowed(it, side, &peers))),
                    joint.1.map(|it| (self.new.reach(), self.new.allowed(it, side, &peers))),
                ];
                let at = |side: usize, at: usize| match &both[side] {
                    Some((reach, all)) => (reach.arena.get(all[at].ports), all[at].names.clone()),
                    None => Default::default(),
                };
                let all = (0..peers.len()).map(|it| [at(0, it), at(1, it)]);
                for (peer, [old, new]) in self.beyond_wider(&peers, &all.collect::<Vec<_>>()) {
                    // As in `Reach::exposed`: a pod in the objects stands for the peer.
                    let is_own = |it: &&&'a Workload| !known.iter_mut().all(|known| known.has_other(peer, it));
                    let own = self.members[&joint].iter().filter(is_own);
                    let own: Vec<Party> = own.map(|it| Party::Workload((*it).clone())).collect();
                    if own.is_empty() {
                        continue;
                    }
                    let other = vec![Party::Implied(peer.clone())];
                    let (from, to) = if side == PolicyType::Egress { (own, other) } else { (other, own) };
                    let groups = [joint.0, joint.1];
                    let possible = [0, 1].map(|at| {
                        let group = groups[at]?;
                        Some(if at == 0 { &self.old } else { &self.new }.possible_implied(group, side, peer))
                    });
                    let mut change = change(from, to, [old.0, new.0], possible.map(Option::unwrap_or_default));
                    (change.old_names, change.new_names) = (old.1, new.1);
                    changes.push(change);
                }
            }
        }
        changes
    }

    /// The peers with a change that no wider peer has, and the ports that this change is about.
    fn beyond_wider<'b>(
        &self,
        peers: &[&'b ImpliedPeer],
        all: &[[Exposed; 2]],
    ) -> Vec<(&'b ImpliedPeer, [Exposed; 2])> {
        let is_wider = |wide: &ImpliedPeer, narrow: &ImpliedPeer| {
            wide != narrow && [&self.old, &self.new].iter().all(|it| narrow.implies(wide, &it.reach().universe))
        };
        let minus = |a: &Exposed, b: &Exposed| -> Exposed {
            (a.0.minus(&b.0), a.1.iter().filter(|it| !b.1.contains(it)).cloned().collect())
        };
        let (mut changed, forms) = (Vec::new(), Forms::new(peers.iter().copied()));
        for (peer, [old, new]) in peers.iter().zip(all).filter(|(_, [old, new])| old != new) {
            let (mut old_left, mut new_left) = (old.clone(), new.clone());
            for (wide, [wide_old, wide_new]) in forms.wider(peer).map(|at| (peers[at], &all[at])) {
                if wide_old != wide_new && is_wider(wide, peer) {
                    // The change of the wider peer is reported there.
                    new_left = minus(&new_left, &minus(wide_new, wide_old));
                    old_left = minus(&old_left, &minus(wide_old, wide_new));
                }
            }
            let is_left = |a: &Exposed, b: &Exposed| {
                let (ports, names) = minus(a, b);
                !ports.is_empty() || !names.is_empty()
            };
            if is_left(&new_left, old) || is_left(&old_left, new) {
                changed.push((*peer, [old_left, new_left]));
            }
        }
        changed
    }
}
