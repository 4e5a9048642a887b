//! Bounds: the ports that one side certainly allows, and the ports that it may allow. They differ where the manifests
//! do not decide.

use crate::arena::{ALL, Bounds, NONE};
use crate::cause::PolicyType;
use crate::convention::{HostNetwork, IpBlocks};
use crate::direction::Direction;
use crate::end::End;
use crate::ports::Connections;
use crate::reach::Reach;
use crate::tiers::own::Own;
use crate::tiers::{Alike, Other, Tier};
use crate::world::{Blocks, Place, World};

impl Reach {
    /// The treatments of pods on the network of their node: two if the convention is undecided and a pod is on the network of its node.
    pub(crate) fn worlds(&self) -> impl Iterator<Item = World<'_>> {
        let first = World { host_network: self.host_network, egress: &self.egress, ingress: &self.ingress };
        let second = self.as_pods.as_ref().map(|directions| {
            let [egress, ingress] = &**directions;
            World { host_network: HostNetwork::Pod, egress, ingress }
        });
        std::iter::once(first).chain(second)
    }

    /// The ports that are allowed in every case, and the ports that are allowed in some case.
    pub(crate) fn bounds(&self, from: End, to: End) -> Bounds {
        let nodes = |end| [self.node(&self.egress, end), self.node(&self.ingress, end)];
        self.cell(nodes(from), nodes(to))
    }

    /// The bounds of two nodes, each by its number for egress and for ingress.
    pub(crate) fn cell(&self, from: [u32; 2], to: [u32; 2]) -> Bounds {
        let mut all: Option<Bounds> = None;
        let names = self.universe.classes.get(to[0] as usize).map(|it| it.names);
        for world in self.worlds() {
            let out = self.one_side(world, world.egress, from[0], to[0], names);
            let out = self.loosened_class(PolicyType::Egress, from[0], out);
            let into = self.one_side(world, world.ingress, to[1], from[1], names);
            let into = self.loosened_class(PolicyType::Ingress, to[1], into);
            let certain = self.arena.intersection(out.certain, into.certain);
            let possible = self.arena.intersection(out.possible, into.possible);
            all = Some(all.map_or(Bounds { certain, possible }, |all| Bounds {
                certain: self.arena.intersection(all.certain, certain),
                possible: self.arena.union(all.possible, possible),
            }));
        }
        all.unwrap_or(Bounds::ALL)
    }

    /// The bounds of one side. `names` are the named ports of the destination.
    pub(crate) fn one_side(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: u32,
        other: u32,
        names: Option<u32>,
    ) -> Bounds {
        let is_implied = own as usize >= direction.outside_end(self.universe.classes.len());
        if direction.tiers.apply_to(own) || is_implied && !direction.tiers.is_empty() {
            return self.with_tiers(world, direction, own, other, names);
        }
        if own as usize >= self.universe.classes.len() {
            return Bounds::ALL;
        }
        let blocks = self.blocks(world, direction, other);
        self.by_policies(direction, own, other, &self.place(direction, other), blocks, names)
    }

    /// The addresses that a node has or may have, as classes, and whether it has every one.
    pub(crate) fn addresses(&self, direction: &Direction, other: u32) -> (Vec<u32>, bool) {
        let first = self.universe.classes.len();
        if (first..direction.outside_end(first)).contains(&(other as usize)) {
            return (vec![other - first as u32], true);
        }
        match self.place(direction, other) {
            Place::Known(all) => (all.to_vec(), true),
            Place::Unknown => (direction.of_pods.iter().flatten().copied().collect(), false),
        }
    }

    /// The other end at one of its addresses, for the policies of the cluster.
    pub(crate) fn other(&self, direction: &Direction, node: u32, address: u32, names: Option<u32>) -> Other<'_> {
        let first = self.universe.classes.len();
        let is_outside = (first..direction.outside_end(first)).contains(&(node as usize));
        let is_host = self.universe.classes.get(node as usize).is_some_and(|it| it.host_network);
        let implied = self.implied_at(direction, node).map(|it| (it, &self.universe));
        Other { node, address, may_be_node: is_outside || is_host, is_outside, names, implied }
    }

    /// The pods with a number as a node, for the policies of the cluster.
    pub(crate) fn own(&self, direction: &Direction, node: u32) -> Own<'_> {
        self.implied_at(direction, node).map_or(Own::Class(node), |it| Own::Implied(it, &self.universe))
    }

    /// The bounds by the policies of the cluster and by NetworkPolicies.
    fn with_tiers(&self, world: World<'_>, direction: &Direction, own: u32, other: u32, names: Option<u32>) -> Bounds {
        let blocks = self.blocks(world, direction, other);
        let (addresses, has_all) = self.addresses(direction, other);
        let is_implied = other as usize >= direction.outside_end(self.universe.classes.len());
        let pods = self.own(direction, own);
        let group = direction.group_of.get(own as usize).copied();
        let at = |address: &u32| {
            let bounds = match group {
                Some(_) => self.by_policies(direction, own, other, &Place::Known(&[*address]), blocks, names),
                // The NetworkPolicies of an implied peer are not known.
                None => Bounds::ALL,
            };
            let other = self.other(direction, other, *address, names);
            let alike = Alike { own, matches: direction.tiers.matches(&pods, &other), is_implied, bounds, names };
            if let Some(known) = direction.tiers.known.borrow().get(&alike) {
                return *known;
            }
            let decide = |tier| direction.tiers.decide(direction, &self.arena, tier, &pods, &other);
            let admin = decide(Tier::Admin);
            let (lets, denies) = match group {
                Some(0) => {
                    let baseline = decide(Tier::Baseline);
                    (baseline.accept.union(&baseline.pass), baseline.deny)
                }
                Some(_) => (self.arena.get(bounds.possible), Connections::all().minus(&self.arena.get(bounds.certain))),
                None => (Connections::all(), decide(Tier::Baseline).deny),
            };
            let possible = admin.accept.union(&admin.pass.intersection(&lets));
            let denied = admin.deny.union(&admin.pass.intersection(&denies));
            let certain = possible.minus(&denied);
            let result = Bounds { certain: self.arena.intern(certain), possible: self.arena.intern(possible) };
            direction.tiers.known.borrow_mut().insert(alike, result);
            result
        };
        let each = addresses.iter().map(at);
        let all = each.clone().fold(Bounds::exactly(NONE), |all, it| Bounds {
            certain: self.arena.union(all.certain, it.certain),
            possible: self.arena.union(all.possible, it.possible),
        });
        if has_all {
            return all;
        }
        let of_each = each.take(direction.of_pods[0].len());
        Bounds { certain: of_each.fold(ALL, |all, it| self.arena.intersection(all, it.certain)), ..all }
    }

    /// The ports that policies of the cluster deny, or may deny, to some pods.
    pub(crate) fn denied_by_tiers(&self, direction: &Direction, own: u32, other: u32) -> Connections {
        let (addresses, _) = self.addresses(direction, other);
        let pods = self.own(direction, own);
        let is_isolated = direction.group_of.get(own as usize).is_some_and(|group| *group != 0);
        let mut all = Connections::default();
        for address in addresses {
            let other = self.other(direction, other, address, None);
            for tier in [Tier::Admin, Tier::Baseline].into_iter().take(if is_isolated { 1 } else { 2 }) {
                all = all.union(&direction.tiers.decide(direction, &self.arena, tier, &pods, &other).deny);
            }
        }
        all
    }

    pub(crate) fn blocks(&self, world: World<'_>, direction: &Direction, other: u32) -> Blocks {
        match self.universe.classes.get(other as usize) {
            Some(class) if class.host_network && world.host_network == HostNetwork::Node => Blocks::Applied,
            // The sets of nodes contain the addresses outside.
            None if (other as usize) < direction.outside_end(self.universe.classes.len()) => Blocks::Ignored,
            _ => match self.convention.ip_blocks {
                IpBlocks::Outside => Blocks::Ignored,
                IpBlocks::Undecided => Blocks::Undecided,
                IpBlocks::PodsToo => Blocks::Applied,
            },
        }
    }

    /// The addresses of a node.
    pub(crate) fn place<'a>(&self, direction: &'a Direction, other: u32) -> Place<'a> {
        match direction.at.get(other as usize) {
            Some(known) if !known.is_empty() => Place::Known(known),
            _ => Place::Unknown,
        }
    }

    /// Whether no verdict is unknown.
    pub(crate) fn is_decided(&self) -> bool {
        let has_blocks = |it: &Direction| !it.outside.of_blocks.is_empty();
        self.as_pods.is_none()
            && self.ignored.is_empty()
            && self.egress.maybe.is_empty()
            && self.ingress.maybe.is_empty()
            && self.egress.tiers.is_empty()
            && self.ingress.tiers.is_empty()
            && (self.convention.ip_blocks == IpBlocks::Outside
                || !has_blocks(&self.egress) && !has_blocks(&self.ingress))
            && !self.universe.classes.iter().any(|it| it.host_network)
    }

    /// The destinations of a source whose ports are not decided by selectors only, out of `count` nodes.
    pub(crate) fn special(&self, from: usize, count: usize) -> Vec<usize> {
        let classes = &self.universe.classes;
        let is_host = |node: usize| classes.get(node).is_some_and(|it| it.host_network);
        let has_blocks = |it: &Direction| !it.outside.of_blocks.is_empty();
        let by_address = self.convention.ip_blocks == IpBlocks::PodsToo
            && from < classes.len()
            && (has_blocks(&self.egress) || has_blocks(&self.ingress));
        let hosts = self.host_network != HostNetwork::Pod;
        let tiers = !self.egress.tiers.is_empty() || !self.ingress.tiers.is_empty();
        let is_out = self.egress.tiers.apply_to(from as u32);
        let by_tiers = |node: usize| is_out || self.ingress.tiers.apply_to(node as u32);
        let is_source_doubted = self.is_doubted(PolicyType::Egress, from as u32);
        let is_doubted = |node: usize| is_source_doubted || self.is_doubted(PolicyType::Ingress, node as u32);
        let is_special = |node: &usize| {
            let is_pair = from < classes.len() || *node < classes.len();
            is_pair
                && (by_address && *node < classes.len()
                    || hosts && (is_host(from) || is_host(*node))
                    || tiers && by_tiers(*node)
                    || is_doubted(*node))
        };
        if by_address || tiers || !self.ignored.is_empty() || hosts && classes.iter().any(|it| it.host_network) {
            (0..count).filter(is_special).collect()
        } else {
            Vec::new()
        }
    }

    /// The ports that are allowed or that may be allowed: [`Reach::between`], and the ports with an unknown verdict.
    #[must_use]
    pub fn possible(&self, from: End, to: End) -> Connections {
        self.arena.get(self.bounds(from, to).possible)
    }
}
