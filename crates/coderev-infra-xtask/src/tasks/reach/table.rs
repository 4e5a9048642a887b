//! The peers of each workload by ports, in groups: its size does not grow with the number of pairs.
use super::lines::all_ports;
use super::report::{Asked, Report, Shown};
use coderev_reach::{AddressRange, Connections, Groups, ImpliedPeer, NamedPort, Port, PortSet, Workload};
use std::collections::BTreeMap;

/// The peers with the same ports.
#[derive(Clone, Default)]
pub(super) struct Peers {
    /// Groups of workloads.
    pub(super) groups: Vec<u32>,
    pub(super) ranges: Vec<AddressRange>,
    pub(super) implied: Vec<ImpliedPeer>,
    /// DNS names.
    pub(super) names: Vec<String>,
    pub(super) edge: bool,
}

/// The direction of traffic, from the side of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    In,
    Out,
}

pub(super) type Ports = (Connections, Vec<NamedPort>);

pub(super) struct Table<'a> {
    pub(super) groups: Groups<'a>,
    /// All workloads, each with its group.
    pub(super) workloads: Vec<(&'a Workload, usize)>,
    /// For each group, the peers that all of its workloads have.
    common: Vec<BTreeMap<Side, BTreeMap<PortSet, Peers>>>,
    /// Peers that belong to single workloads.
    own: BTreeMap<Workload, BTreeMap<(Side, Ports), Peers>>,
    port: Option<Port>,
}

impl<'a> Table<'a> {
    pub(super) fn new(report: &'a Report, asked: &Asked, port: Option<Port>) -> Self {
        let mut groups = report.reach.groups();
        let workloads: Vec<_> = groups.workloads().collect();
        let count = groups.count();
        let mut common: Vec<BTreeMap<Side, BTreeMap<PortSet, Peers>>> = vec![BTreeMap::new(); count];
        fn peers(
            common: &mut [BTreeMap<Side, BTreeMap<PortSet, Peers>>],
            at: usize,
            side: Side,
            ports: PortSet,
        ) -> &mut Peers {
            common[at].entry(side).or_default().entry(ports).or_default()
        }
        let destinations: Vec<Vec<AddressRange>> =
            groups.destinations().into_iter().map(|it| report.shown(it).collect()).collect();
        let mut outside = Vec::new();
        for from in 0..count {
            let row = groups.row(from);
            let is_alone = groups.members(from).len() == 1;
            for (to, ports) in row.to.iter().enumerate().filter(|(to, it)| !it.is_empty() && (*to != from || !is_alone))
            {
                peers(&mut common, from, Side::Out, *ports).groups.push(to as u32);
                peers(&mut common, to, Side::In, *ports).groups.push(from as u32);
            }
            for (ranges, ports) in destinations.iter().zip(&row.to_addresses).filter(|(_, it)| !it.is_empty()) {
                let asked = ranges.iter().filter(|it| asked.is_destination(&Shown::Range(**it)));
                peers(&mut common, from, Side::Out, *ports).ranges.extend(asked);
            }
            if !report.fqdn_egress.is_empty() {
                outside.push(all_ports(&groups, &row));
            }
        }
        let sources: Vec<_> = groups.rows_of_addresses().collect();
        for (ranges, row) in sources {
            let shown: Vec<AddressRange> =
                report.shown(ranges).filter(|it| asked.is_source(&Shown::Range(*it))).collect();
            for (to, ports) in row.to.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
                peers(&mut common, to, Side::In, *ports).ranges.extend(&shown);
            }
        }
        let mut table = Self { groups, workloads, common, own: BTreeMap::new(), port };
        table.add_exposed(report, asked);
        if !report.fqdn_egress.is_empty() {
            table.add_names(report, asked, &outside);
        }
        table
    }

    fn add_exposed(&mut self, report: &Report, asked: &Asked) {
        for line in report.exposed(asked) {
            let ports = (line.ports, line.names);
            match line.ends {
                [Shown::Implied(peer), Shown::Workload(own)] => self.own(own, Side::In, ports).implied.push(peer),
                [Shown::Workload(own), Shown::Implied(peer)] => self.own(own, Side::Out, ports).implied.push(peer),
                _ => {}
            }
        }
        // The entry points of a workload have the edge, so that it is a peer only in a question about it.
        for (own, ports) in report.from_edge.iter().filter(|_| asked.from.is_some()) {
            if asked.is(&[Shown::Edge, Shown::Workload(own.clone())]) {
                self.own(own.clone(), Side::In, (ports.clone(), Vec::new())).edge = true;
            }
        }
    }

    fn add_names(&mut self, report: &Report, asked: &Asked, outside: &[Connections]) {
        for (own, group) in self.workloads.clone() {
            for (name, ports) in report.names_of(own, &outside[group]) {
                if asked.is(&[Shown::Workload(own.clone()), Shown::Name(name.to_owned())]) {
                    self.own(own.clone(), Side::Out, (ports, Vec::new())).names.push(name.to_owned());
                }
            }
        }
    }

    fn own(&mut self, own: Workload, side: Side, ports: Ports) -> &mut Peers {
        self.own.entry(own).or_default().entry((side, ports)).or_default()
    }

    /// The peers of a workload on one side, by ports.
    pub(super) fn peers(&self, own: &Workload, group: usize, side: Side) -> BTreeMap<Ports, Peers> {
        let mut all: BTreeMap<Ports, Peers> = BTreeMap::new();
        for (ports, peers) in self.common[group].get(&side).into_iter().flatten() {
            if let Some(ports) = self.asked_ports(&(self.groups.ports(*ports), Vec::new())) {
                all.entry(ports).or_default().join(peers);
            }
        }
        let single = self.own.get(own).into_iter().flatten().filter(|((it, _), _)| *it == side);
        for ((_, ports), peers) in single {
            if let Some(ports) = self.asked_ports(ports) {
                all.entry(ports).or_default().join(peers);
            }
        }
        all
    }

    /// The ports that the question is about. None where it is about no port of these.
    fn asked_ports(&self, ports: &Ports) -> Option<Ports> {
        match self.port {
            None => Some(ports.clone()),
            Some(port) => ports.0.contains(port).then(|| (port.into(), Vec::new())),
        }
    }
}

impl Peers {
    fn join(&mut self, other: &Self) {
        self.groups.extend(&other.groups);
        self.ranges.extend(&other.ranges);
        self.implied.extend(other.implied.iter().cloned());
        self.names.extend(other.names.iter().cloned());
        self.edge |= other.edge;
    }
}
