//! Who needs how much, so that the reader sees where to begin.
use crate::check::rules::quantity::bytes;

/// Several pods of a workload that each ask for something, or one object that does.
pub(super) struct Part<'a> {
    pub(super) who: &'a str,
    pub(super) count: f64,
    pub(super) each: f64,
}
impl Part<'_> {
    pub(super) fn amount(&self) -> f64 {
        self.count * self.each
    }
}

/// The three largest: "`api` 5 × 1, `web` 5 × 500m, `db` 3 × 250m and 2 more".
pub(super) fn largest(name: &str, parts: &[Part<'_>]) -> String {
    let mut parts: Vec<_> = parts.iter().filter(|part| part.amount() > 0.0).collect();
    parts.sort_by(|a, b| b.amount().total_cmp(&a.amount()).then(a.who.cmp(b.who)));
    let shown: Vec<_> = parts.iter().take(3).map(|part| shown(name, part)).collect();
    let more = parts.len() - shown.len();
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{end}", shown.join(", "))
}
fn shown(name: &str, part: &Part<'_>) -> String {
    let Part { who, count, each } = part;
    if name == "pods" || name == "count/pods" {
        format!("`{who}` {count}")
    } else if *count == 1.0 {
        format!("`{who}` {}", amount(name, *each))
    } else {
        format!("`{who}` {count} × {}", amount(name, *each))
    }
}
/// As people write it: `500m`, `2`, `1.5Gi`.
fn amount(name: &str, amount: f64) -> String {
    let is_whole = amount.fract() == 0.0;
    match name {
        _ if name.ends_with("memory") || name.ends_with("storage") => bytes(amount),
        _ if name.ends_with("cpu") && !is_whole => format!("{}m", (amount * 1000.0).round()),
        _ => format!("{amount}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, largest};

    fn parts(name: &str, parts: &[(&'static str, f64, f64)]) -> String {
        largest(name, &parts.iter().map(|&(who, count, each)| Part { who, count, each }).collect::<Vec<_>>())
    }
    #[test]
    fn the_largest_stand_first() {
        let all = [("web", 5.0, 0.5), ("db", 3.0, 0.25), ("api", 5.0, 1.0), ("cache", 1.0, 0.1), ("none", 2.0, 0.0)];
        assert_eq!(parts("requests.cpu", &all), "`api` 5 × 1, `web` 5 × 500m, `db` 3 × 250m and 1 more");
        assert_eq!(parts("requests.cpu", &all[..2]), "`web` 5 × 500m, `db` 3 × 250m");
    }
    #[test]
    fn each_is_in_the_unit_that_people_write() {
        assert_eq!(parts("limits.memory", &[("web", 4.0, 536_870_912.0)]), "`web` 4 × 512Mi");
        assert_eq!(parts("pods", &[("web", 4.0, 1.0)]), "`web` 4");
        assert_eq!(parts("requests.nvidia.com/gpu", &[("train", 2.0, 4.0)]), "`train` 2 × 4");
        assert_eq!(parts("services", &[("web", 1.0, 1.0)]), "`web` 1");
    }
}
