//! Classes: pods that all policies treat alike, and addresses that all rules treat alike.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::collections::{BTreeMap, BTreeSet};

use crate::address::{AddressRange, Addresses, before};
use crate::labels::Labels;
use crate::objects::{ContainerPort, Objects, Peer};
use crate::spans::Spans;

/// The id of a peer: its index in the sorted list of all peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeerId(pub(crate) u32);

/// Peers with the same namespace, labels and named ports.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) namespace: u32,
    pub(crate) labels: Labels,
    /// The index of its list of named ports.
    pub(crate) names: u32,
    pub(crate) host_network: bool,
    /// Its addresses, as far as CIDR blocks distinguish them: the first address with the same blocks.
    pub(crate) addresses: Vec<IpAddr>,
    pub(crate) peers: Vec<PeerId>,
}

/// All peers, grouped into classes.
#[derive(Debug)]
pub(crate) struct Universe {
    pub(crate) peers: Vec<Peer>,
    pub(crate) class_of: Vec<u32>,
    pub(crate) classes: Vec<Class>,
    pub(crate) namespaces: Vec<(String, Labels)>,
    /// Distinct lists of named ports.
    pub(crate) names: Vec<Vec<ContainerPort>>,
}

impl Universe {
    pub(crate) fn new(objects: &Objects, cuts: &Cuts) -> Self {
        let with_name = |(name, labels): (&String, &Labels)| {
            let mut labels = labels.clone();
            labels.insert(coderev_objects::labels::NAMESPACE_NAME.into(), name.clone());
            (name.clone(), labels)
        };
        let namespaces: Vec<_> = objects.namespaces.iter().map(with_name).collect();
        let mut universe =
            Self { peers: Vec::new(), class_of: Vec::new(), classes: Vec::new(), namespaces, names: Vec::new() };
        let (mut classes, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (number, peer) in (0..).zip(objects.peers.values()) {
            let namespace =
                universe.namespace(&peer.workload.namespace).expect("the namespace of a peer is added with it");
            let named: Vec<_> = peer.ports.iter().filter(|port| !port.name.is_empty()).cloned().collect();
            let name = *names.entry(named.clone()).or_insert_with(|| {
                universe.names.push(named);
                universe.names.len() as u32 - 1
            });
            let host_network = peer.host_network;
            let addresses = cuts.distinguished(&peer.addresses);
            let key = (namespace, peer.labels.clone(), name, host_network, addresses.clone());
            let class = *classes.entry(key).or_insert_with(|| {
                let labels = peer.labels.clone();
                universe.classes.push(Class {
                    namespace,
                    labels,
                    names: name,
                    host_network,
                    addresses,
                    peers: Vec::new(),
                });
                universe.classes.len() as u32 - 1
            });
            universe.classes[class as usize].peers.push(PeerId(number));
            universe.class_of.push(class);
            universe.peers.push(peer.clone());
        }
        universe
    }

    pub(crate) fn namespace(&self, name: &str) -> Option<u32> {
        self.namespaces.binary_search_by(|(it, _)| it.as_str().cmp(name)).ok().map(|at| at as u32)
    }
}

/// The addresses at which a CIDR block of any policy starts, or has ended.
#[derive(Default)]
pub(crate) struct Cuts(BTreeSet<IpAddr>);

impl Cuts {
    pub(crate) fn add(&mut self, block: &Addresses) {
        for range in block.ranges() {
            self.0.insert(range.first);
            self.0.extend(range.after());
        }
    }

    /// For each address the first address that is in the same blocks, so that pods do not differ by addresses that no
    /// policy distinguishes. Empty where no policy has a block.
    fn distinguished(&self, addresses: &[IpAddr]) -> Vec<IpAddr> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let first = |it: &IpAddr| {
            let start: IpAddr = if it.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
            self.0.range(..=it).next_back().copied().filter(|cut| cut.is_ipv4() == it.is_ipv4()).unwrap_or(start)
        };
        let mut all: Vec<IpAddr> = addresses.iter().map(first).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Addresses outside the cluster, grouped by the CIDR blocks that contain them.
#[derive(Debug)]
pub(crate) struct Outside {
    /// The classes of addresses. Every address is in exactly one class.
    pub(crate) classes: Vec<Addresses>,
    /// For each set of blocks, its classes.
    pub(crate) of_blocks: Vec<Vec<u32>>,
    /// The starts and ends of single blocks, sorted. Results are split there, so that users find the CIDR blocks of
    /// their policies in them.
    cuts: Vec<IpAddr>,
}

impl Outside {
    pub(crate) fn new(blocks: &[&Addresses], single: &BTreeSet<&Addresses>) -> Self {
        let mut classes: BTreeMap<Vec<u32>, [Vec<(u128, u128)>; 2]> = BTreeMap::new();
        for (family, whole) in Addresses::all().families().into_iter().enumerate() {
            for (holders, span) in partition(whole, blocks.iter().map(|it| it.families()[family])) {
                classes.entry(holders).or_default()[family].push(span);
            }
        }
        let mut of_blocks = vec![Vec::new(); blocks.len()];
        for (number, holders) in (0..).zip(classes.keys()) {
            for &block in holders {
                of_blocks[block as usize].push(number);
            }
        }
        let mut cuts: Vec<IpAddr> = Vec::new();
        for range in single.iter().flat_map(|it| it.ranges()) {
            cuts.push(range.first);
            cuts.extend(range.after());
        }
        cuts.sort_unstable();
        cuts.dedup();
        Self {
            cuts,
            classes: classes.into_values().map(|both| Addresses::of_families(both.map(Spans::join))).collect(),
            of_blocks,
        }
    }

    /// The ranges of a class, split at the starts and ends of single blocks.
    pub(crate) fn ranges(&self, class: usize) -> impl Iterator<Item = AddressRange> + '_ {
        self.classes[class].ranges().flat_map(|AddressRange { first, last }| {
            let from = self.cuts.partition_point(|cut| *cut <= first);
            let to = self.cuts.partition_point(|cut| *cut <= last);
            let inside = &self.cuts[from..to];
            let starts = std::iter::once(first).chain(inside.iter().copied());
            let ends = inside.iter().map(|cut| before(*cut)).chain(std::iter::once(last));
            starts.zip(ends).map(|(first, last)| AddressRange { first, last })
        })
    }

    /// The classes that may hold the address of a pod. The first list has the classes with IPv4 addresses: a pod has
    /// one. The second list has the classes of blocks with IPv6 addresses: a pod may have one too.
    pub(crate) fn of_pods(&self) -> [Vec<u32>; 2] {
        let in_block: BTreeSet<u32> = self.of_blocks.iter().flatten().copied().collect();
        let numbered = || (0..).zip(&self.classes);
        [
            numbered().filter(|(_, it)| it.has_v4()).map(|(number, _)| number).collect(),
            numbered()
                .filter(|(number, it)| it.has_v6() && in_block.contains(number))
                .map(|(number, _)| number)
                .collect(),
        ]
    }

    pub(crate) fn class_of(&self, address: IpAddr) -> usize {
        self.classes.iter().position(|it| it.contains(address)).expect("every address is in a class")
    }
}

/// Splits `whole` at each end of `sets`, and lists for each piece the sets that contain it.
fn partition<'a>(
    whole: &Spans<u128>,
    sets: impl Iterator<Item = &'a Spans<u128>>,
) -> impl Iterator<Item = (Vec<u32>, (u128, u128))> {
    let last = whole.iter().last().map_or(0, |(_, last)| last);
    let mut cuts = BTreeMap::<u128, Vec<(u32, bool)>>::from([(0, Vec::new())]);
    for (number, spans) in (0..).zip(sets) {
        for (from, to) in spans.iter() {
            cuts.entry(from).or_default().push((number, true));
            if to < last {
                cuts.entry(to + 1).or_default().push((number, false));
            }
        }
    }
    let starts: Vec<u128> = cuts.keys().copied().collect();
    let mut holders = BTreeSet::new();
    cuts.into_iter().enumerate().map(move |(at, (start, changes))| {
        // A set may end and start again at the same position, so ends come first.
        for (number, begins) in &changes {
            if !begins {
                holders.remove(number);
            }
        }
        holders.extend(changes.iter().filter_map(|(number, begins)| begins.then_some(*number)));
        let end = starts.get(at + 1).map_or(last, |next| next - 1);
        (holders.iter().copied().collect(), (start, end))
    })
}
