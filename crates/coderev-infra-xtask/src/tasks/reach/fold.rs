//! Short forms: numbered names, and ranges of addresses.
use coderev_reach::AddressRange;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// `server-lb-{0..39}` for three or more names with consecutive numbers. Other names are unchanged.
pub(super) fn names(names: &[&str]) -> Vec<String> {
    let mut counted: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut shown = Vec::new();
    for name in names {
        let start = name.trim_end_matches(|it: char| it.is_ascii_digit());
        // `01` is not the text of a number.
        match name[start.len()..].parse::<u32>().ok().filter(|it| it.to_string() == name[start.len()..]) {
            Some(number) => counted.entry(start).or_default().push(number),
            None => shown.push((*name).to_owned()),
        }
    }
    for (start, mut numbers) in counted {
        numbers.sort_unstable();
        for run in numbers.chunk_by(|a, b| a.checked_add(1) == Some(*b)) {
            match run {
                [first, _, .., last] => shown.push(format!("{start}{{{first}..{last}}}")),
                few => shown.extend(few.iter().map(|number| format!("{start}{number}"))),
            }
        }
    }
    shown
}

/// `10.0.0.0/8` for a range that is a CIDR block, the address for a range of one address, else both ends.
pub(super) fn block(range: &AddressRange) -> String {
    let (first, last, bits) = match (range.first, range.last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => (u128::from(u32::from(first)), u128::from(u32::from(last)), 32),
        (IpAddr::V6(first), IpAddr::V6(last)) => (u128::from(first), u128::from(last), 128),
        _ => return range.to_string(),
    };
    // The addresses of a CIDR block differ in all of its last bits and in no other bit.
    let differ = first ^ last;
    let free = differ.trailing_ones();
    let is_block = first & differ == 0 && differ.count_ones() == free;
    match free {
        _ if !is_block => range.to_string(),
        0 => range.first.to_string(),
        _ => format!("{}/{}", range.first, bits - free),
    }
}

#[cfg(test)]
mod tests {
    use super::{block, names};
    use coderev_reach::AddressRange;

    #[test]
    fn names_that_count_up_are_one() {
        let all: Vec<String> = (0..40).map(|n| format!("server-lb-{n}")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(names(&all), ["server-lb-{0..39}"]);
        assert_eq!(names(&["a-1", "a-2", "b", "a-4", "a-5", "a-6"]), ["b", "a-1", "a-2", "a-{4..6}"]);
        assert_eq!(names(&["a-01", "a-02", "a-03"]), ["a-01", "a-02", "a-03"], "they are no numbers");
    }

    #[test]
    fn ranges_that_are_blocks_are_shown_as_blocks() {
        let shown = |first: &str, last: &str| {
            let [first, last] = [first, last].map(|it| it.parse().expect("an address"));
            block(&AddressRange { first, last })
        };
        assert_eq!(shown("54.187.174.169", "54.187.174.169"), "54.187.174.169");
        assert_eq!(shown("10.0.0.0", "10.255.255.255"), "10.0.0.0/8");
        assert_eq!(shown("10.0.0.128", "10.0.0.255"), "10.0.0.128/25");
        assert_eq!(shown("0.0.0.0", "9.255.255.255"), "0.0.0.0-9.255.255.255");
        assert_eq!(shown("10.0.0.1", "10.0.0.2"), "10.0.0.1-10.0.0.2");
        assert_eq!(shown("0.0.0.0", "255.255.255.255"), "0.0.0.0/0");
        assert_eq!(shown("fd00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "fd00::/8");
        assert_eq!(shown("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "::/0");
    }
}
