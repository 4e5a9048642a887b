//! Every connection of a question as a line, source by source: only the lines of one source are in memory.
use super::question::Question;
use super::report::{Allowed, Asked, End, Line, Report, Shown, Who};
use crate::error::CliError;
use coderev_reach::{
    AddressRange, Connections, Flow, GroupRow, Groups, NamedPort, PolicyType, Port, PortSet, Ranges, Workload,
};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A connection with one end that is not in the manifests.
pub(super) struct Exposed {
    pub(super) ends: [Shown; 2],
    pub(super) ports: Connections,
    pub(super) names: Vec<NamedPort>,
}

impl Report {
    /// The connections of a question. Sources are sorted: addresses, workloads, pods that are not in the manifests,
    /// the edge. Destinations are sorted in the same order.
    pub(super) fn lines<'a>(&'a self, question: &Question) -> Result<impl Iterator<Item = Line> + use<'a>, CliError> {
        let asked = self.asked(question)?;
        let port = question.port;
        let (mut last, mut exposed) = (Vec::new(), BTreeMap::<Workload, Vec<Line>>::new());
        for Exposed { ends, ports, names } in self.exposed(&asked) {
            let own = match &ends[0] {
                Shown::Workload(own) => Some(own.clone()),
                _ => None,
            };
            if let Some(ports) = asked_ports(ports, names, port) {
                let line = Line { ends: ends.map(End::new), ports };
                own.map_or(&mut last, |own| exposed.entry(own).or_default()).push(line);
            }
        }
        last.sort();
        for (to, ports) in &self.from_edge {
            let ends = [Shown::Edge, Shown::Workload(to.clone())];
            if let Some(ports) = asked_ports(ports.clone(), Vec::new(), port).filter(|_| asked.is(&ends)) {
                last.push(Line { ends: ends.map(End::new), ports });
            }
        }
        let mut source = Source::new(self, asked, port, exposed);
        let from_addresses = source.addresses();
        let from_workloads: Vec<(&Workload, usize)> = source.groups.workloads().collect();
        let all = from_addresses.into_iter().map(From::Range);
        let all = all.chain(from_workloads.into_iter().map(|(own, group)| From::Workload(own, group)));
        Ok(all.flat_map(move |from| source.lines(from)).chain(last))
    }

    /// The unknown connections: one line for each workload, direction and cause. The other end is unknown.
    pub(super) fn unknown_lines(&self, question: &Question) -> Result<impl Iterator<Item = Line> + use<>, CliError> {
        let mut lines = Vec::new();
        for (workload, own) in self.undecided(question)? {
            let own_end = End::new(Shown::Workload(workload.clone()));
            for it in own {
                let causes: Vec<String> = it.causes.iter().map(ToString::to_string).collect();
                let other = End::new(Shown::Unknown(causes.join("; ")));
                let ends = match it.policy_type {
                    PolicyType::Ingress => [other, own_end.clone()],
                    PolicyType::Egress => [own_end.clone(), other],
                };
                lines.push(Line { ends, ports: Allowed::unknown(it.ports) });
            }
        }
        Ok(lines.into_iter())
    }

    /// The connections with pods that are not in the manifests.
    pub(super) fn exposed(&self, asked: &Asked) -> impl Iterator<Item = Exposed> {
        self.reach.exposed().filter_map(move |flow| {
            let Flow { from, to, ports, names, .. } = flow;
            let ends = [from.into(), to.into()];
            asked.is(&ends).then_some(Exposed { ends, ports, names })
        })
    }

    /// The ranges that are shown: IPv6 addresses only if a policy has one.
    pub(super) fn shown<'a>(&self, ranges: Ranges<'a>) -> impl Iterator<Item = AddressRange> + use<'a> {
        let has_v6 = self.reach.names_ipv6();
        ranges.iter().filter(move |it| has_v6 || it.first.is_ipv4())
    }

    /// The DNS names that a workload may connect to. `outside` has the ports that policies allow to addresses.
    pub(super) fn names_of<'a>(&'a self, own: &Workload, outside: &Connections) -> BTreeMap<&'a str, Connections> {
        if self.fqdn_egress.is_empty() {
            return BTreeMap::new();
        }
        self.reach.fqdn_connections(own, &self.fqdn_egress, outside)
    }
}

/// The source of some lines.
enum From<'a> {
    Range((AddressRange, Rc<GroupRow>)),
    Workload(&'a Workload, usize),
}

/// The data that the lines of every source need.
struct Source<'a> {
    report: &'a Report,
    asked: Asked,
    port: Option<Port>,
    groups: Groups<'a>,
    /// The workloads that can be destinations, and their groups.
    workloads: Vec<(Rc<End>, usize)>,
    /// The addresses of each place in a row, as far as they can be destinations.
    addresses: Vec<Vec<Rc<End>>>,
    ports: BTreeMap<PortSet, Option<Rc<Allowed>>>,
    /// The pods that are not in the manifests, by source.
    exposed: BTreeMap<Workload, Vec<Line>>,
}

impl<'a> Source<'a> {
    fn new(report: &'a Report, asked: Asked, port: Option<Port>, exposed: BTreeMap<Workload, Vec<Line>>) -> Self {
        let groups = report.reach.groups();
        let workloads = groups.workloads().map(|(it, group)| (End::new(Shown::Workload(it.clone())), group));
        let workloads = workloads.filter(|(end, _)| asked.is_destination(&end.shown)).collect();
        let ends = |ranges: Ranges<'_>| -> Vec<Rc<End>> {
            let all = report.shown(ranges).map(Shown::Range).filter(|it| asked.is_destination(it));
            all.map(End::new).collect()
        };
        let addresses = groups.destinations().into_iter().map(ends).collect();
        Self { report, asked, port, groups, workloads, addresses, ports: BTreeMap::new(), exposed }
    }

    /// The addresses as sources, sorted, with their rows.
    fn addresses(&mut self) -> Vec<(AddressRange, Rc<GroupRow>)> {
        let mut sources: Vec<(AddressRange, Rc<GroupRow>)> = Vec::new();
        for (ranges, row) in self.groups.rows_of_addresses() {
            let row = Rc::new(row);
            sources.extend(self.report.shown(ranges).map(|it| (it, Rc::clone(&row))));
        }
        sources.sort_by_key(|(range, _)| *range);
        sources
    }

    fn lines(&mut self, from: From<'a>) -> Vec<Line> {
        let (shown, row, own) = match from {
            From::Range((range, row)) => (Shown::Range(range), Some(row), None),
            From::Workload(own, group) => (Shown::Workload(own.clone()), None, Some((own, group))),
        };
        if !self.asked.is_source(&shown) {
            return Vec::new();
        }
        let row = match (row, own) {
            (Some(row), _) => row,
            (None, Some((_, group))) => self.groups.row(group),
            (None, None) => return Vec::new(),
        };
        let from = End::new(shown);
        let mut lines = Vec::new();
        for (at, ports) in row.to_addresses.iter().enumerate().filter(|(_, ports)| !ports.is_empty()) {
            if let Some(ports) = self.allowed(*ports) {
                let all = self.addresses[at].iter();
                lines.extend(all.map(|to| Line { ends: [from.clone(), to.clone()], ports: ports.clone() }));
            }
        }
        for at in 0..self.workloads.len() {
            let ports = row.to[self.workloads[at].1];
            if !ports.is_empty()
                && self.workloads[at].0.shown != from.shown
                && let Some(ports) = self.allowed(ports)
            {
                lines.push(Line { ends: [from.clone(), self.workloads[at].0.clone()], ports });
            }
        }
        if let Some((own, _)) = own {
            lines.extend(self.exposed.remove(own).into_iter().flatten());
            lines.extend(self.by_name(own, &from, &row));
            lines.sort();
        }
        lines
    }

    fn allowed(&mut self, set: PortSet) -> Option<Rc<Allowed>> {
        if !self.ports.contains_key(&set) {
            let ports = asked_ports(self.groups.ports(set), Vec::new(), self.port);
            self.ports.insert(set, ports);
        }
        self.ports[&set].clone()
    }

    fn by_name(&self, own: &Workload, from: &Rc<End>, row: &GroupRow) -> Vec<Line> {
        if matches!(self.asked.to, Some(Who::Workloads { .. })) {
            return Vec::new();
        }
        let names = self.report.names_of(own, &all_ports(&self.groups, row)).into_iter();
        let line = |(name, ports): (&str, Connections)| {
            let to = End::new(Shown::Name(name.to_owned()));
            Some(Line { ends: [from.clone(), to], ports: asked_ports(ports, Vec::new(), self.port)? })
        };
        names.filter_map(line).collect()
    }
}

/// The ports that the question is about. None where it is about no port of these.
fn asked_ports(ports: Connections, names: Vec<NamedPort>, port: Option<Port>) -> Option<Rc<Allowed>> {
    match port {
        None => Some(Allowed::new(ports, names)),
        Some(port) => ports.contains(port).then(|| Allowed::new(port.into(), Vec::new())),
    }
}

/// The ports that are open to any address.
pub(super) fn all_ports(groups: &Groups<'_>, row: &GroupRow) -> Connections {
    let mut distinct: Vec<PortSet> = row.to_addresses.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.into_iter().fold(Connections::default(), |all, it| all.union(&groups.ports(it)))
}
