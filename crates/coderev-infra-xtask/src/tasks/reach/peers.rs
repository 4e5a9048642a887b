//! Peers in the shortest exact form: all workloads, namespaces, single workloads, addresses, names.
use super::fold;
use super::report::{Asked, Shown};
use super::table::{Peers, Side, Table};
use crate::out::terminal::visible;
use coderev_reach::{AddressRange, ImpliedPeer, Workload};
use std::collections::{BTreeMap, BTreeSet};

/// A namespace is shown as one peer if it has at least this many workloads.
const WHOLE: usize = 2;
/// The maximum number of workloads of one namespace that are listed by name.
const LISTED: usize = 40;

/// The names of all peers of a table.
pub(super) struct Names<'a> {
    /// The workloads of each group that are in question, by namespace: as destinations, and as sources.
    members: [Vec<BTreeMap<&'a str, Vec<&'a Workload>>>; 2],
    /// The number of all workloads of each namespace.
    all: BTreeMap<&'a str, usize>,
    total: usize,
    legend: Legend,
}

impl<'a> Names<'a> {
    pub(super) fn new(table: &Table<'a>, asked: &Asked) -> Self {
        let mut members = [vec![BTreeMap::new(); table.groups.count()], vec![BTreeMap::new(); table.groups.count()]];
        let mut all = BTreeMap::new();
        for (workload, group) in &table.workloads {
            let shown = Shown::Workload((*workload).clone());
            for (at, is_asked) in [(0, asked.is_destination(&shown)), (1, asked.is_source(&shown))] {
                if is_asked {
                    let by_space: &mut BTreeMap<&str, Vec<&Workload>> = &mut members[at][*group];
                    by_space.entry(&*workload.namespace).or_default().push(workload);
                }
            }
            *all.entry(&*workload.namespace).or_default() += 1;
        }
        Self { members, all, total: table.workloads.len(), legend: Legend::default() }
    }

    /// The peers of `own`, which is never a peer of itself.
    pub(super) fn shown(&mut self, peers: &Peers, own: &Workload, side: Side) -> Vec<String> {
        let mut shown = self.workloads(peers, own, side);
        if peers.edge {
            shown.push("the edge".to_owned());
        }
        shown.extend(ranges(&peers.ranges));
        shown.extend(peers.names.iter().map(|name| format!("{} (by DNS name)", visible(name))));
        // Wide peers come first.
        let mut implied: Vec<&ImpliedPeer> = peers.implied.iter().collect();
        implied.sort_by_key(|it| (!it.is_every_pod(), *it));
        shown.extend(implied.into_iter().map(|it| self.legend.name(it)));
        shown
    }

    fn workloads(&self, peers: &Peers, own: &Workload, side: Side) -> Vec<String> {
        let members = &self.members[usize::from(side == Side::In)];
        let mut by_space: BTreeMap<&str, Vec<&Vec<&Workload>>> = BTreeMap::new();
        for (space, some) in peers.groups.iter().flat_map(|group| &members[*group as usize]) {
            by_space.entry(space).or_default().push(some);
        }
        let has_own = |some: &[&Vec<&Workload>]| some.iter().any(|it| it.binary_search(&own).is_ok());
        // Only the own namespace can have it.
        let count = |space: &str, some: &[&Vec<&Workload>]| {
            let is_in = space == own.namespace && has_own(some);
            some.iter().map(|it| it.len()).sum::<usize>() - usize::from(is_in)
        };
        let total: usize = by_space.iter().map(|(space, some)| count(space, some)).sum();
        if total > WHOLE && total + 1 == self.total {
            return vec!["every workload".into()];
        }
        let mut shown = Vec::new();
        for (space, some) in &by_space {
            let is_own = *space == own.namespace;
            let (count, all) = (count(space, some), self.all[space] - usize::from(is_own));
            if count >= WHOLE && count == all {
                shown.push(format!("{}/*", visible(space)));
                continue;
            }
            let mut names: Vec<&Workload> =
                some.iter().flat_map(|it| it.iter().copied()).filter(|it| *it != own).collect();
            names.sort_unstable();
            names.dedup();
            let names: Vec<&str> = names.iter().map(|it| &*it.name).collect();
            let names = if names.len() > WHOLE {
                fold::names(&names)
            } else {
                names.iter().map(|it| (*it).to_owned()).collect()
            };
            let rest = names.len().saturating_sub(LISTED);
            let in_space = |it: &String| {
                let name = visible(it);
                if is_own { name.into_owned() } else { format!("{}/{name}", visible(space)) }
            };
            shown.extend(names.iter().take(LISTED).map(in_space));
            if rest > 0 {
                shown.push(format!("and {rest} more of {} (`--format csv` lists them)", visible(space)));
            }
        }
        shown
    }

    pub(super) fn legend(&self) -> &Legend {
        &self.legend
    }

    pub(super) fn legend_mut(&mut self) -> &mut Legend {
        &mut self.legend
    }
}

/// Addresses: every address, or CIDR blocks.
pub(super) fn ranges(ranges: &[AddressRange]) -> Vec<String> {
    let mut ranges: Vec<AddressRange> = ranges.to_vec();
    ranges.sort_unstable();
    ranges.dedup();
    let is_whole = |v4: bool| {
        let mut family = ranges.iter().filter(|it| it.first.is_ipv4() == v4).peekable();
        let Some(first) = family.peek().map(|it| it.first) else { return false };
        let mut next = Some(first);
        let is_start = first.is_unspecified();
        for range in family {
            if next != Some(range.first) {
                return false;
            }
            next = range.after();
        }
        is_start && next.is_none()
    };
    if is_whole(true) && (is_whole(false) || ranges.iter().all(|it| it.first.is_ipv4())) {
        return vec!["every address outside the cluster".into()];
    }
    ranges.iter().map(fold::block).collect()
}

/// Short names for pods that are not in the manifests, with their selectors at the end of the output.
#[derive(Default)]
pub(super) struct Legend {
    names: BTreeMap<ImpliedPeer, String>,
    used: BTreeSet<String>,
}

impl Legend {
    /// A short name in brackets, or the selectors of a wide peer.
    pub(super) fn name(&mut self, peer: &ImpliedPeer) -> String {
        if let Some(name) = self.names.get(peer) {
            return name.clone();
        }
        let label = |key: &str| peer.labels().find(|(it, _)| *it == key).map(|(_, value)| value);
        let usual = ["app.kubernetes.io/name", "k8s-app", "app"].into_iter().find_map(label);
        let Some(value) = usual.or_else(|| peer.labels().next().map(|(_, value)| value)) else {
            return visible(&peer.to_string()).into_owned();
        };
        let in_space = peer.namespace().map(|space| format!("{space}/{value}"));
        let plain = [Some(value.to_owned()), in_space];
        let numbered = (2..).map(|number: u32| format!("{value} {number}"));
        let mut free = plain.into_iter().flatten().chain(numbered).filter(|it| !self.used.contains(it));
        let name = free.next().expect("there is always one more number");
        let shown = format!("[{}]", visible(&name));
        self.used.insert(name);
        self.names.insert(peer.clone(), shown.clone());
        shown
    }

    /// The short names with their meaning.
    pub(super) fn text(&self) -> String {
        if self.names.is_empty() {
            return String::new();
        }
        let mut all: Vec<(&String, &ImpliedPeer)> = self.names.iter().map(|(peer, name)| (name, peer)).collect();
        all.sort();
        let lines = all.into_iter().map(|(name, peer)| format!("  {name}  {}\n", visible(&peer.to_string())));
        format!("not in these manifests:\n{}", lines.collect::<String>())
    }
}
