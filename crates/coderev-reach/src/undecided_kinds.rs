//! Unknown verdicts by workload that objects which are not evaluated and policies of the cluster cause.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::Verdict;
use crate::arena::{ALL, NONE, PortsId};
use crate::cause::{Cause, PolicyType};
use crate::direction::Direction;
use crate::groups;
use crate::objects::{Effect, Workload};
use crate::ports::Connections;
use crate::reach::Reach;
use crate::undecided::Undecided;
use crate::world::World;

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
        let is_far = !self.direction(way.opposite()).tiers.is_empty();
        if self.direction(way).tiers.is_empty() && !is_far {
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
        let is_own = |class: u32| self.direction(way).tiers.apply_to(class);
        for (class, kind) in (0..).zip(&kinds).filter(|(class, _)| is_far || is_own(*class)) {
            let own = of_kind.entry(*kind).or_insert_with(|| {
                let rules = self.opened_by(way, &[class]);
                let implied: BTreeSet<u32> = rules.iter().flat_map(|it| it.named().collect::<Vec<_>>()).collect();
                let mut own = (NONE, BTreeSet::new());
                if is_own(class) {
                    let first = self.direction(way).outside_end(self.universe.classes.len()) as u32;
                    let others = others.iter().copied().chain(implied.iter().map(|it| first + it));
                    own = self.unknown_by_tiers(way, class, &others.collect::<Vec<_>>());
                }
                if is_far {
                    self.unknown_far(way, class, &implied, &mut own);
                }
                own
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
                let direction = world.direction(way);
                let bounds = self.one_side(world, direction, own, other, names);
                let open = self.arena.get(bounds.possible).minus(&self.arena.get(bounds.certain));
                if !open.is_empty() {
                    all = self.arena.union(all, self.arena.intern(open.clone()));
                }
                self.tier_causes(world, direction, own, other, names, open, &mut causes);
            }
        }
        (all, causes)
    }

    /// Adds what the policies of the cluster do not decide about implied peers as the other end, by their own side.
    fn unknown_far(&self, way: PolicyType, class: u32, implied: &BTreeSet<u32>, (all, causes): &mut Unknown) {
        let names = (way == PolicyType::Ingress).then(|| self.universe.classes[class as usize].names);
        for world in self.worlds() {
            let (near, far) = (world.direction(way), world.direction(way.opposite()));
            let [near_end, far_end] = [near, far].map(|it| it.outside_end(self.universe.classes.len()) as u32);
            for id in implied {
                let bounds = self.one_side(world, far, far_end + id, class, names);
                let admitted = self.one_side(world, near, class, near_end + id, names).possible;
                let open = self.arena.get(bounds.possible).minus(&self.arena.get(bounds.certain));
                let open = open.intersection(&self.arena.get(admitted));
                if !open.is_empty() {
                    *all = self.arena.union(*all, self.arena.intern(open.clone()));
                    self.tier_causes(world, far, far_end + id, class, names, open, causes);
                }
            }
        }
    }

    /// Adds why the policies of the cluster do not decide about some ports.
    #[expect(clippy::too_many_arguments, reason = "one side of a connection has five parts")]
    fn tier_causes(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: u32,
        other: u32,
        names: Option<u32>,
        mut open: Connections,
        causes: &mut BTreeSet<Cause>,
    ) {
        // The ports that some rules do not decide have the same causes, so one port of each is enough.
        while let Some(port) = open.first() {
            if let Verdict::Unknown(found) = self.tiered(world, direction, own, other, names, port) {
                causes.extend(found);
            }
            open = open.minus(&self.alike_ports(direction, own, names, port));
        }
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
