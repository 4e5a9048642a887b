//! Cron expressions, as `github.com/robfig/cron/v3` reads them.
use super::super::schema::Fault;
use crate::Help;
use std::borrow::Cow;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

pub(super) fn fault(text: &str) -> Option<Fault> {
    let reason = reason(text)?;
    let help = if text.contains("TZ") {
        Help::forms(
            "remove it, and set `.time_zone(\"Europe/Berlin\")`",
            "remove it, and set `timeZone: Europe/Berlin`",
        )
    } else {
        Help::forms(
            "write minute, hour, day, month and weekday, `Schedule::cron(\"15 2 * * *\")`, or use `Schedule::daily(2, 15)`",
            "write minute, hour, day, month and weekday: `15 2 * * *`",
        )
    };
    Some(Fault::new(format!("is not a valid schedule: {reason}"), help))
}
/// The reason why a text is not a schedule.
fn reason(text: &str) -> Option<Cow<'static, str>> {
    if text.contains("TZ") {
        return Some("a time zone is a field of its own".into());
    }
    if text.starts_with('@') {
        const KNOWN: [&str; 7] = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
        return match text.strip_prefix("@every ") {
            Some(time) if is_duration(time) => None,
            Some(_) => Some("`@every` needs a duration such as `1h30m`".into()),
            None if KNOWN.contains(&text) => None,
            None => {
                Some("it is not one of `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` and `@every 1h30m`".into())
            }
        };
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = *fields else {
        return Some(format!("it has {} fields instead of 5", fields.len()).into());
    };
    let slots: [(&str, &str, u32, u32, &[&str]); 5] = [
        ("minute", minute, 0, 59, &[]),
        ("hour", hour, 0, 23, &[]),
        ("day of the month", day, 1, 31, &[]),
        ("month", month, 1, 12, &MONTHS),
        ("day of the week", weekday, 0, 6, &DAYS),
    ];
    let wrong = slots.into_iter().find(|(_, text, least, most, names)| !is_field(text, *least, *most, names));
    wrong.map(|(name, text, least, most, _)| {
        format!("`{text}` is not a valid {name}, which is {least} to {most}").into()
    })
}

/// Whether `text` is a field of a cron expression, such as `*`, `*/5`, `1-5`, `mon-fri`, `1,15` or `10-30/5`. Empty items of a list are ignored,
/// but a field without an item never matches.
fn is_field(text: &str, least: u32, most: u32, names: &[&str]) -> bool {
    let number = |text: &str| text.parse::<u32>().ok();
    let value = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        named.and_then(|at| u32::try_from(at).ok()?.checked_add(least)).or_else(|| number(text))
    };
    let part = |part: &str| {
        let mut pieces = part.split('/');
        let (range, step) = (pieces.next().unwrap_or_default(), pieces.next());
        let mut ends = range.split('-');
        let (first, last) = (ends.next().unwrap_or_default(), ends.next());
        if pieces.next().is_some() || ends.next().is_some() {
            return false;
        }
        let bounds = match (first, last) {
            ("*" | "?", _) => Some((least, most)),
            (first, Some(last)) => value(first).zip(value(last)),
            (first, None) => value(first).map(|start| (start, if step.is_some() { most } else { start })),
        };
        let steps = step.is_none_or(|step| number(step).is_some_and(|step| step > 0));
        steps && bounds.is_some_and(|(from, to)| from >= least && to <= most && from <= to)
    };
    let mut parts = text.split(',').filter(|it| !it.is_empty()).peekable();
    parts.peek().is_some() && parts.all(part)
}
/// Whether `text` is a duration of Go, such as `1h30m`, `1.5h` or `-5s`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|c| c.is_ascii_digit() || *c == b'.').count();
        let number = &rest[..digits];
        let is_number = number.bytes().any(|c| c.is_ascii_digit()) && number.bytes().filter(|c| *c == b'.').count() < 2;
        let unit =
            ["ns", "us", "µs", "μs", "ms", "s", "m", "h"].into_iter().find(|unit| rest[digits..].starts_with(unit));
        let Some(unit) = unit.filter(|_| is_number) else { return false };
        rest = &rest[digits + unit.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn an_expression_that_is_not_valid_has_a_reason() {
        for good in [
            "15 2 * * *",
            "*/5 * * * *",
            "0 9-17/2 1,15 jan-jun MON-FRI",
            "@daily",
            "0 0 * * 0",
            "@every 1h30m",
            "@every 500ms",
            "1,,3 * * * *",
            "5/15 * * * *",
            "*-5 * * * *",
            "0 0 ? * ?",
        ] {
            assert_eq!(reason(good), None, "{good}");
        }
        for bad in [
            "",
            "15 2 * *",
            "60 2 * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "a * * * *",
            "5-1 * * * *",
            "*/0 * * * *",
            ", * * * *",
            "* * * * * *",
            "** * * * *",
            "1/2/3 * * * *",
            "0 0 15W * *",
            "@fortnightly",
            "@Daily",
            "@reboot",
            "@every",
            "@every 1d",
            "@every 1 hour",
            "TZ=Europe/Berlin 15 2 * * *",
        ] {
            assert!(reason(bad).is_some(), "{bad}");
        }
    }
}
