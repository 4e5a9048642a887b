//! Kubernetes quantities as exact numbers: `250m`, `1.5Gi`.
//!
//! The grammar and the rounding follow `resource.Quantity`:
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

/// An exact amount. The smallest unit is one billionth, as in the API server, and sums never overflow: they stop at the
/// largest amount.
///
/// ```
/// use coderev_objects::quantity::{Amount, parse};
///
/// let third = parse("100m").ok_or("a quantity")?;
/// assert_eq!(third * 3, parse("0.3").ok_or("a quantity")?);
/// assert_eq!(Amount::from(2), parse("2").ok_or("a quantity")?);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i128);

const NANO: i128 = 1_000_000_000;
/// The API server caps quantities at 2^63 - 1.
const LARGEST: i128 = i64::MAX as i128 * NANO;

impl Amount {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Whether this is a multiple of `unit`, which is above zero.
    #[must_use]
    pub const fn is_multiple_of(self, unit: Self) -> bool {
        matches!(self.0.checked_rem(unit.0), Some(0))
    }
    /// Whether this is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.is_multiple_of(Self(NANO))
    }
    /// The number of `unit`s that hold this amount: 1500m are two times `1`. Zero if this is negative or `unit` is not above
    /// zero.
    ///
    /// ```
    /// use coderev_objects::quantity::{Amount, parse};
    ///
    /// let amount = parse("1500m").ok_or("a quantity")?;
    /// assert_eq!(amount.div_ceil(Amount::from(1)), 2);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub const fn div_ceil(self, unit: Self) -> u128 {
        if self.0 <= 0 || unit.0 <= 0 { 0 } else { self.0.unsigned_abs().div_ceil(unit.0.unsigned_abs()) }
    }
    /// As a binary number, which may be rounded.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.ratio_to(Self(NANO))
    }
    /// This divided by `other`. Exact where the result has an exact binary form.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "a ratio is a binary number")]
    pub const fn ratio_to(self, other: Self) -> f64 {
        self.0 as f64 / other.0 as f64
    }
}
impl From<i64> for Amount {
    fn from(whole: i64) -> Self {
        Self(i128::from(whole) * NANO)
    }
}
impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl Mul<i64> for Amount {
    type Output = Self;
    fn mul(self, count: i64) -> Self {
        Self(self.0.saturating_mul(count.into()))
    }
}
impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
/// As a decimal number: `0.25`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let amount = self.0.unsigned_abs();
        let unit = NANO.unsigned_abs();
        let part = format!("{:09}", amount % unit);
        match part.trim_end_matches('0') {
            "" => write!(f, "{sign}{}", amount / unit),
            part => write!(f, "{sign}{}.{part}", amount / unit),
        }
    }
}

/// The value of a quantity, rounded up to one billionth. None where the text is not a quantity.
///
/// ```
/// use coderev_objects::quantity::parse;
///
/// assert_eq!(parse("250m").map(|amount| amount.as_f64()), Some(0.25));
/// assert_eq!(parse("1.5Gi").map(|amount| amount.as_f64()), Some(1_610_612_736.0));
/// assert_eq!(parse("much"), None);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Amount> {
    let (is_negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let amount = Digits::read(number)?.times(Factor::parse(suffix)?);
    Some(Amount(if is_negative { -amount } else { amount }))
}

/// `two.pow(10)` for `Ki`, or a power of ten.
enum Factor {
    Two(u32),
    Ten(i32),
}
impl Factor {
    /// The factor of a suffix, or of an exponent: `Mi`, `m`, `e3`.
    fn parse(suffix: &str) -> Option<Self> {
        Some(match suffix {
            "" => Self::Ten(0),
            "n" => Self::Ten(-9),
            "u" => Self::Ten(-6),
            "m" => Self::Ten(-3),
            "k" => Self::Ten(3),
            "M" => Self::Ten(6),
            "G" => Self::Ten(9),
            "T" => Self::Ten(12),
            "P" => Self::Ten(15),
            "E" => Self::Ten(18),
            "Ki" => Self::Two(10),
            "Mi" => Self::Two(20),
            "Gi" => Self::Two(30),
            "Ti" => Self::Two(40),
            "Pi" => Self::Two(50),
            "Ei" => Self::Two(60),
            exponent => Self::Ten(exponent.strip_prefix(['e', 'E'])?.parse().ok()?),
        })
    }
}

/// `number / 10.pow(decimals)`.
struct Digits {
    number: i128,
    decimals: i32,
    /// Whether digits that are not zero follow.
    goes_on: bool,
}
impl Digits {
    /// More digits than these do not change an amount that the API server accepts. With a factor of 2^60 they fit into an `i128`.
    const MOST: usize = 20;

    fn read(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if part.contains('.') || (whole.is_empty() && part.is_empty()) {
            return None;
        }
        let digits = format!("{whole}{part}");
        let digits = digits.trim_start_matches('0');
        let (kept, rest) = digits.split_at(digits.len().min(Self::MOST));
        Some(Self {
            number: if kept.is_empty() { 0 } else { kept.parse().ok()? },
            decimals: i32::try_from(part.len()).ok()?.checked_sub(i32::try_from(rest.len()).ok()?)?,
            goes_on: rest.bytes().any(|digit| digit != b'0'),
        })
    }
    /// In billionths.
    fn times(&self, factor: Factor) -> i128 {
        let (number, ten) = match factor {
            Factor::Two(power) => (self.number << power, 0),
            Factor::Ten(power) => (self.number, power),
        };
        let power = ten.saturating_sub(self.decimals).saturating_add(9);
        let scale = 10_i128.checked_pow(power.unsigned_abs());
        let has_value = number > 0;
        let amount = match scale {
            Some(scale) if power >= 0 => number.saturating_mul(scale).saturating_add(self.goes_on.into()),
            Some(scale) => number / scale + i128::from(number % scale > 0 || self.goes_on),
            None if power >= 0 && has_value => LARGEST,
            None => has_value.into(),
        };
        amount.min(LARGEST)
    }
}

/// A number of bytes in Mi or Gi: `5Gi`, `257Mi`.
///
/// ```
/// use coderev_objects::quantity::{Amount, bytes};
///
/// assert_eq!(bytes(Amount::from(1536 * 1024 * 1024)), "1.5Gi");
/// ```
#[must_use]
pub fn bytes(amount: Amount) -> String {
    const MEBI: f64 = 1_048_576.0;
    let amount = amount.as_f64();
    let (amount, unit) = if amount < 1024.0 * MEBI { (amount / MEBI, "Mi") } else { (amount / (1024.0 * MEBI), "Gi") };
    format!("{}{unit}", (amount * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{Amount, bytes, parse};

    fn amount(text: &str) -> Amount {
        parse(text).expect("a quantity")
    }

    #[test]
    fn bytes_are_written_for_people() {
        assert_eq!(
            ["5Gi", "257Mi", "1536Mi", "500k"].map(|text| bytes(amount(text))),
            ["5Gi", "257Mi", "1.5Gi", "0.5Mi"]
        );
    }
    #[test]
    fn quantities_of_kubernetes_are_read() {
        for (text, shown) in [
            ("250m", "0.25"),
            ("2", "2"),
            ("-0.5", "-0.5"),
            ("+.5", "0.5"),
            ("1.", "1"),
            ("1Ki", "1024"),
            ("1.5Gi", "1610612736"),
            ("3k", "3000"),
            ("1Ei", "1152921504606846976"),
            ("1E", "1000000000000000000"),
            ("12e6", "12000000"),
            ("12E-3", "0.012"),
            ("007", "7"),
            ("0e2147483647", "0"),
        ] {
            assert_eq!(amount(text).to_string(), shown, "{text}");
        }
        for text in
            ["much", "", "-", ".", "1.2.3", "inf", "nan", "1 Gi", "m", "1e3Mi", "12E6m", "1e", "e3", "1ki", "--1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
    #[test]
    fn amounts_are_exact() {
        assert_eq!(amount("100m") * 3, amount("0.3"));
        assert_eq!(amount("700m"), amount("0.7"));
        assert_eq!([amount("0.1"), amount("200m")].into_iter().sum::<Amount>(), amount("300m"));
        assert_eq!(amount("9007199254740993"), amount("9007199254740992") + Amount::from(1));
    }
    #[test]
    fn a_part_of_a_billionth_rounds_up_and_large_numbers_are_capped() {
        assert_eq!(amount("0.1n"), amount("1n"));
        assert_eq!(amount("1.00000000000000000000000000001"), amount("1") + amount("1n"));
        assert_eq!(amount("1.00000000000000000000000000001Gi"), amount("1Gi") + amount("1n"));
        assert_eq!(amount("1e-2147483648"), amount("1n"));
        for large in ["9223372036854775807", "16Ei", "1e40", "99999999999999999999999999999999999999999999"] {
            assert_eq!(amount(large), Amount::from(i64::MAX), "{large}");
        }
        assert_eq!(Amount::from(i64::MAX) * i64::MAX * i64::MAX, Amount(i128::MAX));
    }
    #[test]
    fn multiples_are_of_a_unit_above_zero() {
        assert!(amount("4Mi").is_multiple_of(amount("2Mi")) && !amount("3Mi").is_multiple_of(amount("2Mi")));
        assert!(!amount("1").is_multiple_of(Amount::ZERO) && !amount("500m").is_whole());
    }
}
