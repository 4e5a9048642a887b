//! The data for all formats.
use super::question::Question;
use super::warnings;
use crate::error::CliError;
use crate::out::terminal::visible;
use coderev_reach::{
    AddressRange, Connections, EntryPoint, FqdnEgress, ImpliedPeer, NamedPort, Objects, Party, Peer, PeerId,
    PolicyType, Reach, Undecided, Workload,
};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::rc::Rc;

/// The name of the edge in lists: the pods of the ingress controller or gateway.
pub(super) const EDGE: &str = "{ingress-controller}";

/// A connection in the form of the lists. Lines share their parts, because there are many.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) ends: [Rc<End>; 2],
    pub(super) ports: Rc<Allowed>,
}

/// One end of a line, with its text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    pub(super) shown: Shown,
    pub(super) text: String,
}

impl End {
    pub(super) fn new(shown: Shown) -> Rc<Self> {
        Rc::new(Self { text: shown.to_string(), shown })
    }
}

/// The ports of a line, with their text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Allowed {
    pub(super) ports: Connections,
    /// Ports by name, of pods that are not in the manifests.
    pub(super) names: Vec<NamedPort>,
    pub(super) text: String,
}

impl Allowed {
    pub(super) fn new(ports: Connections, names: Vec<NamedPort>) -> Rc<Self> {
        Rc::new(Self { text: shown_ports(&ports, &names), ports, names })
    }
}

impl Allowed {
    /// Ports that may be allowed.
    pub(super) fn unknown(ports: Connections) -> Rc<Self> {
        Rc::new(Self { text: format!("unknown: {ports}"), ports, names: Vec::new() })
    }
}

/// The ports, followed by the ports by name.
pub(super) fn shown_ports(ports: &Connections, names: &[NamedPort]) -> String {
    let numbers = (!ports.is_empty() || names.is_empty()).then(|| ports.to_string());
    let names = names.iter().map(|it| visible(&it.to_string()).into_owned());
    numbers.into_iter().chain(names).collect::<Vec<_>>().join(",")
}

/// One end of a line, in the order of the lists.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    Range(AddressRange),
    Workload(Workload),
    /// Pods that are not in the manifests.
    Implied(ImpliedPeer),
    /// A DNS name outside the cluster.
    Name(String),
    Edge,
    /// It is unknown which ends, for these reasons.
    Unknown(String),
}

pub(super) struct Report {
    pub(super) reach: Reach,
    /// Every warning: about the input, about policies and about references.
    pub(super) warnings: Vec<String>,
    pub(super) entry_points: Vec<EntryPoint>,
    pub(super) fqdn_egress: Vec<FqdnEgress>,
    /// The workloads that the edge can reach.
    pub(super) from_edge: BTreeMap<Workload, Connections>,
}

impl Report {
    pub(super) fn new(reach: Reach, objects: &Objects) -> Self {
        let entry_points = reach.entry_points(objects);
        let from_edge = reach.from_edge(&entry_points);
        let warnings = warnings::all(objects, &reach);
        Self { warnings, entry_points, fqdn_egress: objects.fqdn_egress().cloned().collect(), from_edge, reach }
    }

    /// The workloads in question with unknown connections.
    pub(super) fn undecided(&self, question: &Question) -> Result<BTreeMap<&Workload, Vec<Undecided>>, CliError> {
        let asked = self.asked(question)?;
        let mut all = self.reach.undecided();
        all.retain(|workload, own| {
            let shown = Shown::Workload((*workload).clone());
            own.retain(|it| match it.policy_type {
                PolicyType::Ingress => asked.is_destination(&shown),
                PolicyType::Egress => asked.is_source(&shown),
            });
            !own.is_empty()
        });
        for own in all.values_mut() {
            own.retain_mut(|it| {
                if let Some(port) = question.port {
                    it.ports = it.ports.intersection(&port.into());
                }
                !it.ports.is_empty()
            });
        }
        all.retain(|_, own| !own.is_empty());
        Ok(all)
    }

    /// The entry points of a question. They are for traffic from outside the cluster, so no workload is their source.
    pub(super) fn entry_points(&self, question: &Question) -> Result<Vec<&EntryPoint>, CliError> {
        let Asked { from, to } = self.asked(question)?;
        let is_asked = |entry: &&EntryPoint| {
            let serves = Shown::Workload(self.reach.peer(entry.peer).workload.clone());
            let comes = match &from {
                None | Some(Who::Address(_)) => true,
                Some(Who::Pods(..)) => false,
                Some(Who::Workloads { is_edge, .. }) => *is_edge && entry.is_routed(),
            };
            comes
                && to.as_ref().is_none_or(|who| who.is(&serves))
                && question.port.is_none_or(|port| entry.port == port)
        };
        Ok(self.entry_points.iter().filter(is_asked).collect())
    }

    /// Workloads whose pods may connect to each other, and the ports. A line has two different ends, so no line shows
    /// these connections.
    pub(super) fn within(&self, question: &Question) -> Result<Vec<(&Workload, Connections)>, CliError> {
        let asked = self.asked(question)?;
        let is_asked = |it: &Workload| {
            let shown = Shown::Workload(it.clone());
            asked.is_source(&shown) && asked.is_destination(&shown)
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

    pub(super) fn asked(&self, question: &Question) -> Result<Asked, CliError> {
        let who = |name: &Option<String>| name.as_deref().map(|name| self.who(name)).transpose();
        Ok(Asked { from: who(&question.from)?, to: who(&question.to)? })
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
        let is_implied = |it: &&ImpliedPeer| {
            let is_space = |space: &str| space == name || name.strip_suffix("/*") == Some(space);
            it.namespace().is_some_and(is_space) || it.to_string() == name
        };
        let implied: BTreeSet<ImpliedPeer> =
            self.reach.implied_peers().map(|(_, it)| it).filter(is_implied).cloned().collect();
        if !found.is_empty() || !implied.is_empty() || name == EDGE {
            let workloads = found.into_iter().collect();
            return Ok(Who::Workloads { workloads, implied, is_edge: name == EDGE });
        }
        let pods = self.pods(name);
        if !pods.is_empty() {
            let workloads = pods.iter().map(|it| self.reach.peer(*it).workload.clone()).collect();
            return Ok(Who::Pods(pods, workloads));
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

    /// The pods with this name: `db-0` or `shop/db-0`.
    fn pods(&self, name: &str) -> Vec<PeerId> {
        let is_named = |it: &Peer| {
            it.is_one() && (it.pod == name || name.split_once('/') == Some((&*it.workload.namespace, &*it.pod)))
        };
        self.reach.peers().filter(|(_, it)| is_named(it)).map(|(id, _)| id).collect()
    }

    pub(super) fn peers(&self, workload: &Workload) -> Vec<PeerId> {
        self.reach.of_workload(workload).collect()
    }
}

/// The values of `--from` and `--to`.
pub(super) struct Asked {
    pub(super) from: Option<Who>,
    pub(super) to: Option<Who>,
}

impl Asked {
    pub(super) fn is_source(&self, end: &Shown) -> bool {
        self.from.as_ref().is_none_or(|who| who.is(end))
    }

    pub(super) fn is_destination(&self, end: &Shown) -> bool {
        self.to.as_ref().is_none_or(|who| who.is(end))
    }

    pub(super) fn is(&self, [from, to]: &[Shown; 2]) -> bool {
        self.is_source(from) && self.is_destination(to)
    }

    /// Whether it is about everything.
    pub(super) fn is_all(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// The value of `--from` or `--to`.
pub(super) enum Who {
    Workloads {
        workloads: BTreeSet<Workload>,
        implied: BTreeSet<ImpliedPeer>,
        is_edge: bool,
    },
    /// Pods, and their workloads, whose lines are shown.
    Pods(Vec<PeerId>, BTreeSet<Workload>),
    Address(IpAddr),
}

impl Who {
    fn is(&self, end: &Shown) -> bool {
        match (self, end) {
            (Self::Workloads { workloads: all, .. } | Self::Pods(_, all), Shown::Workload(workload)) => {
                all.contains(workload)
            }
            (Self::Workloads { implied, .. }, Shown::Implied(peer)) => implied.contains(peer),
            (Self::Workloads { is_edge, .. }, Shown::Edge) => *is_edge,
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
            Self::Unknown(causes) => write!(f, "{{unknown: {}}}", visible(causes)),
        }
    }
}
