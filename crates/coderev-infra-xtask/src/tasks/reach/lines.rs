//! Every connection of a question as a line, source by source: only the lines of one source are in memory.
use super::question::Question;
use super::report::{Asked, Line, Report, Shown, Who};
use crate::error::CliError;
use coderev_reach::{AddressRange, Connections, Flow, GroupRow, Groups, PortSet, Ranges, Workload};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Report {
    /// The connections of a question. Sources are sorted: addresses, workloads, pods that are not in the manifests,
    /// the edge. Destinations are sorted in the same order.
    pub(super) fn lines<'a>(&'a self, question: &Question) -> Result<impl Iterator<Item = Line> + use<'a>, CliError> {
        let asked = Rc::new(self.asked(question)?);
        let port = question.port;
        let (exposed, mut exposed_out) = self.exposed(&asked);
        let edge =
            self.from_edge.iter().map(|(to, ports)| line(Shown::Edge, Shown::Workload(to.clone()), ports.clone()));
        let edge: Vec<Line> = edge.filter(|it| asked.is(&it.ends)).collect();

        let mut groups = self.reach.groups();
        let mut sources: Vec<(AddressRange, Rc<GroupRow>)> = Vec::new();
        for (ranges, row) in groups.rows_of_addresses() {
            let row = Rc::new(row);
            sources.extend(self.shown(ranges).map(|it| (it, Rc::clone(&row))));
        }
        sources.sort_by_key(|(range, _)| *range);
        let destinations = groups.destinations().into_iter().map(|it| self.shown(it).collect()).collect();
        let workloads: Vec<(&Workload, usize)> = groups.workloads().collect();
        let mut source = Source { report: self, asked, groups, workloads: workloads.clone(), destinations };
        enum From<'a> {
            Range(AddressRange, Rc<GroupRow>),
            Workload(&'a Workload, usize),
        }
        let all = sources.into_iter().map(|(range, row)| From::Range(range, row));
        let all = all.chain(workloads.into_iter().map(|(own, group)| From::Workload(own, group)));
        let inside = all.flat_map(move |from| match from {
            From::Range(range, row) => source.lines(&Shown::Range(range), &row),
            From::Workload(own, group) => {
                let from = Shown::Workload(own.clone());
                if !source.asked.is_source(&from) {
                    return Vec::new();
                }
                let row = source.groups.row(group);
                let mut lines = source.lines(&from, &row);
                lines.extend(exposed_out.remove(own).into_iter().flatten());
                lines.extend(source.by_name(own, &row));
                lines.sort();
                lines
            }
        });
        let with_port = move |mut line: Line| match port {
            None => Some(line),
            Some(port) if line.ports.contains(port) => {
                line.ports = port.into();
                line.names.clear();
                Some(line)
            }
            Some(_) => None,
        };
        Ok(inside.chain(exposed).chain(edge).filter_map(with_port))
    }

    /// The connections with pods that are not in the manifests: from them, and to them by source.
    pub(super) fn exposed(&self, asked: &Asked) -> (Vec<Line>, BTreeMap<Workload, Vec<Line>>) {
        let (mut from, mut to) = (Vec::new(), BTreeMap::<Workload, Vec<Line>>::new());
        for flow in self.reach.exposed() {
            let Flow { ports, names, .. } = flow;
            let ends = [flow.from.into(), flow.to.into()];
            if asked.is(&ends) {
                match &ends[0] {
                    Shown::Workload(own) => to.entry(own.clone()).or_default().push(Line { ends, ports, names }),
                    _ => from.push(Line { ends, ports, names }),
                }
            }
        }
        from.sort();
        (from, to)
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

/// What the lines of every source need.
struct Source<'a> {
    report: &'a Report,
    asked: Rc<Asked>,
    groups: Groups<'a>,
    workloads: Vec<(&'a Workload, usize)>,
    /// The addresses of each place in a row.
    destinations: Vec<Vec<AddressRange>>,
}

impl Source<'_> {
    fn lines(&self, from: &Shown, row: &GroupRow) -> Vec<Line> {
        let mut lines = Vec::new();
        if !self.asked.is_source(from) {
            return lines;
        }
        let mut add = |to: Shown, ports: PortSet| {
            if self.asked.is_destination(&to) {
                lines.push(line(from.clone(), to, self.groups.ports(ports)));
            }
        };
        for (ranges, ports) in self.destinations.iter().zip(&row.to_addresses).filter(|(_, ports)| !ports.is_empty()) {
            ranges.iter().for_each(|range| add(Shown::Range(*range), *ports));
        }
        for (to, group) in self.workloads.iter().filter(|(_, group)| !row.to[*group].is_empty()) {
            if !matches!(from, Shown::Workload(own) if own == *to) {
                add(Shown::Workload((*to).clone()), row.to[*group]);
            }
        }
        lines
    }

    fn by_name(&self, own: &Workload, row: &GroupRow) -> Vec<Line> {
        if matches!(self.asked.to, Some(Who::Workloads { .. })) {
            return Vec::new();
        }
        let names = self.report.names_of(own, &all_ports(&self.groups, row)).into_iter();
        names.map(|(name, ports)| line(Shown::Workload(own.clone()), Shown::Name(name.to_owned()), ports)).collect()
    }
}

/// The ports that are open to any address.
pub(super) fn all_ports(groups: &Groups<'_>, row: &GroupRow) -> Connections {
    let mut distinct: Vec<PortSet> = row.to_addresses.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.into_iter().fold(Connections::default(), |all, it| all.union(&groups.ports(it)))
}

fn line(from: Shown, to: Shown, ports: Connections) -> Line {
    Line { ends: [from, to], ports, names: Vec::new() }
}
