//! Numbers with units. Each unit is a function; a number without its unit does not type-check.
use std::cmp::Ordering;
use std::fmt;
pub use std::time::Duration;

/// An amount of CPU, rendered in the unit that the program uses: `cores(1)` is `1`, and `millis(1000)` is `1000m`. Both
/// are equal.
#[derive(Clone, Copy, Debug)]
pub struct Cpu {
    millis: u64,
    whole: bool,
}
/// An amount of memory or storage, rendered in the unit that the program uses. `gibi(1)` and `mebi(1024)` are equal.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    mebi: u64,
    unit: MemoryUnit,
}
#[derive(Clone, Copy, Debug)]
enum MemoryUnit {
    Mebi,
    Gibi,
    Tebi,
}
/// A share, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u64);
/// A request rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub(crate) requests: u32,
    pub(crate) per: RateUnit,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateUnit {
    Second,
    Minute,
}

/// Millicores: `250m`.
#[must_use]
pub const fn millis(n: u32) -> Cpu {
    Cpu { millis: n as u64, whole: false }
}
/// Whole cores: `2`.
#[must_use]
pub const fn cores(n: u32) -> Cpu {
    Cpu { millis: n as u64 * 1000, whole: true }
}
/// Mebibytes: `512Mi`.
#[must_use]
pub const fn mebi(n: u32) -> Memory {
    Memory { mebi: n as u64, unit: MemoryUnit::Mebi }
}
/// Gibibytes: `2Gi`.
#[must_use]
pub const fn gibi(n: u32) -> Memory {
    Memory { mebi: (n as u64) << 10, unit: MemoryUnit::Gibi }
}
/// Tebibytes: `1Ti`.
#[must_use]
pub const fn tebi(n: u32) -> Memory {
    Memory { mebi: (n as u64) << 20, unit: MemoryUnit::Tebi }
}
/// Hundredths: `percent(80)` is 80 %.
#[must_use]
pub const fn percent(n: u32) -> Percent {
    Percent(n as u64 * 10)
}
/// Thousandths, for objectives such as 99.9 %: `permille(1)` is 0.1 %.
#[must_use]
pub const fn permille(n: u32) -> Percent {
    Percent(n as u64)
}
/// Requests per second.
#[must_use]
pub const fn per_second(n: u32) -> Rate {
    Rate { requests: n, per: RateUnit::Second }
}
/// Requests per minute.
#[must_use]
pub const fn per_minute(n: u32) -> Rate {
    Rate { requests: n, per: RateUnit::Minute }
}
/// Milliseconds.
#[must_use]
pub const fn milliseconds(n: u64) -> Duration {
    Duration::from_millis(n)
}
/// Seconds.
#[must_use]
pub const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}
/// Minutes.
#[must_use]
pub const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n.saturating_mul(60))
}
/// Hours.
#[must_use]
pub const fn hours(n: u64) -> Duration {
    Duration::from_secs(n.saturating_mul(3600))
}
/// Days.
#[must_use]
pub const fn days(n: u64) -> Duration {
    Duration::from_secs(n.saturating_mul(86400))
}

impl Cpu {
    pub(crate) const fn as_millis(self) -> u64 {
        self.millis
    }
}
impl Memory {
    pub(crate) const fn as_mebi(self) -> u64 {
        self.mebi
    }
}
impl Percent {
    /// Thousandths. More than `u32::MAX` of them are `u32::MAX`.
    pub(crate) const fn permille(self) -> u32 {
        at_most_u32(self.0)
    }
    /// Whole percents, rounded up.
    pub(crate) const fn whole(self) -> u32 {
        at_most_u32(self.0.div_ceil(10))
    }
}

/// The number, but `u32::MAX` for a larger one.
#[allow(clippy::cast_possible_truncation, reason = "a larger number is not cast")]
pub(crate) const fn at_most_u32(n: u64) -> u32 {
    if n > u32::MAX as u64 { u32::MAX } else { n as u32 }
}

impl PartialEq for Cpu {
    fn eq(&self, other: &Self) -> bool {
        self.millis == other.millis
    }
}
impl Eq for Cpu {}
impl PartialOrd for Cpu {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cpu {
    fn cmp(&self, other: &Self) -> Ordering {
        self.millis.cmp(&other.millis)
    }
}
impl PartialEq for Memory {
    fn eq(&self, other: &Self) -> bool {
        self.mebi == other.mebi
    }
}
impl Eq for Memory {}
impl PartialOrd for Memory {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Memory {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mebi.cmp(&other.mebi)
    }
}

/// The notation of Kubernetes: `250m`, `2`.
impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole { write!(f, "{}", self.millis / 1000) } else { write!(f, "{}m", self.millis) }
    }
}
/// The notation of Kubernetes: `512Mi`, `2Gi`.
impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            MemoryUnit::Mebi => write!(f, "{}Mi", self.mebi),
            MemoryUnit::Gibi => write!(f, "{}Gi", self.mebi >> 10),
            MemoryUnit::Tebi => write!(f, "{}Ti", self.mebi >> 20),
        }
    }
}
/// `2%`, `0.1%`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(10) {
            write!(f, "{}%", self.0 / 10)
        } else {
            write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
        }
    }
}

/// A duration argument of a setter: a [`Duration`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a duration",
    label = "expected a `Duration`",
    note = "a duration has a unit: `milliseconds(500)`, `seconds(30)`, `minutes(5)`, `hours(1)` or `days(7)`"
)]
pub trait IntoDuration: Into<Duration> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Duration>> IntoDuration for V {}

/// A share argument of a setter: a [`Percent`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a percentage",
    label = "expected a `Percent`",
    note = "write `percent(80)` for 80 %, or `permille(5)` for 0.5 %"
)]
pub trait IntoPercent: Into<Percent> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Percent>> IntoPercent for V {}

/// A memory or storage argument of a setter: a [`Memory`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount of memory or storage",
    label = "expected a `Memory`",
    note = "an amount has a unit: `mebi(512)` for 512Mi, `gibi(2)` for 2Gi or `tebi(1)` for 1Ti"
)]
pub trait IntoMemory: Into<Memory> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Memory>> IntoMemory for V {}

/// The argument of `.rate_limit(..)`: a [`Rate`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request rate",
    label = "expected a `Rate`",
    note = "a rate has a period: `per_second(100)` or `per_minute(600)`"
)]
pub trait IntoRate: Into<Rate> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Rate>> IntoRate for V {}
