//! The data for all formats.
use super::question::Question;
use crate::error::CliError;
use crate::out::terminal::visible;
use coderev_reach::{
    AddressRange, Connections, Convention, EntryPoint, Flow, FqdnEgress, HostNetwork, ImpliedPeer, Objects, Party,
    PeerId, Reach, Workload,
};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// As Kubernetes documents it, and as other analysers do. A warning names the workloads on the network of their node.
pub(super) const CONVENTION: Convention = Convention::KUBERNETES.host_network(HostNetwork::Pod);

/// The name of the edge in lists: the pods of the ingress controller or gateway.
pub(super) const EDGE: &str = "{ingress-controller}";

/// A connection in the form of the lists.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) ports: Connections,
    pub(super) ends: [Shown; 2],
}

/// One end of a line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    Edge,
    Workload(Workload),
    Range(AddressRange),
    /// Pods that are not in the manifests.
    Implied(ImpliedPeer),
    /// A DNS name outside the cluster.
    Name(String),
}

pub(super) struct Report {
    pub(super) reach: Reach,
    entry_points: Vec<EntryPoint>,
    fqdn_egress: Vec<FqdnEgress>,
    /// The workloads that the edge can reach.
    from_edge: BTreeMap<Workload, Connections>,
}

impl Report {
    pub(super) fn new(reach: Reach, objects: &Objects) -> Self {
        let entry_points = reach.entry_points(objects);
        let from_edge = reach.from_edge(objects, &entry_points);
        Self { entry_points, fqdn_egress: objects.fqdn_egress().cloned().collect(), from_edge, reach }
    }

    /// Workloads on the network of their node.
    pub(super) fn on_host_network(&self) -> Vec<&Workload> {
        let mut found: Vec<_> =
            self.reach.peers().filter(|(_, it)| it.host_network).map(|(_, it)| &it.workload).collect();
        found.dedup();
        found
    }

    /// The connections of a question, sorted.
    pub(super) fn lines(&self, question: &Question) -> Result<Vec<Line>, CliError> {
        let asked = self.asked(question)?;
        let [from, to] = &asked;
        let flows = self
            .reach
            .flows()
            .chain(self.reach.exposed())
            .map(|Flow { from, to, ports, .. }| line([from, to].map(Shown::from), ports));
        let from_edge = self.from_edge.iter();
        let from_edge = from_edge.map(|(to, ports)| line([Shown::Edge, Shown::Workload(to.clone())], ports.clone()));
        let is_asked = |it: &Line| {
            from.as_ref().is_none_or(|who| who.is(&it.ends[0])) && to.as_ref().is_none_or(|who| who.is(&it.ends[1]))
        };
        let mut lines: Vec<Line> = flows.chain(from_edge).filter(is_asked).collect();
        lines.extend(self.by_name(&asked, &lines));
        if let Some(port) = question.port {
            lines.retain(|it| it.ports.contains(port));
            lines.iter_mut().for_each(|it| it.ports = port.into());
        }
        lines.sort();
        Ok(lines)
    }

    /// The entry points of a question. They are for traffic from outside the cluster, so no workload is their source.
    pub(super) fn entry_points(&self, question: &Question) -> Result<Vec<&EntryPoint>, CliError> {
        let [from, to] = self.asked(question)?;
        let is_asked = |entry: &&EntryPoint| {
            let serves = Shown::Workload(self.reach.peer(entry.peer).workload.clone());
            let comes = match &from {
                None | Some(Who::Address(_)) => true,
                Some(Who::Workloads(_, is_edge)) => *is_edge && entry.is_routed(),
            };
            comes
                && to.as_ref().is_none_or(|who| who.is(&serves))
                && question.port.is_none_or(|port| entry.port == port)
        };
        Ok(self.entry_points.iter().filter(is_asked).collect())
    }

    /// The DNS names that the workloads in question may connect to, a line for each. `lines` are the other connections.
    fn by_name(&self, [from, to]: &[Option<Who>; 2], lines: &[Line]) -> Vec<Line> {
        let mut all = Vec::new();
        if self.fqdn_egress.is_empty() || matches!(to, Some(Who::Workloads(..))) {
            return all;
        }
        let mut outside: BTreeMap<&Workload, Connections> = BTreeMap::new();
        for Line { ports, ends, .. } in lines {
            if let [Shown::Workload(from), Shown::Range(_)] = ends {
                let known = outside.entry(from).or_default();
                *known = known.union(ports);
            }
        }
        let closed = Connections::default();
        for workload in self.reach.workloads() {
            let shown = Shown::Workload(workload.clone());
            if from.as_ref().is_none_or(|who| who.is(&shown)) {
                let by_policy = outside.get(workload).unwrap_or(&closed);
                let names = self.reach.fqdn_connections(workload, &self.fqdn_egress, by_policy).into_iter();
                all.extend(names.map(|(name, ports)| line([shown.clone(), Shown::Name(name.to_owned())], ports)));
            }
        }
        all
    }

    /// Workloads whose pods may connect to each other, and the ports. A line has two different ends, so no line shows
    /// these connections.
    pub(super) fn within(&self, question: &Question) -> Result<Vec<(&Workload, Connections)>, CliError> {
        let asked = self.asked(question)?;
        let is_asked = |it: &Workload| {
            let shown = Shown::Workload(it.clone());
            asked.iter().flatten().all(|who| who.is(&shown))
        };
        let mut all = Vec::new();
        for workload in self.reach.workloads().filter(|it| is_asked(it)) {
            let ports = self.reach.within(workload);
            let ports = question.port.map_or_else(|| ports.clone(), |port| ports.intersection(&port.into()));
            if !ports.is_empty() {
                all.push((workload, ports));
            }
        }
        Ok(all)
    }

    /// The egress to DNS names of one pod.
    pub(super) fn fqdn_egress_of(&self, peer: PeerId) -> impl Iterator<Item = &FqdnEgress> {
        let peer = self.reach.peer(peer);
        self.fqdn_egress.iter().filter(|it| it.applies_to(peer))
    }

    fn asked(&self, question: &Question) -> Result<[Option<Who>; 2], CliError> {
        let who = |name: &Option<String>| name.as_deref().map(|name| self.who(name)).transpose();
        Ok([who(&question.from)?, who(&question.to)?])
    }

    /// The workloads or the address that a `--from` or `--to` names.
    pub(super) fn who(&self, name: &str) -> Result<Who, CliError> {
        if let Ok(address) = name.parse() {
            return Ok(Who::Address(address));
        }
        let is_named = |it: &&Workload| {
            let names =
                [it.name.clone(), it.namespace.clone(), format!("{}/{}", it.namespace, it.name), it.to_string()];
            names.iter().any(|it| it == name) || name.strip_suffix("/*").is_some_and(|space| it.namespace == space)
        };
        let found: Vec<Workload> = self.reach.workloads().filter(is_named).cloned().collect();
        if !found.is_empty() || name == EDGE {
            return Ok(Who::Workloads(found, name == EDGE));
        }
        // First the names that start with it: the name of a Job ends with its version.
        let alike = |it: &&Workload| {
            !name.is_empty() && (it.name.starts_with(name) || format!("{}/{}", it.namespace, it.name).starts_with(name))
        };
        let named = |it: &Workload| format!("`{}/{}`", visible(&it.namespace), visible(&it.name));
        let mut known: Vec<String> = self.reach.workloads().filter(alike).take(8).map(named).collect();
        if known.is_empty() {
            known = self.reach.workloads().take(8).map(named).collect();
        }
        let help = if known.is_empty() {
            "the manifests hold no workload".into()
        } else {
            format!("there are {}", known.join(", "))
        };
        Err(CliError::usage(format!("there is no workload, namespace or address `{name}`")).with_help(help))
    }

    pub(super) fn peers(&self, workload: &Workload) -> Vec<PeerId> {
        self.reach.of_workload(workload).collect()
    }
}

/// The value of `--from` or `--to`. `true` means that the edge is included.
pub(super) enum Who {
    Workloads(Vec<Workload>, bool),
    Address(IpAddr),
}

impl Who {
    fn is(&self, end: &Shown) -> bool {
        match (self, end) {
            (Self::Workloads(all, _), Shown::Workload(workload)) => all.contains(workload),
            (Self::Workloads(_, is_edge), Shown::Edge) => *is_edge,
            (Self::Address(address), Shown::Range(range)) => range.first <= *address && *address <= range.last,
            _ => false,
        }
    }
}

impl From<Party> for Shown {
    fn from(party: Party) -> Self {
        match party {
            Party::Workload(workload) => Self::Workload(workload),
            Party::Range(range) => Self::Range(range),
            Party::Implied(peer) => Self::Implied(peer),
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Edge => f.write_str(EDGE),
            Self::Workload(workload) => f.write_str(&visible(&workload.to_string())),
            Self::Range(range) => range.fmt(f),
            Self::Implied(peer) => f.write_str(&visible(&peer.to_string())),
            Self::Name(name) => f.write_str(&visible(name)),
        }
    }
}

fn line(ends: [Shown; 2], ports: Connections) -> Line {
    Line { from: ends[0].to_string(), to: ends[1].to_string(), ports, ends }
}
