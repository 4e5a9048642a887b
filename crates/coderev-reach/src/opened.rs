//! The connections that the policies of some pods allow with an implied peer.

use crate::arena::{ALL, Bounds, NONE};
use crate::cause::PolicyType;
use crate::convention::IpBlocks;
use crate::implied_peer::ImpliedPeer;
use crate::known::Forms;
use crate::named_port::{Allowed, NamedPort};
use crate::ports::Connections;
use crate::reach::Reach;
use crate::world::World;

/// The rules for one class of pods, by the implied peers that they name.
pub(crate) struct Opened<'a> {
    reach: &'a Reach,
    side: PolicyType,
    own: u32,
    is_free: bool,
    /// Whether the union of the rules of NetworkPolicies with selectors decides.
    is_simple: bool,
    /// Implied peers with the ports of a rule.
    rules: Vec<(u32, u32)>,
    forms: Forms<'a>,
}

impl<'a> Opened<'a> {
    fn new(reach: &'a Reach, side: PolicyType, own: u32) -> Self {
        let direction = reach.direction(side);
        let group = direction.group_of[own as usize];
        let mut rules = Vec::new();
        for &policy in &direction.groups[group as usize] {
            let edges = direction.rules[policy as usize].iter();
            for (&(_, ports), named) in edges.zip(reach.implied_of(side, policy)) {
                rules.extend(named.iter().map(|id| (*id, ports)));
            }
        }
        rules.sort_unstable();
        rules.dedup();
        let forms = Forms::new(rules.iter().map(|(id, _)| &*reach.exposure.peers[*id as usize]));
        let is_simple = !direction.tiers.apply_to(own)
            && reach.direction(side.opposite()).tiers.is_empty()
            && reach.convention.ip_blocks != IpBlocks::PodsToo
            && !reach.universe.classes[own as usize].host_network
            && !reach.is_doubted(side, own);
        Self { reach, side, own, is_free: group == 0, is_simple, rules, forms }
    }

    /// The implied peers that the rules name.
    pub(crate) fn named(&self) -> impl Iterator<Item = u32> + '_ {
        // A pod on the network of its node may have policies, or none.
        let as_pods = self.reach.worlds().skip(1).flat_map(|world| {
            let direction = world.direction(self.side);
            direction.groups[direction.group_of[self.own as usize] as usize].clone()
        });
        let as_pods = as_pods.flat_map(|policy| self.reach.implied_of(self.side, policy).iter().flatten().copied());
        let tiers = &self.reach.direction(self.side).tiers;
        let of_tiers = tiers.named_by(self.own).into_iter().filter_map(|it| it.settle(&self.reach.universe));
        let of_tiers = of_tiers.map(|it| self.reach.exposure.number(&it));
        let by_block = self.reach.convention.ip_blocks == IpBlocks::PodsToo;
        let any = (self.is_free || by_block || tiers.apply_to(self.own)).then_some(0);
        self.rules.iter().map(|(id, _)| *id).chain(as_pods).chain(of_tiers).chain(any)
    }

    /// The connections that are certainly allowed.
    fn allowed(&self, peer: &ImpliedPeer) -> Allowed {
        if self.is_simple {
            return self.by_selectors(peer);
        }
        let bounds = self.bounds(peer);
        let mut names = self.by_selectors(peer).names;
        if !names.is_empty() {
            let denied = self.denied_by_tiers(peer);
            let is_doubted = self.reach.is_doubted(self.side, self.own);
            // A port by name is allowed if no policy of the cluster denies, or may deny, any number of it.
            let is_denied = |it: &NamedPort| {
                let whole = Connections::span(it.protocol, 1, u16::MAX);
                !whole.intersection(&denied).is_empty()
            };
            names.retain(|it| !is_doubted && !is_denied(it));
        }
        Allowed { ports: bounds.certain, names }
    }

    /// The ports that policies of the cluster deny, or may deny, on any side.
    fn denied_by_tiers(&self, peer: &ImpliedPeer) -> Connections {
        let reach = self.reach;
        let each = reach.worlds().map(|world| {
            let own = world.direction(self.side);
            let near = reach.denied_by_tiers(own, self.own, reach.node_of(own, peer));
            let far = reach.arena.get(self.far_side(world, peer).certain);
            near.union(&Connections::all().minus(&far))
        });
        each.fold(Connections::default(), |all, it| all.union(&it))
    }

    /// The ports that the policies of the cluster allow for the peer itself. Its other policies are not known.
    fn far_side(&self, world: World<'_>, peer: &ImpliedPeer) -> Bounds {
        let far = world.direction(self.side.opposite());
        self.reach.one_side(world, far, self.reach.node_of(far, peer), self.own, self.names())
    }

    /// The named ports of the destination.
    fn names(&self) -> Option<u32> {
        (self.side == PolicyType::Ingress).then(|| self.reach.universe.classes[self.own as usize].names)
    }

    /// The ports that are allowed for every pod of the peer, and the ports that may be allowed.
    pub(crate) fn bounds(&self, peer: &ImpliedPeer) -> Bounds {
        let reach = self.reach;
        let each = reach.worlds().map(|world| {
            let direction = world.direction(self.side);
            let near = reach.one_side(world, direction, self.own, reach.node_of(direction, peer), self.names());
            let near = reach.loosened_class(self.side, self.own, near);
            let far = self.far_side(world, peer);
            Bounds {
                certain: reach.arena.intersection(near.certain, far.certain),
                possible: reach.arena.intersection(near.possible, far.possible),
            }
        });
        let all = each.reduce(|a, b| Bounds {
            certain: reach.arena.intersection(a.certain, b.certain),
            possible: reach.arena.union(a.possible, b.possible),
        });
        all.unwrap_or(Bounds::ALL)
    }

    fn by_selectors(&self, peer: &ImpliedPeer) -> Allowed {
        if self.is_free {
            return Allowed { ports: ALL, names: Vec::new() };
        }
        let (reach, direction) = (self.reach, self.reach.direction(self.side));
        let names = reach.universe.classes[self.own as usize].names;
        let mut allowed = Allowed { ports: NONE, names: Vec::new() };
        for at in self.forms.wider(peer) {
            let (id, ports) = self.rules[at];
            if !peer.implies(&reach.exposure.peers[id as usize], &reach.universe) {
                continue;
            }
            let numbers = match self.side {
                PolicyType::Ingress => direction.resolve(ports, Some(names)),
                PolicyType::Egress => {
                    let named = direction.ports[ports as usize].names.iter();
                    let named = named.map(|(protocol, name)| NamedPort { protocol: *protocol, name: name.clone() });
                    allowed.names.extend(named);
                    direction.resolve(ports, None)
                }
            };
            allowed.ports = reach.arena.union(allowed.ports, numbers);
        }
        allowed.names.sort();
        allowed.names.dedup();
        allowed
    }
}

impl Reach {
    pub(crate) fn opened_by(&self, side: PolicyType, alike: &[u32]) -> Vec<Opened<'_>> {
        alike.iter().map(|it| Opened::new(self, side, *it)).collect()
    }

    /// The ports on which at least one of the groups admits, or reaches, all pods of `peer`.
    pub(crate) fn allowed_by_any(&self, groups: &[Opened<'_>], peer: &ImpliedPeer) -> Allowed {
        groups.iter().map(|it| it.allowed(peer)).reduce(|a, b| self.joined(&a, &b)).unwrap_or_default()
    }

    pub(crate) fn joined(&self, a: &Allowed, b: &Allowed) -> Allowed {
        let mut names = [&*a.names, &*b.names].concat();
        names.sort();
        names.dedup();
        Allowed { ports: self.arena.union(a.ports, b.ports), names }
    }
}
