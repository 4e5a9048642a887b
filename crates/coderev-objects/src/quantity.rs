//! Kubernetes quantities as numbers: `250m`, `1.5Gi`.

/// Suffixes and their factors. A suffix comes before any suffix that it ends in.
const UNITS: [(&str, f64); 15] = [
    ("Ki", 1024.0),
    ("Mi", 1_048_576.0),
    ("Gi", 1_073_741_824.0),
    ("Ti", 1_099_511_627_776.0),
    ("Pi", 1_125_899_906_842_624.0),
    ("Ei", 1_152_921_504_606_846_976.0),
    ("n", 1e-9),
    ("u", 1e-6),
    ("m", 1e-3),
    ("k", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("P", 1e15),
    ("E", 1e18),
];

/// The value of a quantity. None where the text is not a quantity.
///
/// ```
/// use coderev_objects::quantity::parse;
///
/// assert_eq!(parse("250m"), Some(0.25));
/// assert_eq!(parse("1.5Gi"), Some(1_610_612_736.0));
/// assert_eq!(parse("much"), None);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let (digits, unit) = UNITS
        .iter()
        .find_map(|(suffix, unit)| text.strip_suffix(suffix).map(|digits| (digits, *unit)))
        .unwrap_or((text, 1.0));
    // Rust also reads `inf` and `nan`.
    let is_number = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
    let number = if is_number { digits.parse::<f64>().ok()? } else { return None };
    Some(number * unit)
}

/// A number of bytes in Mi or Gi: `5Gi`, `257Mi`.
///
/// ```
/// assert_eq!(coderev_objects::quantity::bytes(1536.0 * 1024.0 * 1024.0), "1.5Gi");
/// ```
#[must_use]
pub fn bytes(amount: f64) -> String {
    const MEBI: f64 = 1_048_576.0;
    let (amount, unit) = if amount < 1024.0 * MEBI { (amount / MEBI, "Mi") } else { (amount / (1024.0 * MEBI), "Gi") };
    format!("{}{unit}", (amount * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{bytes, parse};

    #[test]
    fn bytes_are_written_for_people() {
        let write = |text| bytes(parse(text).expect("a quantity"));
        assert_eq!(["5Gi", "257Mi", "1536Mi", "500k"].map(write), ["5Gi", "257Mi", "1.5Gi", "0.5Mi"]);
    }

    #[test]
    fn quantities_of_kubernetes_are_read() {
        let numbers = [0.25, 2.0, 1024.0, 1_610_612_736.0, 3000.0, 1_152_921_504_606_846_976.0, 12e6];
        assert_eq!(["250m", "2", "1Ki", "1.5Gi", "3k", "1Ei", "12e6"].map(parse), numbers.map(Some));
        assert_eq!(["much", "", "inf", "nan", "1 Gi", "m"].map(parse), [None; 6]);
    }
}
