//! Addresses of two sets, split into the ranges that both sets treat alike.

use core::net::IpAddr;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::address::{AddressRange, before, last};
use crate::arena::NONE;
use crate::groups::{GroupRow, Groups, PortSet};

/// All addresses as sources, sorted, with the ports to each group.
pub(crate) fn incoming(groups: &mut Groups<'_>) -> Vec<(AddressRange, Rc<GroupRow>)> {
    let mut all = Vec::new();
    for (ranges, row) in groups.rows_of_addresses() {
        let row = Rc::new(row);
        all.extend(ranges.iter().map(|range| (range, Rc::clone(&row))));
    }
    all.sort_by_key(|(range, _)| range.first);
    all
}

/// All addresses as destinations, sorted, with their positions in a row.
pub(crate) fn destinations(groups: &Groups<'_>) -> Vec<(AddressRange, usize)> {
    let all = groups.destinations().into_iter().enumerate();
    let mut all: Vec<_> = all.flat_map(|(at, ranges)| ranges.iter().map(move |range| (range, at))).collect();
    all.sort_by_key(|(range, _)| range.first);
    all
}

pub(crate) type Ranged = [(AddressRange, PortSet)];

/// Splits both lists at the ends of each other's ranges. Each list is sorted; an empty list has no ports anywhere.
pub(crate) fn refine(old: &Ranged, new: &Ranged) -> Vec<(AddressRange, [PortSet; 2])> {
    let mut starts: BTreeSet<IpAddr> = BTreeSet::new();
    for (range, _) in old.iter().chain(new) {
        starts.insert(range.first);
        starts.extend(range.after());
    }
    let starts: Vec<IpAddr> = starts.into_iter().collect();
    let at = |all: &Ranged, address: IpAddr| {
        let after = all.partition_point(|(range, _)| range.first <= address);
        let found = after.checked_sub(1).map(|it| all[it]).filter(|(range, _)| address <= range.last);
        found.map_or(PortSet(NONE), |(_, ports)| ports)
    };
    let ends = |at: usize| {
        let next = starts.get(at + 1).filter(|next| next.is_ipv4() == starts[at].is_ipv4());
        next.map_or_else(|| last(starts[at]), |next| before(*next))
    };
    let pieces = starts.iter().enumerate();
    pieces
        .map(|(number, &first)| (AddressRange { first, last: ends(number) }, [at(old, first), at(new, first)]))
        .collect()
}
