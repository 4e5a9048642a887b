//! Time zones.
use super::super::schema::Fault;
use coderev_objects::nearest;

/// The names of all time zones, sorted. They are the names in `lib/time/zoneinfo.zip` of Go 1.26, which the API server uses. The IANA time zone
/// database is in the public domain: <https://www.iana.org/time-zones>.
static NAMES: &str = include_str!("time_zones.txt");

pub(super) fn fault(text: &str) -> Option<Fault> {
    if NAMES.lines().any(|name| name == text) {
        return None;
    }
    let names: Vec<&str> = NAMES.lines().collect();
    let help = match nearest(text, names) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "write the name of a city: `Europe/Berlin`, or `Etc/UTC`".to_owned(),
    };
    Some(Fault::new("is not a time zone in the IANA database", help))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn names_have_the_case_of_the_database() {
        for good in ["Etc/UTC", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"] {
            assert!(fault(good).is_none(), "{good}");
        }
        for bad in ["Europe/Berln", "europe/berlin", "utc", "Local", "", "+02:00", "GMT+5"] {
            assert!(fault(bad).is_some(), "{bad}");
        }
        assert_eq!(fault("Europe/Berln").map(|it| it.help), Some("did you mean `Europe/Berlin`?".into()));
    }
}
