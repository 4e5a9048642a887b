//! The complete matrix, one row at a time: the destinations of one class of peers, with ports.

use std::rc::Rc;

use crate::address::AddressRange;
use crate::arena::{ALL, NONE, PortsId};
use crate::cause::PolicyType;
use crate::direction::Direction;
use crate::ports::Connections;
use crate::reach::Reach;
use crate::universe::{Outside, PeerId};

/// A side of the matrix: peers that all policies treat alike, or addresses that all rules treat alike.
#[derive(Clone, Copy, Debug)]
pub enum Side<'a> {
    /// Peers.
    Peers(&'a [PeerId]),
    /// Addresses outside the cluster.
    Addresses(Ranges<'a>),
}

impl Side<'_> {
    /// The peers; empty for addresses.
    pub(crate) fn peers(&self) -> impl Iterator<Item = PeerId> {
        let peers = match self {
            Self::Peers(peers) => peers,
            Self::Addresses(_) => &[][..],
        };
        peers.iter().copied()
    }
}

/// Addresses outside the cluster.
#[derive(Clone, Copy, Debug)]
pub struct Ranges<'a> {
    outside: &'a Outside,
    class: usize,
}

impl<'a> Ranges<'a> {
    /// The ranges, sorted, IPv4 first. A CIDR block in a policy is a range of its own.
    pub fn iter(&self) -> impl Iterator<Item = AddressRange> + use<'a> {
        self.outside.ranges(self.class)
    }
}

/// The allowed destinations of one side.
pub struct Row<'a> {
    reach: &'a Reach,
    from: usize,
    /// The ports for each class of pods, followed by the ports for each class of addresses.
    to: Vec<PortsId>,
}

impl<'a> Row<'a> {
    /// The source.
    #[must_use]
    pub fn from(&self) -> Side<'a> {
        self.reach.side(&self.reach.ingress, self.from)
    }

    /// The allowed destinations and their ports. Denied destinations are omitted.
    ///
    /// The peers of a class are also listed as their own destination: one pod of the class and another pod of the
    /// same class.
    pub fn each(&self) -> impl Iterator<Item = (Side<'a>, Connections)> + '_ {
        let reach = self.reach;
        self.numbers().map(move |(node, ports)| (reach.side(&reach.egress, node), reach.arena.get(ports)))
    }

    /// The number of allowed pairs of peers.
    #[must_use]
    pub fn pairs(&self) -> usize {
        let classes = &self.reach.universe.classes;
        let sources = classes.get(self.from).map_or(1, |it| it.peers.len());
        let to = self.to.iter().enumerate().filter(|(_, ports)| **ports != NONE);
        to.map(|(node, _)| sources * classes.get(node).map_or(1, |it| it.peers.len())).sum()
    }

    pub(crate) fn ports(&self, node: usize) -> PortsId {
        self.to[node]
    }

    fn numbers(&self) -> impl Iterator<Item = (usize, PortsId)> + '_ {
        self.to.iter().copied().enumerate().filter(|(_, ports)| *ports != NONE)
    }
}

impl Reach {
    /// The complete matrix. Rows are computed one at a time and not stored: time and memory grow with the number of
    /// classes, not with the number of pods.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let mut rows = Rows::new(self);
        (0..self.universe.classes.len() + self.ingress.outside.classes.len()).map(move |from| rows.row(from))
    }

    pub(crate) fn side<'a>(&'a self, direction: &'a Direction, node: usize) -> Side<'a> {
        match self.universe.classes.get(node) {
            Some(class) => Side::Peers(&class.peers),
            None => Side::Addresses(Ranges { outside: &direction.outside, class: node - self.universe.classes.len() }),
        }
    }
}

/// The state that all rows share.
pub(crate) struct Rows<'a> {
    reach: &'a Reach,
    /// The groups that a set of nodes may reach, with the ports of the rule that allows it.
    into: Vec<Vec<(u32, u32)>>,
    /// For each node, the small sets that contain it. Large sets are queried.
    small: Vec<Vec<u32>>,
    large: Vec<u32>,
    /// The group of the last source, and its allowed egress: the next source is often in the same group.
    out: Option<(u32, Rc<Vec<PortsId>>)>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(reach: &'a Reach) -> Self {
        let ingress = &reach.ingress;
        let mut into = vec![Vec::new(); ingress.sets.len()];
        for group in 1..ingress.groups.len() as u32 {
            for (set, ports) in ingress.edges(group) {
                into[set as usize].push((group, ports));
            }
        }
        let mut small = vec![Vec::new(); reach.universe.classes.len() + ingress.outside.classes.len()];
        let mut large = Vec::new();
        for (number, set) in (0..).zip(&ingress.sets) {
            match set {
                crate::set::Set::Few(nodes) => nodes.iter().for_each(|node| small[*node as usize].push(number)),
                crate::set::Set::Many(_) => large.push(number),
            }
        }
        Self { reach, into, small, large, out: None }
    }

    pub(crate) fn row(&mut self, from: usize) -> Row<'a> {
        let reach = self.reach;
        let pods = reach.universe.classes.len();
        let group = if from < pods { reach.egress.group_of[from] } else { 0 };
        let out = match &self.out {
            Some((last, out)) if *last == group => Rc::clone(out),
            _ => Rc::new(self.lets_out(group)),
        };
        self.out = Some((group, Rc::clone(&out)));
        let mut to = self.lets_in(from);
        for (ports, out) in to.iter_mut().zip(&*out) {
            *ports = reach.arena.intersection(*ports, *out);
        }
        // Addresses admit all traffic. Traffic between two addresses outside does not cross the cluster.
        to.extend(out[pods..].iter().map(|ports| if from < pods { *ports } else { NONE }));
        for node in reach.special(from, to.len()) {
            let is_doubted =
                reach.is_doubted(PolicyType::Egress, from as u32) || reach.is_doubted(PolicyType::Ingress, node as u32);
            // The number of an address is of one direction, and as the own side any address is like another.
            let own = |end: usize| end.min(pods) as u32;
            let (source, target) = ([own(from), from as u32], [node as u32, own(node)]);
            to[node] = if is_doubted { NONE } else { reach.cell(source, target).certain };
        }
        Row { reach, from, to }
    }

    /// The allowed egress of the pods of a group, to each node.
    fn lets_out(&self, group: u32) -> Vec<PortsId> {
        let Reach { universe, arena, egress, .. } = self.reach;
        let mut out = vec![egress.start(group); universe.classes.len() + egress.outside.classes.len()];
        if group == 0 {
            return out;
        }
        for (set, ports) in egress.edges(group) {
            egress.sets[set as usize].each(|node| {
                let names = universe.classes.get(node as usize).map(|it| it.names);
                let more = egress.resolve(ports, names);
                let all = &mut out[node as usize];
                *all = arena.union(*all, more);
            });
        }
        out
    }

    /// The ports that each class of pods admits from a node.
    fn lets_in(&self, from: usize) -> Vec<PortsId> {
        let Reach { universe, arena, ingress, .. } = self.reach;
        let mut of_group = vec![NONE; ingress.groups.len()];
        of_group[0] = ALL;
        let mut named = Vec::new();
        let large = self.large.iter().filter(|set| ingress.sets[**set as usize].contains(from as u32));
        for set in self.small[from].iter().chain(large) {
            for &(group, ports) in &self.into[*set as usize] {
                let of = &ingress.ports[ports as usize];
                let all = &mut of_group[group as usize];
                *all = arena.union(*all, of.numbers);
                if !of.names.is_empty() {
                    named.push((group, ports));
                }
            }
        }
        let mut into: Vec<PortsId> = ingress.group_of.iter().map(|group| of_group[*group as usize]).collect();
        for (group, ports) in named {
            for &class in &ingress.members[group as usize] {
                let more = ingress.resolve(ports, Some(universe.classes[class as usize].names));
                let all = &mut into[class as usize];
                *all = arena.union(*all, more);
            }
        }
        into
    }
}
