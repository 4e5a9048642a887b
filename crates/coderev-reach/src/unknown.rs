//! The rules that make a verdict unknown.

use crate::cause::Cause;
use crate::direction::Direction;
use crate::ports::Port;
use crate::reach::Reach;
use crate::world::{Blocks, Place, World};

impl Reach {
    /// The rules that decide whether a pod of the class `own` may use the port: by a CIDR block, by the number of a
    /// port by name, or by a label that a controller chooses.
    pub(crate) fn unknown_rules(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: u32,
        other: u32,
        names: Option<u32>,
        port: Port,
    ) -> Vec<Cause> {
        let first = self.universe.classes.len() as u32;
        let blocks = self.blocks(world, direction, other);
        let group = direction.group_of[own as usize];
        let classes: Vec<u32> = match self.place(direction, other) {
            Place::Known(classes) => classes.to_vec(),
            Place::Unknown => direction.of_pods.iter().flatten().copied().collect(),
        };
        let mut causes = Vec::new();
        for (policy, rule) in self.maybe_selecting(direction, group, other) {
            let (_, ports) = direction.rules[policy as usize][rule];
            if self.arena.contains(direction.resolve(ports, names), port) {
                causes.push(Cause::ChosenLabel { policy: self.policies[policy as usize].clone() });
            }
        }
        for &policy in &direction.groups[group as usize] {
            for (at, &(set, ports)) in direction.rules[policy as usize].iter().enumerate() {
                let set = &direction.sets[set as usize];
                let is_number = self.arena.contains(direction.resolve(ports, names), port);
                let is_named =
                    !is_number && self.unnumbered(direction, ports, other).is_some_and(|whole| whole.contains(port));
                let in_block = blocks != Blocks::Ignored && classes.iter().any(|it| set.contains(first + it));
                let is_selected = || self.selects(direction, (policy, at), other);
                let (name, rule) = (&self.policies[policy as usize], at + 1);
                if in_block && (is_number || is_named) {
                    let is_undecided = blocks == Blocks::Undecided;
                    causes.push(Cause::IpBlock { policy: name.clone(), rule, is_undecided });
                }
                if is_named && (in_block || is_selected()) {
                    causes.push(Cause::NamedPort { policy: name.clone(), rule });
                }
            }
        }
        causes
    }
}
