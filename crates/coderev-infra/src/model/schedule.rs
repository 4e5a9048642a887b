//! The schedule of a CronJob.
use crate::model::Place;
use std::panic::Location;

/// The schedule of a CronJob: `spec.schedule`.
#[derive(Clone, Debug)]
#[must_use = "a Schedule has no effect by itself: pass it to `CronJob::new(..)`"]
pub struct Schedule {
    pub(crate) expression: String,
    pub(crate) at: Place,
}
impl Schedule {
    /// A cron expression of five fields: `15 2 * * *` is 02:15 each day. An expression that is not valid is an error,
    /// `malformed-schedule`.
    #[track_caller]
    pub fn cron(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), at: Location::caller() }
    }
    /// Each day, at an hour from 0 to 23 and a minute from 0 to 59.
    #[track_caller]
    pub fn daily(hour: u8, minute: u8) -> Self {
        Self::cron(format!("{minute} {hour} * * *"))
    }
    /// Each week, at an hour from 0 to 23 and a minute from 0 to 59.
    #[track_caller]
    pub fn weekly(day: Weekday, hour: u8, minute: u8) -> Self {
        Self::cron(format!("{minute} {hour} * * {}", day as u8))
    }
    /// The error in the expression; none if it is valid.
    pub(crate) fn fault(&self) -> Option<String> {
        let fields: Vec<&str> = self.expression.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = *fields else {
            return (!self.expression.starts_with('@')).then(|| format!("it has {} fields instead of 5", fields.len()));
        };
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        let slots: [(&str, &str, u32, u32, &[&str]); 5] = [
            ("minute", minute, 0, 59, &[]),
            ("hour", hour, 0, 23, &[]),
            ("day of the month", day, 1, 31, &[]),
            ("month", month, 1, 12, &MONTHS),
            ("day of the week", weekday, 0, 6, &DAYS),
        ];
        let wrong = slots.into_iter().find(|(_, text, least, most, names)| !is_field(text, *least, *most, names));
        wrong.map(|(name, text, least, most, _)| format!("`{text}` is not a valid {name}, which is {least} to {most}"))
    }
}

/// Whether `text` is a field of a cron expression, such as `*`, `*/5`, `1-5`, `mon-fri`, `1,15` or `10-30/5`.
fn is_field(text: &str, least: u32, most: u32, names: &[&str]) -> bool {
    let value = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let number = named.and_then(|at| u32::try_from(at).ok()?.checked_add(least)).or_else(|| text.parse().ok());
        number.filter(|n| (least..=most).contains(n))
    };
    let part = |part: &str| {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        let steps = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|n| n > 0));
        let ranges = match range.split_once('-') {
            _ if range == "*" || range == "?" => true,
            Some((from, to)) => value(from).zip(value(to)).is_some_and(|(from, to)| from <= to),
            None => value(range).is_some(),
        };
        steps && ranges
    };
    !text.is_empty() && text.split(',').all(part)
}

/// A day of the week, with the number that cron has for it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names of the days need no text")]
pub enum Weekday {
    Sunday,
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
}

/// The argument of `CronJob::new`: a [`Schedule`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a schedule",
    label = "expected a `Schedule`",
    note = "write `Schedule::cron(\"15 2 * * *\")`, `Schedule::daily(2, 15)` or `Schedule::weekly(Weekday::Sunday, 3, 0)`"
)]
pub trait IntoSchedule: Into<Schedule> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Schedule>> IntoSchedule for V {}

#[cfg(test)]
mod tests {
    use super::{Schedule, Weekday};

    #[test]
    fn an_expression_that_is_not_valid_has_an_error() {
        for good in ["15 2 * * *", "*/5 * * * *", "0 9-17/2 1,15 jan-jun MON-FRI", "@daily", "0 0 * * 0"] {
            assert_eq!(Schedule::cron(good).fault(), None, "{good}");
        }
        for bad in ["", "15 2 * *", "60 2 * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "a * * * *"] {
            assert!(Schedule::cron(bad).fault().is_some(), "{bad}");
        }
        for bad in ["5-1 * * * *", "*/0 * * * *", ", * * * *", "* * * * * *"] {
            assert!(Schedule::cron(bad).fault().is_some(), "{bad}");
        }
        assert_eq!(Schedule::weekly(Weekday::Sunday, 3, 0).expression, "0 3 * * 0");
        assert!(Schedule::daily(24, 0).fault().is_some());
    }
}
