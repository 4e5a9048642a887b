//! Sets of IP addresses. IPv4 and IPv6 are kept separate.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::fmt::{self, Display, Formatter};

use crate::spans::Spans;

/// A range of addresses of one family, both ends included. It prints as `10.0.0.0-10.0.0.255`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AddressRange {
    /// The first address.
    pub first: IpAddr,
    /// The last address.
    pub last: IpAddr,
}

impl AddressRange {
    /// The addresses that are in both ranges.
    pub(crate) fn overlap(&self, other: &Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first.is_ipv4() == last.is_ipv4() && first <= last).then_some(Self { first, last })
    }

    /// The address after the last one. None where the last one is the largest address of its family.
    #[must_use]
    pub fn after(&self) -> Option<IpAddr> {
        match self.last {
            IpAddr::V4(address) => u32::from(address).checked_add(1).map(|it| IpAddr::V4(it.into())),
            IpAddr::V6(address) => u128::from(address).checked_add(1).map(|it| IpAddr::V6(it.into())),
        }
    }
}

/// The address before `address`, which must not be the first of its family.
pub(crate) fn before(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(u32::from(address).saturating_sub(1).into()),
        IpAddr::V6(address) => IpAddr::V6(u128::from(address).saturating_sub(1).into()),
    }
}

/// The last address of a family.
pub(crate) fn last(of: IpAddr) -> IpAddr {
    match of {
        IpAddr::V4(_) => IpAddr::V4(u32::MAX.into()),
        IpAddr::V6(_) => IpAddr::V6(u128::MAX.into()),
    }
}

impl Display for AddressRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

/// A set of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Addresses {
    v4: Spans<u128>,
    v6: Spans<u128>,
}

impl Addresses {
    pub(crate) fn all() -> Self {
        Self { v4: Spans::one(0, u128::from(u32::MAX)), v6: Spans::one(0, u128::MAX) }
    }

    pub(crate) fn one(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(it) => Self { v4: Spans::one(u32::from(it).into(), u32::from(it).into()), ..Self::default() },
            IpAddr::V6(it) => Self { v6: Spans::one(it.into(), it.into()), ..Self::default() },
        }
    }

    /// The addresses of `10.0.0.0/8` or `fd00::/8`.
    pub(crate) fn cidr(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a CIDR block, such as `10.0.0.0/8`");
        let (address, length) = text.split_once('/').ok_or_else(wrong)?;
        let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length: u32 = length.parse().ok().filter(|_| is_number).ok_or_else(wrong)?;
        let (number, bits) = match address.parse().map_err(|_| wrong())? {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (u128::from(address), 128),
        };
        let free = bits - Some(length).filter(|length| *length <= bits).ok_or_else(wrong)?;
        let mask = if free == 128 { u128::MAX } else { (1 << free) - 1 };
        let span = Spans::one(number & !mask, number | mask);
        Ok(if bits == 32 { Self { v4: span, ..Self::default() } } else { Self { v6: span, ..Self::default() } })
    }

    /// The union of all sets.
    pub(crate) fn union<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for one in all {
            v4.extend(one.v4.iter());
            v6.extend(one.v6.iter());
        }
        Self { v4: Spans::join(v4), v6: Spans::join(v6) }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self { v4: self.v4.minus(&other.v4), v6: self.v6.minus(&other.v6) }
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.contains(u32::from(address).into()),
            IpAddr::V6(address) => self.v6.contains(address.into()),
        }
    }

    pub(crate) fn contains_all(&self, other: &Self) -> bool {
        other.minus(self) == Self::default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn has_v4(&self) -> bool {
        !self.v4.is_empty()
    }

    pub(crate) fn has_v6(&self) -> bool {
        !self.v6.is_empty()
    }

    /// The ranges of both families.
    pub(crate) fn families(&self) -> [&Spans<u128>; 2] {
        [&self.v4, &self.v6]
    }

    pub(crate) fn of_families([v4, v6]: [Spans<u128>; 2]) -> Self {
        Self { v4, v6 }
    }

    pub(crate) fn ranges(&self) -> impl Iterator<Item = AddressRange> + '_ {
        let v4 =
            |number: u128| IpAddr::V4(Ipv4Addr::from(u32::try_from(number).expect("addresses of IPv4 have 32 bits")));
        let v6 = |number: u128| IpAddr::V6(Ipv6Addr::from(number));
        let old = self.v4.iter().map(move |(first, last)| AddressRange { first: v4(first), last: v4(last) });
        old.chain(self.v6.iter().map(move |(first, last)| AddressRange { first: v6(first), last: v6(last) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cidr_blocks_are_parsed() {
        let shown =
            |text: &str| Addresses::cidr(text).map(|it| it.ranges().map(|it| it.to_string()).collect::<String>());
        assert_eq!(shown("10.1.2.3/24").unwrap(), "10.1.2.0-10.1.2.255");
        assert_eq!(shown("0.0.0.0/0").unwrap(), "0.0.0.0-255.255.255.255");
        assert_eq!(shown("::/0").unwrap(), "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
        assert_eq!(shown("fd00::1/128").unwrap(), "fd00::1-fd00::1");
        for none in ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/+8", "fd00::/129", "10.0.0/8", "a/8", "10.0.0.0/8/8"] {
            assert!(shown(none).is_err(), "{none}");
        }
    }
}
