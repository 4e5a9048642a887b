//! Warnings about the input: kinds that are not evaluated, policies and peers that match no pod, and broken references.
use crate::out::terminal::visible;
use coderev_reach::{Objects, Reach};

/// The maximum number of objects of the same kind that a warning names.
const NAMED: usize = 5;

pub(super) fn all(objects: &Objects, reach: &Reach) -> Vec<String> {
    let kinds = objects.unevaluated().into_iter().map(|it| {
        let what = it.evaluated.map_or("is not evaluated".to_owned(), |it| format!("is evaluated only for {it}"));
        let mut named: Vec<&str> = it.objects.iter().map(String::as_str).take(NAMED).collect();
        let more = format!("{} more", it.objects.len().saturating_sub(NAMED));
        if it.objects.len() > NAMED {
            named.push(&more);
        }
        format!(
            "the kind `{}` of {} {what}: the real answer may allow more or less ({})",
            it.kind,
            it.group,
            named.join(", ")
        )
    });
    let dangling = reach.dangling(objects);
    let dangling = dangling.iter().map(ToString::to_string);
    let all = kinds.chain(reach.warnings().iter().map(ToString::to_string)).chain(dangling);
    all.map(|it| visible(&it).into_owned()).collect()
}
