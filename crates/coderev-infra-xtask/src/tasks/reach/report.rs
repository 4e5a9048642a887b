//! What all forms of the answer are made from.
use super::by_name::Way;
use super::question::Question;
use super::strangers;
use crate::error::CliError;
use coderev_reach::{
    AddressRange, Connections, Convention, Door, Flow, HostNetwork, IpBlocks, Labels, Objects, Party, Peer, PeerId,
    Reach, SelfTraffic, Workload,
};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// As Kubernetes documents it, and as other analysers do; who is on a node's network is told of.
pub(super) const CONVENTION: Convention =
    Convention { self_traffic: SelfTraffic::Always, ip_blocks: IpBlocks::Outside, host_network: HostNetwork::Pod };

/// Who stands for the edge in lists: the pods of the ingress controller or gateway, whoever they are.
pub(super) const EDGE: &str = "{ingress-controller}";

/// A connection as lists show it.
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
    /// A name outside of the cluster, whatever its addresses are.
    Name(String),
}

pub(super) struct Report {
    pub(super) reach: Reach,
    doors: Vec<Door>,
    ways: Vec<Way>,
    /// The unknown pod for which the edge is tried, where anything is routed.
    edge: Option<Reach>,
}

impl Report {
    pub(super) fn new(reach: Reach, objects: &Objects, ways: Vec<Way>) -> Self {
        let doors = reach.doors(objects);
        let edge = doors.iter().any(|it| it.kind != "Service").then(|| {
            let mut objects = objects.clone();
            objects.add(&stranger());
            Reach::new(&objects, CONVENTION).expect("the policies were well without one more pod")
        });
        Self { reach, doors, ways, edge }
    }

    /// Workloads on their node's network.
    pub(super) fn on_host_network(&self) -> Vec<&Workload> {
        let mut found: Vec<_> =
            self.reach.peers().filter(|(_, it)| it.host_network).map(|(_, it)| &it.workload).collect();
        found.dedup();
        found
    }

    /// What a pod that nobody knows, as the edge's pods mostly are not among the manifests, may reach of what is led in.
    fn through_doors(&self) -> BTreeMap<Workload, Connections> {
        let mut all: BTreeMap<Workload, Connections> = BTreeMap::new();
        let Some(edge) = &self.edge else { return all };
        let stranger = edge.of_workload(&stranger().workload).next().expect("it was added");
        for door in self.doors.iter().filter(|it| it.kind != "Service") {
            let peer = self.reach.peer(door.peer);
            let there = edge.of_workload(&peer.workload).find(|id| edge.peer(*id).pod == peer.pod);
            let let_in = edge.between(stranger.into(), there.expect("all others are there too").into());
            let ports = let_in.intersection(&door.port.into());
            if !ports.is_empty() {
                let known = all.entry(peer.workload.clone()).or_default();
                *known = known.union(&ports);
            }
        }
        all
    }

    /// Sorted, as the question narrows them.
    pub(super) fn lines(&self, question: &Question) -> Result<Vec<Line>, CliError> {
        let asked = self.asked(question)?;
        let [from, to] = &asked;
        let flows = self.reach.flows().map(|Flow { from, to, ports }| line([from, to].map(Shown::from), ports));
        let doors = self.through_doors().into_iter();
        let doors = doors.map(|(to, ports)| line([Shown::Edge, Shown::Workload(to)], ports));
        let is_meant = |it: &Line| {
            // What strangers do among themselves and with the world is not what the manifests are about.
            let is_ours = |end: &Shown| matches!(end, Shown::Workload(it) if it.kind != strangers::KIND);
            it.ends.iter().any(is_ours)
                && from.as_ref().is_none_or(|who| who.is(&it.ends[0]))
                && to.as_ref().is_none_or(|who| who.is(&it.ends[1]))
        };
        let mut lines: Vec<Line> = flows.chain(doors).filter(is_meant).collect();
        lines.extend(self.by_name(&asked, &lines));
        if let Some(port) = question.port {
            lines.retain(|it| it.ports.contains(port));
            lines.iter_mut().for_each(|it| it.ports = port.into());
        }
        lines.sort();
        Ok(lines)
    }

    /// The doors that are asked about. They lead in from outside, so none does from a workload.
    pub(super) fn doors(&self, question: &Question) -> Result<Vec<&Door>, CliError> {
        let [from, to] = self.asked(question)?;
        let is_meant = |door: &&Door| {
            let serves = Shown::Workload(self.reach.peer(door.peer).workload.clone());
            let comes = match &from {
                None | Some(Who::Address(_)) => true,
                Some(Who::Workloads(_, is_edge)) => *is_edge && door.kind != "Service",
            };
            comes && to.as_ref().is_none_or(|who| who.is(&serves)) && question.port.is_none_or(|port| door.port == port)
        };
        Ok(self.doors.iter().filter(is_meant).collect())
    }

    /// Names that those who are asked about may go out to, a line for each. `lines` are the others.
    fn by_name(&self, [from, to]: &[Option<Who>; 2], lines: &[Line]) -> Vec<Line> {
        let mut all = Vec::new();
        if self.ways.is_empty() || matches!(to, Some(Who::Workloads(..))) {
            return all;
        }
        let mut open: BTreeMap<&Workload, Connections> = BTreeMap::new();
        for Line { ports, ends, .. } in lines {
            if let [Shown::Workload(from), Shown::Range(_)] = ends {
                let known = open.entry(from).or_default();
                *known = known.union(ports);
            }
        }
        for workload in self.reach.workloads().filter(|it| it.kind != strangers::KIND) {
            let shown = Shown::Workload(workload.clone());
            if !from.as_ref().is_none_or(|who| who.is(&shown)) {
                continue;
            }
            let mut names: BTreeMap<&str, Connections> = BTreeMap::new();
            let of = |way: &&Way| self.reach.of_workload(workload).any(|id| way.is_of(self.reach.peer(id)));
            for way in self.ways.iter().filter(of) {
                let by_policy = || open.get(workload).cloned().unwrap_or_default();
                let ports = if way.narrows() { way.ports.intersection(&by_policy()) } else { way.ports.clone() };
                for name in &way.names {
                    let known = names.entry(name).or_default();
                    *known = known.union(&ports);
                }
            }
            let named = names.into_iter().filter(|(_, ports)| !ports.is_empty());
            all.extend(named.map(|(name, ports)| line([shown.clone(), Shown::Name(name.to_owned())], ports)));
        }
        all
    }

    /// Workloads whose pods reach one another, on which ports. A line has two ends, so none says it.
    pub(super) fn among(&self, question: &Question) -> Result<Vec<(&Workload, Connections)>, CliError> {
        let asked = self.asked(question)?;
        let is_asked = |it: &Workload| {
            let shown = Shown::Workload(it.clone());
            asked.iter().flatten().all(|who| who.is(&shown))
        };
        let mut all = Vec::new();
        for workload in self.reach.workloads().filter(|it| it.kind != strangers::KIND && is_asked(it)) {
            let pods = self.unlike(workload);
            let mut ports = Connections::default();
            for (from, to) in pods.iter().flat_map(|from| pods.iter().map(move |to| (*from, *to))) {
                // A pod that was given one by one is itself here, which says nothing of another.
                if from != to || !self.reach.peer(from).is_one() {
                    ports = ports.union(&self.reach.between(from.into(), to.into()));
                }
            }
            if let Some(port) = question.port {
                ports = ports.intersection(&port.into());
            }
            if !ports.is_empty() {
                all.push((workload, ports));
            }
        }
        Ok(all)
    }

    /// Pods of a workload that policies may tell apart, and two of those that none does.
    fn unlike(&self, workload: &Workload) -> Vec<PeerId> {
        let mut seen: BTreeMap<_, usize> = BTreeMap::new();
        let is_new = |id: &PeerId| {
            let peer = self.reach.peer(*id);
            let ports: Vec<_> = peer.ports.iter().map(|it| (&it.name, it.protocol, it.number)).collect();
            let alike = seen.entry((&peer.labels, ports, peer.host_network)).or_default();
            *alike += 1;
            *alike <= 2
        };
        self.reach.of_workload(workload).filter(is_new).collect()
    }

    /// The ways out to names of one pod.
    pub(super) fn ways_of(&self, peer: PeerId) -> impl Iterator<Item = &Way> {
        let peer = self.reach.peer(peer);
        self.ways.iter().filter(|way| way.is_of(peer))
    }

    fn asked(&self, question: &Question) -> Result<[Option<Who>; 2], CliError> {
        let who = |word: &Option<String>| word.as_deref().map(|word| self.who(word)).transpose();
        Ok([who(&question.from)?, who(&question.to)?])
    }

    /// Whom a word of the command line means.
    pub(super) fn who(&self, word: &str) -> Result<Who, CliError> {
        if let Ok(address) = word.parse() {
            return Ok(Who::Address(address));
        }
        let is_meant = |it: &&Workload| {
            let names =
                [it.name.clone(), it.namespace.clone(), format!("{}/{}", it.namespace, it.name), it.to_string()];
            names.iter().any(|name| name == word) || word.strip_suffix("/*").is_some_and(|space| it.namespace == space)
        };
        let found: Vec<Workload> = self.reach.workloads().filter(is_meant).cloned().collect();
        if !found.is_empty() || word == EDGE {
            return Ok(Who::Workloads(found, word == EDGE));
        }
        // Best those that begin as the word does: a job's name ends with its version.
        let alike = |it: &&Workload| {
            !word.is_empty() && (it.name.starts_with(word) || format!("{}/{}", it.namespace, it.name).starts_with(word))
        };
        let named = |it: &Workload| format!("`{}/{}`", it.namespace, it.name);
        let mut known: Vec<String> = self.reach.workloads().filter(alike).take(8).map(named).collect();
        if known.is_empty() {
            known = self.reach.workloads().take(8).map(named).collect();
        }
        let help = if known.is_empty() {
            "the manifests hold no workload at all".into()
        } else {
            format!("there are {}", known.join(", "))
        };
        Err(CliError::usage(format!("there is no workload, namespace or address `{word}`")).with_help(help))
    }

    pub(super) fn peers(&self, workload: &Workload) -> Vec<PeerId> {
        self.reach.of_workload(workload).collect()
    }
}

/// Whom a word means.
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
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Edge => f.write_str(EDGE),
            Self::Workload(workload) => workload.fmt(f),
            Self::Range(range) => range.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

fn line(ends: [Shown; 2], ports: Connections) -> Line {
    Line { from: ends[0].to_string(), to: ends[1].to_string(), ports, ends }
}

/// A pod without labels in a namespace that nobody names.
fn stranger() -> Peer {
    Peer {
        workload: Workload {
            namespace: "ingress-controller-ns".into(),
            name: "ingress-controller".into(),
            kind: "Pod".into(),
        },
        pod: "ingress-controller".into(),
        labels: Labels::new(),
        ports: Vec::new(),
        addresses: Vec::new(),
        host_network: false,
    }
}
