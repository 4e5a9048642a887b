//! Implied peers by the form of their selectors, and the workloads in the objects that they name too.

use std::collections::BTreeMap;

use crate::implied_peer::ImpliedPeer;
use crate::labels::Index;
use crate::objects::Workload;
use crate::reach::Reach;
use crate::universe::PeerId;

/// Peers by the form of their selectors, so that few are compared.
pub(crate) struct Forms<'a> {
    by_label: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    others: Vec<usize>,
}

impl<'a> Forms<'a> {
    pub(crate) fn new(peers: impl Iterator<Item = &'a ImpliedPeer>) -> Self {
        let mut forms = Self { by_label: BTreeMap::new(), by_namespace: BTreeMap::new(), others: Vec::new() };
        for (at, peer) in peers.enumerate() {
            let list = match (peer.labels().next(), peer.namespace()) {
                (Some(label), _) => forms.by_label.entry(label).or_default(),
                (None, Some(name)) => forms.by_namespace.entry(name).or_default(),
                (None, None) => &mut forms.others,
            };
            list.push(at);
        }
        forms
    }

    /// The positions of the peers that may be wider than `peer`, or equal.
    pub(crate) fn wider<'b>(&'b self, peer: &'b ImpliedPeer) -> impl Iterator<Item = usize> + 'b {
        let by_label = peer.labels().filter_map(|label| self.by_label.get(&label));
        let by_namespace = peer.namespace().and_then(|name| self.by_namespace.get(name));
        by_label.chain(by_namespace).chain([&self.others]).flatten().copied()
    }
}

/// The workloads in the objects that an implied peer with a known namespace names too.
pub(crate) struct Known<'a> {
    reach: &'a Reach,
    index: Option<Index<'a>>,
    /// Up to two workloads for each implied peer.
    found: BTreeMap<ImpliedPeer, Vec<&'a Workload>>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(reach: &'a Reach) -> Self {
        Self { reach, index: None, found: BTreeMap::new() }
    }

    /// Whether the peer is also a pod of a workload other than `own`.
    pub(crate) fn has_other(&mut self, peer: &ImpliedPeer, own: &Workload) -> bool {
        let universe = &self.reach.universe;
        let Some(namespace) = peer.namespace().and_then(|name| universe.namespace(name)) else { return false };
        if let Some(found) = self.found.get(peer) {
            return found.iter().any(|it| *it != own);
        }
        let index =
            self.index.get_or_insert_with(|| Index::new(universe.classes.iter().map(|it| &it.labels).collect()));
        let found = self.found.entry(peer.clone()).or_insert_with(|| {
            let mut few: Vec<&Workload> = Vec::new();
            for class in index.select(peer.pods()) {
                let class = &universe.classes[class as usize];
                if class.namespace != namespace || class.host_network {
                    continue;
                }
                for PeerId(pod) in &class.peers {
                    let workload = &universe.peers[*pod as usize].workload;
                    if few.first() != Some(&workload) {
                        few.push(workload);
                    }
                    if few.len() == 2 {
                        return few;
                    }
                }
            }
            few
        });
        found.iter().any(|it| *it != own)
    }
}
