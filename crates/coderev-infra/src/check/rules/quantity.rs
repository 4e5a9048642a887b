//! Kubernetes' quantities as numbers, to compare them.

/// `250m` is 0.25, `1Gi` is 2 to the 30th, `1k` a thousand; what is no quantity is not a number.
pub(crate) fn value(text: &str) -> f64 {
    const UNITS: [(&str, f64); 14] = [
        ("Ki", 1024.0),
        ("Mi", 1_048_576.0),
        ("Gi", 1_073_741_824.0),
        ("Ti", 1_099_511_627_776.0),
        ("Pi", 1_125_899_906_842_624.0),
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
    let (digits, unit) = UNITS
        .iter()
        .find_map(|(suffix, unit)| text.strip_suffix(suffix).map(|digits| (digits, *unit)))
        .unwrap_or((text, 1.0));
    digits.parse::<f64>().map_or(f64::NAN, |n| n * unit)
}

/// In the largest unit that people read: `5Gi`, `257Mi`.
pub(crate) fn bytes(amount: f64) -> String {
    const MEBI: f64 = 1_048_576.0;
    let (amount, unit) = if amount < 1024.0 * MEBI { (amount / MEBI, "Mi") } else { (amount / (1024.0 * MEBI), "Gi") };
    format!("{}{unit}", (amount * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{bytes, value};

    #[test]
    fn writes_what_people_read() {
        assert_eq!(
            ["5Gi", "257Mi", "1536Mi", "500k"].map(|text| bytes(value(text))),
            ["5Gi", "257Mi", "1.5Gi", "0.5Mi"]
        );
    }

    #[test]
    fn reads_what_kubernetes_writes() {
        assert_eq!(["250m", "2", "1Ki", "1.5Gi", "3k"].map(value), [0.25, 2.0, 1024.0, 1_610_612_736.0, 3000.0]);
        assert!(value("much").is_nan());
    }
}
