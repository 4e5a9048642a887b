//! The rows of a picture, and the arrows between them.
use super::peers::ranges;
use super::picture::{Arrow, Group, Node, Style, WIDTH, cut};
use super::report::{Asked, Shown, shown_ports};
use super::table::{Peers, Ports, Side, Table};
use coderev_reach::{AddressRange, ImpliedPeer, Workload};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of rows of workloads. More are folded.
const ROWS: usize = 60;
/// A namespace, or the cluster, is one source or destination if it has at least this many rows.
const WHOLE: usize = 3;

/// Rows with the same peer and the same ports.
type Rows = BTreeMap<(Node, Ports), BTreeSet<usize>>;

/// What one row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Workload,
    /// The workloads of one namespace that policies treat alike.
    Alike,
    Namespace,
}

/// The rows of workloads.
pub(super) struct Units<'a> {
    pub(super) level: Level,
    of_workload: BTreeMap<&'a Workload, usize>,
    nodes: Vec<Node>,
    /// The rows of each group of workloads, as far as they can be sources.
    of_group: Vec<BTreeSet<usize>>,
    /// A workload of each namespace and group, with its group, and the number of workloads that it stands for.
    samples: Vec<(&'a Workload, usize, usize)>,
}

impl<'a> Units<'a> {
    pub(super) fn new(table: &Table<'a>, asked: &Asked) -> Self {
        let mut alike: BTreeMap<(&str, usize), Vec<&Workload>> = BTreeMap::new();
        for (workload, group) in &table.workloads {
            alike.entry((&workload.namespace, *group)).or_default().push(workload);
        }
        let level = match (table.workloads.len(), alike.len()) {
            (..=ROWS, _) => Level::Workload,
            (_, ..=ROWS) => Level::Alike,
            _ => Level::Namespace,
        };
        let mut spaces: BTreeMap<&str, usize> = BTreeMap::new();
        for (workload, _) in &table.workloads {
            *spaces.entry(&workload.namespace).or_default() += 1;
        }
        let (mut known, mut nodes) = (BTreeMap::new(), Vec::new());
        let (mut of_workload, mut of_group) = (BTreeMap::new(), vec![BTreeSet::new(); table.groups.count()]);
        for (workload, group) in &table.workloads {
            let space = &*workload.namespace;
            let key = match level {
                Level::Workload => (space, workload.to_string()),
                Level::Alike => (space, group.to_string()),
                Level::Namespace => (space, String::new()),
            };
            let unit = *known.entry(key.clone()).or_insert_with(|| {
                let label = match level {
                    Level::Workload => format!("{} [{}]", workload.name, workload.kind),
                    Level::Alike => several(&alike[&(space, *group)]),
                    Level::Namespace => format!("{} workloads", spaces[space]),
                };
                nodes.push(Node { group: Group::Namespace(space.to_owned()), name: key.1, label });
                nodes.len() - 1
            });
            of_workload.insert(*workload, unit);
            if asked.is_source(&Shown::Workload((*workload).clone())) {
                of_group[*group].insert(unit);
            }
        }
        let samples = match level {
            Level::Workload => table.workloads.iter().map(|(it, group)| (*it, *group, 1)).collect(),
            Level::Alike | Level::Namespace => {
                alike.iter().map(|((_, group), all)| (all[0], *group, all.len())).collect()
            }
        };
        Self { level, of_workload, nodes, of_group, samples }
    }

    pub(super) fn node(&self, workload: &Workload) -> Node {
        self.nodes[self.of_workload[workload]].clone()
    }

    pub(super) fn arrows(&self, table: &Table<'_>, asked: &Asked, arrows: &mut BTreeSet<Arrow>) {
        // The ports between two rows; of two namespaces, on which at least one pair connects.
        let mut inside: BTreeMap<(usize, usize), BTreeSet<Ports>> = BTreeMap::new();
        // The rows that a peer outside reaches, and that reach it.
        let (mut into, mut out) = (Rows::new(), Rows::new());
        for (workload, group, count) in &self.samples {
            let own = self.of_workload[workload];
            let shown = Shown::Workload((*workload).clone());
            if asked.is_destination(&shown) {
                for (ports, peers) in table.peers(workload, *group, Side::In) {
                    for of in peers.groups.iter().map(|it| *it as usize) {
                        // A workload is not its own peer.
                        let is_other = |from: &&usize| !(**from == own && of == *group && *count == 1);
                        for from in self.of_group[of].iter().filter(is_other) {
                            inside.entry((*from, own)).or_default().insert(ports.clone());
                        }
                    }
                    for from in others(&peers) {
                        into.entry((from, ports.clone())).or_default().insert(own);
                    }
                }
            }
            if asked.is_source(&shown) {
                for (ports, peers) in table.peers(workload, *group, Side::Out) {
                    for to in others(&peers) {
                        out.entry((to, ports.clone())).or_default().insert(own);
                    }
                }
            }
        }
        for ((from, ports), to) in into {
            arrows.extend(self.wholes(&to, None).into_iter().map(|it| arrow(from.clone(), it, &ports)));
        }
        for ((to, ports), from) in out {
            arrows.extend(self.wholes(&from, None).into_iter().map(|it| arrow(it, to.clone(), &ports)));
        }
        let pairs = inside.into_iter().map(|((from, to), ports)| {
            let all = ports.into_iter().reduce(|a, b| (a.0.union(&b.0), a.1));
            (from, to, all.expect("each pair has ports"))
        });
        for (from, to, ports) in self.folded(pairs) {
            arrows.insert(arrow(from, to, &ports));
        }
    }

    /// The same arrows with whole namespaces, and the whole cluster, as one end.
    fn folded(&self, pairs: impl Iterator<Item = (usize, usize, Ports)>) -> Vec<(Node, Node, Ports)> {
        let mut by_destination: BTreeMap<(usize, Ports), BTreeSet<usize>> = BTreeMap::new();
        for (from, to, ports) in pairs {
            by_destination.entry((to, ports)).or_default().insert(from);
        }
        let mut by_source: BTreeMap<(Node, Ports), BTreeSet<usize>> = BTreeMap::new();
        for ((to, ports), from) in by_destination {
            for node in self.wholes(&from, Some(to)) {
                by_source.entry((node, ports.clone())).or_default().insert(to);
            }
        }
        let mut all = Vec::new();
        for ((from, ports), to) in by_source {
            let own = self.nodes.iter().position(|it| *it == from);
            all.extend(self.wholes(&to, own).into_iter().map(|it| (from.clone(), it, ports.clone())));
        }
        all
    }

    /// The rows, or their namespaces and the cluster. A row need not be its own peer.
    fn wholes(&self, rows: &BTreeSet<usize>, own: Option<usize>) -> Vec<Node> {
        let has_all = |all: &mut dyn Iterator<Item = usize>| {
            let (mut count, mut is_whole) = (0, true);
            for row in all {
                count += 1;
                is_whole &= rows.contains(&row) || Some(row) == own;
            }
            is_whole && count >= WHOLE
        };
        if has_all(&mut (0..self.nodes.len())) {
            let every = if self.level == Level::Namespace { "every namespace" } else { "every workload" };
            let label = every.to_owned();
            return vec![Node { group: Group::Cluster, name: label.clone(), label }];
        }
        let mut by_space: BTreeMap<&Group, Vec<usize>> = BTreeMap::new();
        for row in rows {
            by_space.entry(&self.nodes[*row].group).or_default().push(*row);
        }
        let mut all = Vec::new();
        for (group, some) in by_space {
            let mut space = (0..self.nodes.len()).filter(|it| self.nodes[*it].group == *group);
            if has_all(&mut space) {
                let label = "every workload of the namespace".to_owned();
                all.push(Node { group: group.clone(), name: String::new(), label });
            } else {
                all.extend(some.into_iter().map(|it| self.nodes[it].clone()));
            }
        }
        all
    }
}

/// Peers that are not workloads. Addresses that differ are different rows.
fn others(peers: &Peers) -> Vec<Node> {
    let mut all = Vec::new();
    if !peers.ranges.is_empty() {
        all.push(addresses(&peers.ranges));
    }
    for name in &peers.names {
        all.push(Node { group: Group::Outside, name: format!("name {name}"), label: name.clone() });
    }
    for peer in &peers.implied {
        all.push(Node { group: Group::Implied, name: peer.to_string(), label: short(peer) });
    }
    all
}

/// The selectors, or the usual name of the pods where the selectors do not fit into a row.
fn short(peer: &ImpliedPeer) -> String {
    let whole = peer.to_string();
    let labels: Vec<(&str, &str)> = peer.labels().collect();
    let usual = ["app.kubernetes.io/name", "k8s-app", "app"].into_iter();
    let mut usual = usual.filter_map(|key| labels.iter().find(|(it, _)| *it == key));
    match usual.next().or(labels.first()) {
        Some((key, value)) if whole.chars().count() > WIDTH => {
            let key = key.rsplit_once('/').map_or(*key, |(_, key)| key);
            let more = if labels.len() > 1 { ", .." } else { "" };
            let space = peer.namespace().map(|it| format!(" in {it}")).unwrap_or_default();
            format!("{key}={value}{more}{space}")
        }
        _ => whole,
    }
}

fn addresses(all: &[AddressRange]) -> Node {
    let blocks = ranges(all);
    let label = match &blocks[..] {
        [first, second, third, _, rest @ ..] => format!("{first}, {second}, {third} and {} more", rest.len() + 1),
        few => few.join(", "),
    };
    Node { group: Group::Outside, name: blocks.join(", "), label }
}

fn arrow(from: Node, to: Node, (ports, names): &Ports) -> Arrow {
    let ports = if ports.is_all() { "all ports".to_owned() } else { shown_ports(ports, names) };
    Arrow { from, to, ports, style: Style::Allowed }
}

/// The names of some workloads, as far as a row has space.
fn several(all: &[&Workload]) -> String {
    let names = super::fold::names(&all.iter().map(|it| &*it.name).collect::<Vec<_>>()).join(", ");
    if all.len() == 1 { format!("{names} [{}]", all[0].kind) } else { format!("{}: {}", all.len(), cut(&names, 500)) }
}
