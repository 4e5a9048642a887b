//! Isolation: whether policies select a workload at all.

use crate::cause::PolicyType;
use crate::groups::Groups;
use crate::objects::Workload;
use crate::reach::Reach;
use crate::universe::PeerId;

/// Whether policies select the pods of a workload, by direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Isolation {
    /// For ingress.
    pub ingress: Selection,
    /// For egress.
    pub egress: Selection,
}

/// Whether policies select the pods of a workload in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selection {
    /// A policy selects each of its pods.
    Selected,
    /// It is unknown whether a policy limits its pods: network plugins differ, or an object about them is not evaluated.
    Unknown,
    /// No policy selects some of its pods, so every connection of these is allowed.
    Free,
}

impl Reach {
    /// Whether policies select the pods of a workload.
    #[must_use]
    pub fn isolation(&self, workload: &Workload) -> Isolation {
        let classes: Vec<u32> =
            self.of_workload(workload).map(|PeerId(it)| self.universe.class_of[it as usize]).collect();
        self.isolation_of(&classes)
    }

    fn isolation_of(&self, classes: &[u32]) -> Isolation {
        let of = |way| {
            let each = classes.iter().map(|class| self.selection(way, *class));
            each.max().unwrap_or(Selection::Selected)
        };
        Isolation { ingress: of(PolicyType::Ingress), egress: of(PolicyType::Egress) }
    }

    fn selection(&self, way: PolicyType, class: u32) -> Selection {
        let is_selected = |world: crate::world::World<'_>| {
            let direction = world.direction(way);
            direction.group_of[class as usize] != 0 || direction.tiers.apply_to(class)
        };
        let (mut all, mut any) = (true, self.is_doubted(way, class));
        for world in self.worlds() {
            all &= is_selected(world);
            any |= is_selected(world);
        }
        match (all, any) {
            (true, _) => Selection::Selected,
            (false, true) => Selection::Unknown,
            (false, false) => Selection::Free,
        }
    }
}

impl Groups<'_> {
    /// Whether policies select the pods of the workloads of a group.
    #[must_use]
    pub fn isolation(&self, group: usize) -> Isolation {
        self.reach().isolation_of(self.classes_of(group))
    }
}
