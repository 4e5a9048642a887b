//! Distinct sets of nodes and of ports during compilation.

use std::collections::BTreeMap;

use crate::policy::PortsOf;
use crate::set::Set;

/// Sets and ports during compilation, with their indices.
pub(crate) struct Parts {
    pub(crate) sets: BTreeMap<Set, u32>,
    pub(crate) ports: BTreeMap<PortsOf, u32>,
}

impl Parts {
    pub(crate) fn set(&mut self, set: Set) -> u32 {
        let next = self.sets.len() as u32;
        *self.sets.entry(set).or_insert(next)
    }

    pub(crate) fn ports(&mut self, ports: &PortsOf) -> u32 {
        let next = self.ports.len() as u32;
        *self.ports.entry(ports.clone()).or_insert(next)
    }
}

pub(crate) fn in_order<T>(numbered: BTreeMap<T, u32>) -> Vec<T> {
    let mut all: Vec<(u32, T)> = numbered.into_iter().map(|(it, number)| (number, it)).collect();
    all.sort_unstable_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, it)| it).collect()
}
