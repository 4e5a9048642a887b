//! What is wrong with blocks of addresses.
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::words::*;
use core::net::IpAddr;

/// The rules here.
pub(super) const RULES: &[&str] = &[MALFORMED_CIDR];

/// What it does: finds blocks of addresses that are none, or that begin within a block.
///
/// Why it is bad: the API server refuses the object, or the proxy its configuration.
///
/// Instead of `.cidrs(&["198.51.100.25"])` say `.cidrs(&["198.51.100.25/32"])`.
pub(super) const MALFORMED_CIDR: &str = "malformed-cidr";

pub(super) fn of_platform(platform: &Platform, findings: &mut Vec<Finding>) {
    let mut told = |text: &str, subject: &str, at| findings.extend(fault(text, subject, at));
    for edge in &platform.edges {
        edge.allow_from.iter().for_each(|text| told(text, "", edge.at));
    }
    for namespace in &platform.namespaces {
        let outside = namespace.external.iter().filter_map(|store| store.home.outside());
        outside.flat_map(External::blocks).for_each(|text| told(&text, &namespace.name, namespace.at));
        for host in &namespace.hosts {
            host.allow_from.iter().for_each(|text| told(text, &namespace.name, host.at));
        }
    }
    if let Dns::Custom(peer) = &platform.cluster.dns {
        peer.cidr.iter().chain(&peer.except).for_each(|text| told(text, "", platform.at));
    }
    platform.cluster.api_server.iter().for_each(|text| told(text, "", platform.at));
}
pub(super) fn of_workload(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    let mut told = |text: &str, at| findings.extend(fault(text, &subject, at));
    for call in &workload.words.calls {
        if let Call::External { cidrs, .. } = &call.value {
            cidrs.iter().for_each(|text| told(text, call.at));
        }
    }
    for peer in &workload.words.called_by {
        peer.value.cidr.iter().chain(&peer.value.except).for_each(|text| told(text, peer.at));
    }
    for balancer in &workload.said.load_balancers {
        balancer.value.allow_from.iter().for_each(|text| told(text, balancer.at));
    }
}

fn fault(text: &str, subject: &str, at: Place) -> Option<Finding> {
    let help = match block(text) {
        Block::Whole => return None,
        Block::Address(bits) => format!("one address is the block `{text}/{bits}`"),
        Block::Within(begin) => format!("the block that holds it begins at `{begin}`"),
        Block::None => "a block is an address and its bits, as `203.0.113.0/24` or `2001:db8::/32`".into(),
    };
    let error = Finding::error(MALFORMED_CIDR, subject, Some(at));
    Some(error.message(format!("`{text}` is no block of addresses")).help(help))
}

#[derive(Debug, PartialEq, Eq)]
enum Block {
    Whole,
    /// One address without its bits, and how many they are.
    Address(u8),
    /// An address within a block, and the block.
    Within(String),
    None,
}
fn block(text: &str) -> Block {
    let Some((address, bits)) = text.split_once('/') else {
        return text.parse().map_or(Block::None, |it: IpAddr| Block::Address(if it.is_ipv4() { 32 } else { 128 }));
    };
    let canonical = bits.parse::<u8>().ok().filter(|number| number.to_string() == bits);
    let begin = match (address.parse(), canonical) {
        (Ok(IpAddr::V4(it)), Some(bits @ 0..=32)) => {
            IpAddr::V4((it.to_bits() & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0)).into())
        }
        (Ok(IpAddr::V6(it)), Some(bits @ 0..=128)) => {
            IpAddr::V6((it.to_bits() & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0)).into())
        }
        _ => return Block::None,
    };
    if address.parse() == Ok(begin) { Block::Whole } else { Block::Within(format!("{begin}/{bits}")) }
}

#[cfg(test)]
mod tests {
    use super::{Block, block};

    #[test]
    fn blocks_are_told_from_what_is_none() {
        for text in ["0.0.0.0/0", "::/0", "10.0.0.0/8", "198.51.100.25/32", "2001:db8::/32", "::1/128"] {
            assert_eq!(block(text), Block::Whole, "{text}");
        }
        assert_eq!(block("198.51.100.25"), Block::Address(32));
        assert_eq!(block("2001:db8::1"), Block::Address(128));
        assert_eq!(block("10.30.1.7/28"), Block::Within("10.30.1.0/28".into()));
        assert_eq!(block("10.1.2.3/0"), Block::Within("0.0.0.0/0".into()));
        for text in ["office", "", "/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0/8", "10.0.0.0/8/8", "2001:db8::/129"] {
            assert_eq!(block(text), Block::None, "{text}");
        }
    }
}
