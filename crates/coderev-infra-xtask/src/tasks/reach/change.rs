//! Changed connections, and their short form: connections with the same change are one line.
use super::ends::{Ends, Spaces, names};
use super::picture::Group;
use super::report::{Report, Shown, shown_ports};
use super::table::Ports;
use coderev_reach::{Connections, GroupChange, NamedPort, Party, Workload, difference_by_group};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};

/// The same change from each of `from` to each of `to`.
pub(super) struct Changed {
    pub(super) from: Vec<Shown>,
    pub(super) to: Vec<Shown>,
    /// The ports before, and now.
    pub(super) sides: [Ports; 2],
    /// The ports that may be allowed, before and now.
    pub(super) unknown: [Connections; 2],
}

/// What happened to some ports of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Opened,
    Closed,
    /// It is unknown whether they opened or closed.
    Unknown,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Opened, Self::Closed, Self::Unknown];
}

impl Changed {
    /// The ports that opened, closed, or changed without a certain verdict before and now.
    pub(super) fn ports(&self, kind: Kind) -> Ports {
        let changed = |is: usize, was: usize| {
            let (ports, names) = minus(&self.sides[is], &self.sides[was]);
            (ports.minus(&self.unknown[was]), names)
        };
        match kind {
            Kind::Opened => changed(1, 0),
            Kind::Closed => changed(0, 1),
            Kind::Unknown => {
                let [old, new] = [&self.sides[0].0, &self.sides[1].0];
                let opened = new.minus(old).intersection(&self.unknown[0]);
                (opened.union(&old.minus(new).intersection(&self.unknown[1])), Vec::new())
            }
        }
    }

    /// Whether it is about pods that are not in the manifests.
    pub(super) fn is_exposure(&self) -> bool {
        self.from.iter().chain(&self.to).any(|it| matches!(it, Shown::Implied(_)))
    }

    /// Whether it is about the pods of one workload.
    fn is_within(&self) -> bool {
        self.from.len() == 1 && self.from == self.to
    }

    /// The source and the destination of each connection.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [&Shown; 2]> {
        let is_within = self.is_within();
        let all = self.from.iter().flat_map(|from| self.to.iter().map(move |to| [from, to]));
        all.filter(move |[from, to]| is_within || from != to)
    }
}

fn minus(a: &Ports, b: &Ports) -> Ports {
    let names: Vec<NamedPort> = a.1.iter().filter(|it| !b.1.contains(it)).cloned().collect();
    (a.0.minus(&b.0), names)
}

fn is_none(ports: &Ports) -> bool {
    ports.0.is_empty() && ports.1.is_empty()
}

/// All changes. Pods that are not in the manifests come first, then addresses.
pub(super) fn all(old: &Report, new: &Report) -> Vec<Changed> {
    let shown = |all: Vec<Party>| all.into_iter().map(Shown::from).collect();
    let mut all: Vec<Changed> = difference_by_group(&old.reach, &new.reach)
        .into_iter()
        .map(|it| {
            let GroupChange { from, to, old, new, old_unknown, new_unknown, old_names, new_names, .. } = it;
            let (sides, unknown) = ([(old, old_names), (new, new_names)], [old_unknown, new_unknown]);
            Changed { from: shown(from), to: shown(to), sides, unknown }
        })
        .collect();
    all.extend(by_name(old, new));
    all.sort_by_cached_key(|it| (rank(it), it.from.clone(), it.to.clone()));
    all
}

/// The place of a change in a list.
fn rank(it: &Changed) -> (u8, bool) {
    let ends = || it.from.iter().chain(&it.to);
    let is_wide = ends().any(|it| matches!(it, Shown::Implied(peer) if peer.is_any()));
    let is_narrow = ends().any(|it| matches!(it, Shown::Implied(peer) if !peer.is_every_pod()));
    match ends().find(|it| !matches!(it, Shown::Workload(_))) {
        Some(Shown::Implied(_)) if is_wide => (0, is_narrow),
        Some(Shown::Implied(_)) => (1, is_narrow),
        Some(Shown::Range(_) | Shown::Name(_) | Shown::Edge | Shown::Unknown(_)) => (2, false),
        Some(Shown::Workload(_)) | None => (3, it.is_within()),
    }
}

/// Changes of egress to DNS names. NetworkPolicies do not contain it.
fn by_name(old: &Report, new: &Report) -> Vec<Changed> {
    let mut all: BTreeMap<(Workload, String), [Connections; 2]> = BTreeMap::new();
    for (side, report) in [old, new].into_iter().enumerate().filter(|(_, it)| !it.fqdn_egress.is_empty()) {
        let mut groups = report.reach.groups();
        for (workload, group) in groups.workloads().collect::<Vec<_>>() {
            let row = groups.row(group);
            for (name, ports) in report.names_of(workload, &super::lines::all_ports(&groups, &row)) {
                all.entry((workload.clone(), name.to_owned())).or_default()[side] = ports;
            }
        }
    }
    let changed = all.into_iter().filter(|(_, [old, new])| old != new);
    changed
        .map(|((from, to), sides)| Changed {
            from: vec![Shown::Workload(from)],
            to: vec![Shown::Name(to)],
            sides: sides.map(|ports| (ports, Vec::new())),
            unknown: Default::default(),
        })
        .collect()
}

/// The numbers for a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Connections between workloads, addresses and names.
    pub(super) connections: usize,
    /// Pairs of a workload and pods that are not in the manifests.
    pub(super) exposures: usize,
}

pub(super) fn count(changes: &[Changed], kind: Kind) -> Count {
    let mut count = Count::default();
    for it in changes.iter().filter(|it| !is_none(&it.ports(kind))) {
        let common = it.from.iter().filter(|from| it.to.binary_search(from).is_ok()).count();
        let pairs = it.from.len() * it.to.len() - if it.is_within() { 0 } else { common };
        *(if it.is_exposure() { &mut count.exposures } else { &mut count.connections }) += pairs;
    }
    count
}

/// One line: `from -> to: ports`.
pub(super) struct Folded {
    pub(super) from: String,
    /// None for the pods of one workload.
    pub(super) to: Option<String>,
    pub(super) ports: String,
    /// The boxes of both ends in a picture.
    pub(super) groups: [Group; 2],
}

impl Display for Folded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.to {
            Some(to) => write!(f, "{} -> {to}: {}", self.from, self.ports),
            None => write!(f, "pods of the same workload, {}: {}", self.from, self.ports),
        }
    }
}

/// The lines of the opened, closed and unknown connections.
pub(super) fn fold(old: &Report, new: &Report, changes: &[Changed]) -> [Vec<Folded>; 3] {
    let mut spaces: BTreeMap<&str, BTreeSet<&Workload>> = BTreeMap::new();
    for workload in old.reach.workloads().chain(new.reach.workloads()) {
        spaces.entry(&workload.namespace).or_default().insert(workload);
    }
    Kind::ALL.map(|kind| side(&spaces, changes, kind))
}

/// Ends with the same peers, ports and rank, with the position of their first change.
type Joined<'a> = BTreeMap<(Ends<'a>, String, (u8, bool)), (usize, Ends<'a>)>;

fn side(spaces: &Spaces<'_>, changes: &[Changed], kind: Kind) -> Vec<Folded> {
    // First the sources of one destination are joined, then the destinations of these sources. The first change of a
    // line decides its place.
    let mut by_destination: Joined<'_> = BTreeMap::new();
    for (at, it) in changes.iter().enumerate() {
        let changed = it.ports(kind);
        if is_none(&changed) {
            continue;
        }
        let ports = ports(it, &changed, kind);
        // The pods of one workload have no other destination.
        let to = if it.is_within() { Ends::new() } else { it.to.iter().collect() };
        let (_, from) = by_destination.entry((to, ports, rank(it))).or_insert((at, Ends::new()));
        from.extend(&it.from);
    }
    let mut by_source: Joined<'_> = BTreeMap::new();
    for ((to, ports, rank), (at, from)) in by_destination {
        let (first, all) = by_source.entry((from, ports, rank)).or_insert((at, Ends::new()));
        *first = at.min(*first);
        all.extend(to);
    }
    let mut lines: Vec<_> = by_source.into_iter().collect();
    lines.sort_by_key(|(_, (at, _))| *at);
    lines
        .into_iter()
        .map(|((from, ports, _), (_, to))| Folded {
            from: names(spaces, &from, &to),
            to: (!to.is_empty()).then(|| names(spaces, &to, &from)),
            ports,
            groups: [group(&from), group(&to)],
        })
        .collect()
}

/// The box of some ends in a picture.
fn group(ends: &Ends<'_>) -> Group {
    let spaces: BTreeSet<&str> = ends
        .iter()
        .filter_map(|it| match it {
            Shown::Workload(it) => Some(&*it.namespace),
            _ => None,
        })
        .collect();
    match (ends.first(), spaces.first()) {
        (Some(Shown::Workload(_)), Some(space)) if spaces.len() == 1 => Group::Namespace((*space).to_owned()),
        (Some(Shown::Implied(_)), _) => Group::Implied,
        (Some(Shown::Range(_) | Shown::Name(_)), _) => Group::Outside,
        (Some(Shown::Edge), _) => Group::Entry,
        (Some(Shown::Unknown(_)), _) => Group::Unknown,
        (Some(Shown::Workload(_)) | None, _) => Group::Cluster,
    }
}

/// The ports that changed, in the shortest form: a set with a few ports less is not a list of ranges.
fn ports(it: &Changed, (changed, names): &Ports, kind: Kind) -> String {
    if kind == Kind::Unknown {
        return shown_ports(changed, names);
    }
    let is_opened = kind == Kind::Opened;
    let [old, new] = it.sides.each_ref().map(|(ports, _)| ports);
    let (whole, rest) = if is_opened { (new, old) } else { (old, new) };
    let kept = whole.intersection(rest);
    if kept.is_empty() || changed.spans().count() <= whole.spans().count() {
        return shown_ports(changed, names);
    }
    let whole = shown_ports(whole, names);
    if is_opened { format!("{whole}, before {kept}") } else { format!("{whole} except {kept}") }
}
