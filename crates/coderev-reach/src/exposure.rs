//! Exposure: the connections that policies allow with pods that are not in the objects.
//!
//! A rule allows a connection with an implied peer if it allows it with every pod that the implied peer stands for. So
//! a pod that is added later has exactly the ports of all implied peers that it is one of, together.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::arena::NONE;
use crate::cause::PolicyType;
use crate::direction::Direction;
use crate::end::ImpliedId;
use crate::flows::{Flow, Party};
use crate::implied_peer::ImpliedPeer;
use crate::known::{Forms, Known};
use crate::named_port::{Allowed, NamedPort};
use crate::objects::Workload;
use crate::reach::Reach;
use crate::universe::PeerId;

/// Implied peers by their ids, and what policies allow with each.
type Exposures = [(u32, Allowed)];

impl Reach {
    /// The connections with pods that are not in the objects, by workload, sorted by workload.
    ///
    /// A peer lists only the ports that no wider peer has: if any pod of the cluster may connect on 8080, "pods with
    /// app=agent" does not list 8080 again. A peer in a namespace with a known name is left out where a pod of another
    /// workload in the objects is one of its pods: [`Reach::flows`] has that connection.
    pub fn exposed(&self) -> impl Iterator<Item = Flow> + '_ {
        let mut known = Known::new(self);
        let mut computed: BTreeMap<(PolicyType, Vec<u32>), Rc<Exposures>> = BTreeMap::new();
        self.classes_of_workloads().into_iter().flat_map(move |(workload, classes)| {
            let mut flows = Vec::new();
            for side in [PolicyType::Ingress, PolicyType::Egress] {
                let alike = self.alike(side, &classes);
                let own = computed.entry((side, alike.clone())).or_insert_with(|| self.opened(side, &alike).into());
                for (id, Allowed { ports, names }) in own.iter() {
                    let peer: &ImpliedPeer = &self.exposure.peers[*id as usize];
                    if known.has_other(peer, workload) {
                        continue;
                    }
                    let (own, other) = (Party::Workload(workload.clone()), Party::Implied(peer.clone()));
                    let (from, to) = if side == PolicyType::Ingress { (other, own) } else { (own, other) };
                    flows.push(Flow { from, to, ports: self.arena.get(*ports), names: names.clone() });
                }
            }
            flows
        })
    }

    /// The implied peers of all policies: any pod of the cluster, and the pods that each rule names.
    pub fn implied_peers(&self) -> impl Iterator<Item = (ImpliedId, &ImpliedPeer)> {
        (0..).map(ImpliedId).zip(self.exposure.peers.iter().map(|it| &**it))
    }

    /// The implied peer with this id.
    #[must_use]
    pub fn implied_peer(&self, id: ImpliedId) -> &ImpliedPeer {
        &self.exposure.peers[id.0 as usize]
    }

    /// The ports that policies allow a pod by name to an implied peer. [`Reach::ask`] does not count them, because their
    /// numbers are not known.
    #[must_use]
    pub fn named_ports(&self, from: PeerId, to: ImpliedId) -> Vec<NamedPort> {
        let alike = self.alike(PolicyType::Egress, &[self.universe.class_of[from.0 as usize]]);
        let groups = self.opened_by(PolicyType::Egress, &alike);
        self.allowed_by_any(&groups, self.implied_peer(to)).names
    }

    /// The classes of a workload: of the classes that policies treat alike in one direction, only one.
    pub(crate) fn alike(&self, side: PolicyType, classes: &[u32]) -> Vec<u32> {
        let mut all: Vec<u32> = classes.iter().map(|it| self.exposure.alike[side as usize][*it as usize]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The implied peers of some pods, with the ports that no wider peer has.
    fn opened(&self, side: PolicyType, alike: &[u32]) -> Vec<(u32, Allowed)> {
        let groups = self.opened_by(side, alike);
        let mut ids: Vec<u32> = groups.iter().flat_map(|it| it.named().collect::<Vec<_>>()).collect();
        ids.sort_unstable();
        ids.dedup();
        let peers: Vec<&ImpliedPeer> = ids.iter().map(|id| &*self.exposure.peers[*id as usize]).collect();
        let all: Vec<Allowed> = peers.iter().map(|it| self.allowed_by_any(&groups, it)).collect();
        let own = self.beyond_wider(&peers, &all);
        ids.into_iter().zip(own).filter(|(_, it)| it.ports != NONE || !it.names.is_empty()).collect()
    }

    /// For each peer, what no wider one of the peers has.
    fn beyond_wider(&self, peers: &[&ImpliedPeer], all: &[Allowed]) -> Vec<Allowed> {
        let by_form = Forms::new(peers.iter().copied());
        let own = peers.iter().zip(all).map(|(peer, own)| {
            let mut wider = Allowed::default();
            for at in by_form.wider(peer) {
                if peers[at] != *peer && peer.implies(peers[at], &self.universe) {
                    wider = self.joined(&wider, &all[at]);
                }
            }
            let ports = match (own.ports, wider.ports) {
                (ports, NONE) => ports,
                (a, b) if a == b => NONE,
                (a, b) => self.arena.intern(self.arena.get(a).minus(&self.arena.get(b))),
            };
            let names = own.names.iter().filter(|it| !wider.names.contains(it)).cloned().collect();
            Allowed { ports, names }
        });
        own.collect()
    }

    pub(crate) fn direction(&self, side: PolicyType) -> &Direction {
        match side {
            PolicyType::Ingress => &self.ingress,
            PolicyType::Egress => &self.egress,
        }
    }

    /// The implied peers that each rule of a policy names.
    pub(crate) fn implied_of(&self, side: PolicyType, policy: u32) -> &[Vec<u32>] {
        let all = if side == PolicyType::Ingress { &self.exposure.ingress } else { &self.exposure.egress };
        &all[policy as usize]
    }

    /// Each workload with its classes, sorted.
    pub(crate) fn classes_of_workloads(&self) -> Vec<(&Workload, Vec<u32>)> {
        let mut all: Vec<(&Workload, Vec<u32>)> = Vec::new();
        for (peer, &class) in self.universe.peers.iter().zip(&self.universe.class_of) {
            match all.last_mut() {
                Some((workload, classes)) if **workload == peer.workload => {
                    if !classes.contains(&class) {
                        classes.push(class);
                    }
                }
                _ => all.push((&peer.workload, vec![class])),
            }
        }
        all
    }
}
