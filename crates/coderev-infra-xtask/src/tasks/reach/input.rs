//! What `reach` reports about its input: the counts, what was left out, and what must be corrected.
use crate::out::terminal::visible;
use coderev_reach::{LeftOut, LeftOutReason, Notice, Reading};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The number of places that are named for each reason.
const PLACES: usize = 3;
/// The number of warnings, and of errors, that are shown one by one.
const NOTICES: usize = 20;

/// The lines for stderr.
pub(super) fn summary(reading: &Reading) -> String {
    let mut text = counts(reading);
    for (reason, places) in by_reason(reading.left_out()) {
        let named: Vec<_> = places.iter().take(PLACES).map(|it| visible(it)).collect();
        let more = match places.len().saturating_sub(PLACES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        text.push_str(&format!("  {} {}: {}{more}\n", places.len(), visible(&reason), named.join(", ")));
    }
    if reading.left_out().len() > PLACES {
        text.push_str("  `--format json` lists every one, and `--strict` refuses them\n");
    }
    if let [first, rest @ ..] = &*reading.left_out().iter().filter(|it| it.may_decide).collect::<Vec<_>>() {
        let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let place = visible(&first.place);
        text.push_str(&format!(
            "warning: `{place}`{others} may contain a network policy and was left out: the real answer may allow less\n"
        ));
    }
    let shown = |level: &str, all: &[Notice]| -> String {
        let lines = all.iter().take(NOTICES).map(|it| format!("{level}: {}\n", visible(&it.to_string())));
        let more = all.len().saturating_sub(NOTICES);
        let last =
            if more == 0 { String::new() } else { format!("{level}: {more} more, which `--format json` lists\n") };
        lines.chain([last]).collect()
    };
    text.push_str(&shown("warning", reading.warnings()));
    text.push_str(&shown("error", reading.errors()));
    if !reading.errors().is_empty() {
        text.push_str(
            "  help: a policy that the API server refuses is not in force, so the verdicts of its pods are unknown\n",
        );
    }
    text
}

/// The warnings of a reading: everything that `--deny warnings` is about.
pub(super) fn warnings(reading: &Reading) -> Vec<String> {
    let left_out = reading.left_out().iter().filter(|it| it.may_decide);
    let left_out = left_out.map(|it| format!("{it}, and it may contain a network policy"));
    let all = reading.warnings().iter().map(Notice::to_string).chain(left_out);
    all.map(|it| visible(&it).into_owned()).collect()
}

/// `12 workloads, 14 policies in 9 files; 3 left out`.
fn counts(reading: &Reading) -> String {
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut text = format!(
        "{}, {} in {}",
        counted(reading.workloads(), "workload", "workloads"),
        counted(reading.policies(), "policy", "policies"),
        counted(reading.files(), "file", "files"),
    );
    for (count, what) in [
        (reading.left_out().len(), "left out"),
        (reading.objects().finished(), "ended, such as pods in the phase Succeeded"),
        (reading.repeated(), "duplicate and alike"),
    ] {
        if count > 0 {
            text.push_str(&format!("; {count} {what}"));
        }
    }
    text + "\n"
}

/// The places of each reason. Texts that cannot be read are one group.
fn by_reason(left_out: &[LeftOut]) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in left_out {
        let (reason, place) = match &it.reason {
            LeftOutReason::NoObject => ("without `apiVersion` and `kind`".to_owned(), it.place.clone()),
            LeftOutReason::Template => {
                ("templates, which a tool such as `helm template` must render first".to_owned(), it.place.clone())
            }
            LeftOutReason::Patch => ("patches of other objects".to_owned(), it.place.clone()),
            other => ("that cannot be read".to_owned(), format!("{} ({other})", it.place)),
        };
        all.entry(reason).or_default().push(place);
    }
    all
}

/// The same for programs.
pub(super) fn json(reading: &Reading) -> Value {
    let left_out =
        |it: &LeftOut| json!({ "place": it.place, "reason": it.reason.to_string(), "mayDecide": it.may_decide });
    let notices = |all: &[Notice]| -> Vec<Value> {
        all.iter().map(|it| json!({ "place": it.place, "subject": it.subject, "message": it.message })).collect()
    };
    json!({
        "workloads": reading.workloads(),
        "policies": reading.policies(),
        "files": reading.files(),
        "finished": reading.objects().finished(),
        "repeated": reading.repeated(),
        "leftOut": reading.left_out().iter().map(left_out).collect::<Vec<_>>(),
        "warnings": notices(reading.warnings()),
        "errors": notices(reading.errors()),
    })
}
