//! Entry points that opened or closed, in a difference.
use super::change::Kind;
use super::entries;
use super::report::Report;
use crate::out::terminal::visible;
use coderev_reach::{Admission, EntryKind, EntryPoint, Party, Workload};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// An entry point whose verdict changed.
pub(super) struct EntryChange {
    pub(super) kind: Kind,
    pub(super) key: Key,
    /// The verdicts before and now. Empty where there is no such entry point.
    pub(super) sides: [String; 2],
}

/// What identifies an entry point in both sets of manifests.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) workload: Workload,
    pub(super) port: String,
    /// The host names and the path.
    target: String,
    /// `Service shop/web (LoadBalancer)`.
    pub(super) object: String,
}

impl Display for Key {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let target = if self.target.is_empty() { String::new() } else { format!(" {}", self.target) };
        let text = format!("{}: {}{target} by {}", self.workload, self.port, self.object);
        f.write_str(&visible(&text))
    }
}

impl EntryChange {
    /// `closed to every address outside the cluster, before open to ..`.
    pub(super) fn verdicts(&self) -> String {
        let [old, new] = self.sides.each_ref().map(|it| if it.is_empty() { "no entry point" } else { it });
        format!("{new}, before {old}")
    }

    pub(super) fn value(&self) -> Value {
        let change = match self.kind {
            Kind::Opened => "opened",
            Kind::Closed => "closed",
            Kind::Unknown => "unknown",
        };
        let [old, new] = &self.sides;
        let Key { workload, port, target, object } = &self.key;
        json!({
            "workload": visible(&workload.to_string()), "port": port, "target": visible(target),
            "object": visible(object), "change": change, "old": old, "new": new,
        })
    }
}

/// The sources that an entry point admits.
#[derive(Default)]
struct State {
    rank: Rank,
    sources: Vec<Party>,
    shown: String,
}

/// In the order of the number of sources.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    #[default]
    None,
    Closed,
    Limited,
    Open,
    Unknown,
}

/// All entry points that opened, closed, or changed without a certain verdict, sorted.
pub(super) fn all(old: &Report, new: &Report) -> Vec<EntryChange> {
    let [mut before, now] = [states(old), states(new)];
    let mut all = Vec::new();
    for (key, new) in now {
        let old = before.remove(&key).unwrap_or_default();
        all.extend(changed(&old, &new).map(|kind| EntryChange { kind, key, sides: [old.shown, new.shown] }));
    }
    for (key, old) in before {
        let none = State::default();
        all.extend(changed(&old, &none).map(|kind| EntryChange { kind, key, sides: [old.shown, none.shown] }));
    }
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

fn states(report: &Report) -> BTreeMap<Key, State> {
    let mut all = BTreeMap::new();
    for entry in &report.entry_points {
        let admission = report.reach.admission(entry);
        let shown = entries::verdict(entry, &admission, &mut |it| visible(&it.to_string()).into_owned());
        let limits = entry.sources.iter().copied().map(Party::Range);
        let (rank, sources) = match admission {
            // The Service itself limits the sources.
            Admission::Open if !entry.sources.is_empty() => (Rank::Limited, limits.collect()),
            Admission::Open => (Rank::Open, Vec::new()),
            Admission::Closed => (Rank::Closed, Vec::new()),
            Admission::Only { sources, causes } if causes.is_empty() => (Rank::Limited, sources),
            _ => (Rank::Unknown, Vec::new()),
        };
        all.insert(key(report, entry), State { rank, sources, shown });
    }
    all
}

fn key(report: &Report, entry: &EntryPoint) -> Key {
    let through = if entry.through == EntryKind::Route { String::new() } else { format!(" ({})", entry.through) };
    Key {
        workload: report.reach.peer(entry.peer).workload.clone(),
        port: entry.port.to_string(),
        target: format!("{}{}", entry.hosts.join(", "), entry.path),
        object: format!("{} {}/{}{through}", entry.kind, entry.route.0, entry.route.1),
    }
}

/// How an entry point changed. None where it admits nothing before and now, or the same.
fn changed(old: &State, new: &State) -> Option<Kind> {
    let is_new = |it: &Party| !old.sources.contains(it);
    match [old.rank, new.rank] {
        [Rank::Unknown, Rank::Unknown] if old.shown == new.shown => None,
        [Rank::Unknown, _] | [_, Rank::Unknown] => Some(Kind::Unknown),
        [Rank::None | Rank::Closed, Rank::None | Rank::Closed] => None,
        [Rank::Limited, Rank::Limited] if old.sources == new.sources => None,
        [Rank::Limited, Rank::Limited] if new.sources.iter().any(is_new) => Some(Kind::Opened),
        [old, new] if old < new => Some(Kind::Opened),
        [old, new] if old == new && new != Rank::Limited => None,
        _ => Some(Kind::Closed),
    }
}
