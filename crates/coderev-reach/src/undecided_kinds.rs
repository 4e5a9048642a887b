//! Unknown verdicts by workload that objects which are not evaluated and policies of the cluster cause.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::Verdict;
use crate::cause::{Cause, PolicyType};
use crate::groups;
use crate::objects::{Effect, Workload};
use crate::ports::{ALL, NONE, PortsId};
use crate::reach::Reach;
use crate::undecided::Undecided;

/// Ports that may be allowed, with the causes.
type Unknown = (PortsId, BTreeSet<Cause>);

impl Reach {
    /// The workloads that objects which are not evaluated are about: one entry for all of these objects.
    pub(crate) fn by_ignored(&self, way: PolicyType) -> BTreeMap<&Workload, Undecided> {
        let mut of_class: BTreeMap<u32, Unknown> = BTreeMap::new();
        let direction = self.direction(way);
        for ignored in self.ignored.iter().filter(|it| it.applies_to(way)) {
            for &class in &ignored.classes {
                let (ports, causes) = of_class.entry(class).or_insert((NONE, BTreeSet::new()));
                causes.insert(ignored.cause.clone());
                let group = direction.group_of[class as usize];
                // An object that only denies leaves what network policies allow.
                let is_whole = ignored.effect == Effect::Decides || group == 0 || direction.tiers.apply_to(class);
                if is_whole {
                    *ports = ALL;
                    continue;
                }
                let names = (way == PolicyType::Ingress).then(|| self.universe.classes[class as usize].names);
                for (_, of) in direction.edges(group) {
                    *ports = self.arena.union(*ports, direction.resolve(of, names));
                    if let Some(whole) = direction.whole(of).filter(|_| names.is_none()) {
                        *ports = self.arena.union(*ports, self.arena.intern(whole));
                    }
                }
            }
        }
        self.by_workload(way, &of_class)
    }

    /// The workloads for which policies of the cluster do not decide about some other end.
    pub(crate) fn by_tiers(&self, way: PolicyType) -> BTreeMap<&Workload, Undecided> {
        let mut of_class: BTreeMap<u32, Unknown> = BTreeMap::new();
        if self.direction(way).tiers.is_empty() {
            return BTreeMap::new();
        }
        let kinds = groups::kinds(self);
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        for (class, kind) in (0..).zip(&kinds) {
            first.entry(*kind).or_insert(class);
        }
        let outside = self.universe.classes.len()..self.direction(way).outside_end(self.universe.classes.len());
        let others: Vec<u32> = first.values().copied().chain(outside.map(|it| it as u32)).collect();
        let mut of_kind: BTreeMap<u32, Unknown> = BTreeMap::new();
        for (class, kind) in (0..).zip(&kinds).filter(|(class, _)| self.direction(way).tiers.apply_to(*class)) {
            let own = of_kind.entry(*kind).or_insert_with(|| {
                let rules = self.opened_by(way, &[class]);
                let first = self.direction(way).outside_end(self.universe.classes.len()) as u32;
                let implied: BTreeSet<u32> = rules.iter().flat_map(|it| it.named().collect::<Vec<_>>()).collect();
                let others: Vec<u32> = others.iter().copied().chain(implied.into_iter().map(|it| first + it)).collect();
                self.unknown_by_tiers(way, class, &others)
            });
            if own.0 != NONE {
                of_class.insert(class, own.clone());
            }
        }
        self.by_workload(way, &of_class)
    }

    fn unknown_by_tiers(&self, way: PolicyType, own: u32, others: &[u32]) -> Unknown {
        let (mut all, mut causes) = (NONE, BTreeSet::new());
        for &other in others {
            let names = match way {
                PolicyType::Ingress => Some(self.universe.classes[own as usize].names),
                PolicyType::Egress => self.universe.classes.get(other as usize).map(|it| it.names),
            };
            for world in self.worlds() {
                let direction = if way == PolicyType::Egress { world.egress } else { world.ingress };
                let bounds = self.one_side(world, direction, own, other, names);
                let mut open = self.arena.get(bounds.possible).minus(&self.arena.get(bounds.certain));
                if !open.is_empty() {
                    all = self.arena.union(all, self.arena.intern(open.clone()));
                }
                // The ports that some rules do not decide have the same causes, so one port of each is enough.
                while let Some(port) = open.first() {
                    let found = match self.tiered(world, direction, own, other, names, port) {
                        Verdict::Unknown(found) => found,
                        _ => Vec::new(),
                    };
                    causes.extend(found);
                    open = open.minus(&self.alike_ports(direction, own, names, port));
                }
            }
        }
        (all, causes)
    }

    fn by_workload(&self, way: PolicyType, of_class: &BTreeMap<u32, Unknown>) -> BTreeMap<&Workload, Undecided> {
        let mut all: BTreeMap<&Workload, Unknown> = BTreeMap::new();
        for (class, (ports, causes)) in of_class {
            for peer in &self.universe.classes[*class as usize].peers {
                let own = all.entry(&self.peer(*peer).workload).or_insert((NONE, BTreeSet::new()));
                own.0 = self.arena.union(own.0, *ports);
                own.1.extend(causes.iter().cloned());
            }
        }
        let entry = |(ports, causes): Unknown| Undecided {
            policy_type: way,
            ports: self.arena.get(ports),
            causes: causes.into_iter().collect(),
        };
        all.into_iter().map(|(workload, own)| (workload, entry(own))).collect()
    }
}
