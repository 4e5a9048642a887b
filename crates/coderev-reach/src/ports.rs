//! Connections: sets of ports for each protocol.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use crate::spans::Spans;

/// A protocol of network policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP, the default in a policy.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// All protocols.
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];
}

impl Display for Protocol {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        })
    }
}

impl FromStr for Protocol {
    type Err = ();

    /// Parses the spelling of Kubernetes: upper case.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|protocol| protocol.to_string() == text).ok_or(())
    }
}

/// One port of one protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    /// The protocol.
    pub protocol: Protocol,
    /// The number.
    pub number: u16,
}

impl Port {
    /// A TCP port.
    #[must_use]
    pub const fn tcp(number: u16) -> Self {
        Self { protocol: Protocol::Tcp, number }
    }

    /// A UDP port.
    #[must_use]
    pub const fn udp(number: u16) -> Self {
        Self { protocol: Protocol::Udp, number }
    }

    /// An SCTP port.
    #[must_use]
    pub const fn sctp(number: u16) -> Self {
        Self { protocol: Protocol::Sctp, number }
    }
}

impl Display for Port {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.protocol, self.number)
    }
}

/// A set of ports, by protocol. It prints as `TCP 80,443-500,UDP 53`, or as `All Connections`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Connections {
    /// In the order of [`Protocol::ALL`].
    by: [Spans<u16>; 3],
}

impl Connections {
    /// Every port of every protocol.
    #[must_use]
    pub fn all() -> Self {
        Self { by: [1, 2, 3].map(|_| Spans::one(1, u16::MAX)) }
    }

    /// A range of ports, both ends included.
    #[must_use]
    pub fn span(protocol: Protocol, from: u16, to: u16) -> Self {
        let mut ports = Self::default();
        ports.by[protocol as usize] = Spans::join(vec![(from, to)]);
        ports
    }

    /// The union of many ranges.
    pub(crate) fn from_spans(spans: impl IntoIterator<Item = (Protocol, u16, u16)>) -> Self {
        let mut by = [const { Vec::new() }; 3];
        for (protocol, from, to) in spans {
            by[protocol as usize].push((from, to));
        }
        Self { by: by.map(Spans::join) }
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by.iter().all(Spans::is_empty)
    }

    /// Whether the set contains every port.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }

    /// Whether the set contains `port`.
    #[must_use]
    pub fn contains(&self, port: Port) -> bool {
        self.by[port.protocol as usize].contains(port.number)
    }

    /// The ports that are in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.zip(other, Spans::union)
    }

    /// The ports that are in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.zip(other, Spans::intersection)
    }

    /// The ports that are only in this set.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.zip(other, Spans::minus)
    }

    /// Every range, both ends included.
    pub fn spans(&self) -> impl Iterator<Item = (Protocol, u16, u16)> + '_ {
        let by = Protocol::ALL.into_iter().zip(&self.by);
        by.flat_map(|(protocol, spans)| spans.iter().map(move |(from, to)| (protocol, from, to)))
    }

    /// The smallest port of the first protocol that has a port.
    #[must_use]
    pub fn first(&self) -> Option<Port> {
        self.spans().next().map(|(protocol, number, _)| Port { protocol, number })
    }

    fn zip(&self, other: &Self, join: fn(&Spans<u16>, &Spans<u16>) -> Spans<u16>) -> Self {
        Self { by: [0, 1, 2].map(|at| join(&self.by[at], &other.by[at])) }
    }
}

impl From<Port> for Connections {
    fn from(port: Port) -> Self {
        Self::span(port.protocol, port.number, port.number)
    }
}

impl Display for Connections {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_all() {
            return f.write_str("All Connections");
        }
        if self.is_empty() {
            return f.write_str("No Connections");
        }
        // Kubernetes' analysers sort protocols by name: SCTP, TCP, UDP.
        let mut is_first = true;
        for protocol in [Protocol::Sctp, Protocol::Tcp, Protocol::Udp] {
            for (at, (from, to)) in self.by[protocol as usize].iter().enumerate() {
                if !is_first {
                    f.write_str(",")?;
                }
                is_first = false;
                if at == 0 {
                    write!(f, "{protocol} ")?;
                }
                if from == to { write!(f, "{from}")? } else { write!(f, "{from}-{to}")? }
            }
        }
        Ok(())
    }
}
