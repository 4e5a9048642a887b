//! The CIDR blocks that make a verdict unknown.

use crate::cause::Cause;
use crate::direction::Direction;
use crate::ports::Port;
use crate::reach::Reach;
use crate::world::{Blocks, Place, World};

impl Reach {
    /// The rules whose CIDR blocks decide whether a pod of the class `own` may use the port.
    pub(crate) fn unknown_blocks(
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
        if blocks == Blocks::Ignored {
            return Vec::new();
        }
        let classes: Vec<u32> = match self.place(direction, other) {
            Place::Known(classes) => classes.to_vec(),
            Place::Unknown => direction.of_pods.iter().flatten().copied().collect(),
        };
        let mut causes = Vec::new();
        for &policy in &direction.groups[direction.group_of[own as usize] as usize] {
            for (at, &(set, ports)) in direction.rules[policy as usize].iter().enumerate() {
                let set = &direction.sets[set as usize];
                if classes.iter().any(|it| set.contains(first + it))
                    && self.arena.contains(direction.resolve(ports, names), port)
                {
                    let policy = self.policies[policy as usize].clone();
                    causes.push(Cause::IpBlock { policy, rule: at + 1, is_undecided: blocks == Blocks::Undecided });
                }
            }
        }
        causes
    }
}
