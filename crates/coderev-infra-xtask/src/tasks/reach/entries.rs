//! Entry points: the ports that are reachable from outside the cluster, and whether policies admit the traffic.
use super::fold;
use super::peers::{Legend, ranges};
use super::report::{Report, Shown};
use crate::out::terminal::visible;
use coderev_reach::{Admission, Cause, EntryKind, EntryPoint, ImpliedPeer, Party, Port, Workload};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of sources that a line lists.
const LISTED: usize = 6;

/// The names of entry points that agree in port, hosts, path, object, through, and verdict.
type Alike<'a> = BTreeMap<(Port, String, &'a str, &'a str, &'a str, EntryKind, String), BTreeSet<&'a str>>;

/// The lines of each workload: the entry point, and the verdict.
pub(super) fn by_workload<'a>(
    report: &'a Report,
    entry_points: &[&'a EntryPoint],
    legend: &mut Legend,
) -> BTreeMap<&'a Workload, BTreeSet<(String, String)>> {
    let mut all: BTreeMap<&Workload, Alike<'_>> = BTreeMap::new();
    for entry in entry_points {
        let verdict = verdict(entry, &report.reach.admission(entry), &mut |it| legend.name(it));
        let workload = &report.reach.peer(entry.peer).workload;
        let hosts = entry.hosts.join(", ");
        let alike = (entry.port, hosts, &*entry.path, &*entry.kind, &*entry.route.0, entry.through, verdict);
        all.entry(workload).or_default().entry(alike).or_default().insert(&*entry.route.1);
    }
    let shown = |by_name: Alike<'_>| {
        let folded = by_name.into_iter().flat_map(|((port, hosts, path, kind, space, through, verdict), names)| {
            let names = fold::names(&names.into_iter().collect::<Vec<_>>()).into_iter();
            let through = if through == EntryKind::Route { String::new() } else { format!(" ({through})") };
            let target = if hosts.is_empty() { String::new() } else { format!("  {hosts}{path}") };
            names.map(move |name| (format!("{port}{target}  by {kind} {space}/{name}{through}"), verdict.clone()))
        });
        folded.collect()
    };
    all.into_iter().map(|(workload, entries)| (workload, shown(entries))).collect()
}

/// The verdict as a clause. `name` names pods that are not in the manifests.
pub(super) fn verdict(
    entry: &EntryPoint,
    admission: &Admission,
    name: &mut dyn FnMut(&ImpliedPeer) -> String,
) -> String {
    let every = match (entry.is_routed(), entry.sources.is_empty()) {
        (true, _) => "any pod of the cluster".to_owned(),
        (false, true) => "every address outside the cluster".to_owned(),
        (false, false) => format!("{} (loadBalancerSourceRanges)", ranges(&entry.sources).join(", ")),
    };
    match admission {
        Admission::Open => format!("open to {every}"),
        Admission::Closed => format!("closed to {every}"),
        Admission::Only { sources: all, causes } if causes.is_empty() => format!("open to {}", sources(all, name)),
        Admission::Only { sources: all, causes } => {
            format!("open to {}; unknown for others: {}", sources(all, name), reasons(causes).join("; "))
        }
        Admission::Unknown(causes) => format!("unknown: {}", reasons(causes).join("; ")),
        _ => "unknown".to_owned(),
    }
}

fn reasons(causes: &[Cause]) -> Vec<String> {
    causes.iter().map(|it| visible(&it.to_string()).into_owned()).collect()
}

fn sources(all: &[Party], name: &mut dyn FnMut(&ImpliedPeer) -> String) -> String {
    let (mut workloads, mut addresses, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for party in all {
        match party {
            Party::Workload(it) => workloads.push(format!("{}/{}", it.namespace, it.name)),
            Party::Range(it) => addresses.push(*it),
            Party::Implied(it) => others.push(name(it)),
        }
    }
    let workloads = fold::names(&workloads.iter().map(String::as_str).collect::<Vec<_>>());
    let workloads = workloads.into_iter().map(|it| visible(&it).into_owned());
    let mut shown: Vec<String> = others.into_iter().chain(workloads).chain(ranges(&addresses)).collect();
    if shown.len() > LISTED + 1 {
        let rest = shown.len() - LISTED;
        shown.truncate(LISTED);
        shown.push(format!("{rest} more"));
    }
    shown.join(", ")
}

/// An entry point for programs.
pub(super) fn value(report: &Report, entry: &EntryPoint) -> Value {
    let admission = report.reach.admission(entry);
    let none: (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (verdict, (from, causes)) = match &admission {
        Admission::Open => ("open", none),
        Admission::Closed => ("closed", none),
        Admission::Only { sources, causes } => {
            let from = sources.iter().map(|it| visible(&it.to_string()).into_owned()).collect();
            ("limited", (from, reasons(causes)))
        }
        Admission::Unknown(causes) => ("unknown", (Vec::new(), reasons(causes))),
        _ => ("unknown", none),
    };
    let object = format!("{} {}/{}", entry.kind, entry.route.0, entry.route.1);
    json!({
        "workload": Shown::Workload(report.reach.peer(entry.peer).workload.clone()).to_string(),
        "port": entry.port.to_string(), "object": object, "through": entry.through.to_string(),
        "hosts": entry.hosts, "path": entry.path, "verdict": verdict, "from": from, "causes": causes,
        "sourceRanges": entry.sources.iter().map(fold::block).collect::<Vec<_>>(),
    })
}
