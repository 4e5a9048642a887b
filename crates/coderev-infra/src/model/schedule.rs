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
    fn a_week_begins_with_sunday() {
        assert_eq!(Schedule::weekly(Weekday::Sunday, 3, 0).expression, "0 3 * * 0");
    }
}
