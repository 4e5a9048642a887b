//! `malformed-cidr`
use super::rule::IntentRule;
use crate::model::Place;
use crate::model::{Call, Dns, External};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::{Phase, Report, Rule};
use core::net::IpAddr;

pub(super) static MALFORMED_CIDR: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-cidr", Phase::Intent)
    .summary("values that are not CIDR blocks, and CIDR blocks with host bits set, such as `10.0.0.5/24`")
    .supersedes(&[coderev_check::rules::MALFORMED_VALUE.rule])
    .why("The API server rejects the object, or the proxy rejects its configuration.")
    .rust(
        r#"let api = External::new("api.acme.dev").cidrs(&["198.51.100.25"]);
let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
  //                                                           ^^^^^ error[malformed-cidr]: `198.51.100.25` is not a CIDR block
Namespace::new("tools", Shared).service(relay)"#,
        r#"let api = External::new("api.acme.dev").cidrs(&["198.51.100.25/32"]);
let relay = Service::new("relay", "ghcr.io/acme/relay:v1.4.0").calls(&api);
Namespace::new("tools", Shared).service(relay)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let platform = resolved.platform;
    for edge in &platform.edges {
        edge.allow_from.iter().for_each(|text| check_block(text, "", edge.at, report));
    }
    for namespace in &platform.namespaces {
        let outside = namespace.external.iter().filter_map(|store| store.home.outside());
        outside.flat_map(External::blocks).for_each(|text| check_block(&text, &namespace.name, namespace.at, report));
        for host in &namespace.hosts {
            host.allow_from.iter().for_each(|text| check_block(text, &namespace.name, host.at, report));
        }
    }
    if let Dns::Custom(peer) = &platform.cluster.dns {
        peer.cidr.iter().chain(&peer.except).for_each(|text| check_block(text, "", platform.at, report));
    }
    platform.cluster.api_server.iter().for_each(|text| check_block(text, "", platform.at, report));
    resolved.workloads.iter().for_each(|workload| check_workload(resolved, workload, report));
}
fn check_workload(resolved: &Resolved<'_>, workload: &Workload<'_>, report: &mut Report) {
    let subject = workload.subject();
    for call in &workload.pod.calls {
        if let Call::External { cidrs, .. } = &call.value {
            cidrs.iter().for_each(|text| check_block(text, &subject, call.at, report));
        }
    }
    let contributed = resolved.contributions.for_workload(workload.id);
    for peer in workload.pod.called_by.iter().chain(&contributed.ingress).chain(&contributed.egress) {
        let blocks = peer.value.cidr.iter().chain(&peer.value.except);
        blocks.for_each(|text| check_block(text, &subject, peer.at, report));
    }
    for balancer in &workload.declared.load_balancers {
        balancer.value.allow_from.iter().for_each(|text| check_block(text, &subject, balancer.at, report));
    }
}
fn check_block(text: &str, subject: &str, at: Place, report: &mut Report) {
    let (reason, help) = match block(text) {
        Block::Valid => return,
        Block::Address(bits) => {
            ("is not a CIDR block", format!("the CIDR block of this one IP address is `{text}/{bits}`"))
        }
        Block::Within(first) => {
            ("has host bits set", format!("the CIDR block that contains the IP address is `{first}`"))
        }
        Block::Malformed => {
            let help = "write an IP address and a prefix length: `203.0.113.0/24` or `2001:db8::/32`";
            ("is not a CIDR block", help.into())
        }
    };
    report.push(report.finding(subject, format!("`{text}` {reason}")).at(at).help(help));
}

#[derive(Debug, PartialEq, Eq)]
enum Block {
    Valid,
    /// An address without a prefix length, and the prefix length of one address.
    Address(u8),
    /// An address that is not the first of its block, and the block.
    Within(String),
    Malformed,
}
fn block(text: &str) -> Block {
    let Some((address, bits)) = text.split_once('/') else {
        return text.parse().map_or(Block::Malformed, |it: IpAddr| Block::Address(if it.is_ipv4() { 32 } else { 128 }));
    };
    let canonical = bits.parse::<u8>().ok().filter(|number| number.to_string() == bits);
    let first = match (address.parse(), canonical) {
        (Ok(IpAddr::V4(it)), Some(bits @ 0..=32)) => {
            IpAddr::V4((it.to_bits() & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0)).into())
        }
        (Ok(IpAddr::V6(it)), Some(bits @ 0..=128)) => {
            IpAddr::V6((it.to_bits() & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0)).into())
        }
        _ => return Block::Malformed,
    };
    if address.parse() == Ok(first) { Block::Valid } else { Block::Within(format!("{first}/{bits}")) }
}

#[cfg(test)]
mod tests {
    use super::{Block, block};

    #[test]
    fn a_block_begins_at_its_first_address() {
        for text in ["0.0.0.0/0", "::/0", "10.0.0.0/8", "198.51.100.25/32", "2001:db8::/32", "::1/128"] {
            assert_eq!(block(text), Block::Valid, "{text}");
        }
        assert_eq!(block("198.51.100.25"), Block::Address(32));
        assert_eq!(block("2001:db8::1"), Block::Address(128));
        assert_eq!(block("10.30.1.7/28"), Block::Within("10.30.1.0/28".into()));
        assert_eq!(block("10.1.2.3/0"), Block::Within("0.0.0.0/0".into()));
        for text in ["office", "", "/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0/8", "10.0.0.0/8/8", "2001:db8::/129"] {
            assert_eq!(block(text), Block::Malformed, "{text}");
        }
    }
}
