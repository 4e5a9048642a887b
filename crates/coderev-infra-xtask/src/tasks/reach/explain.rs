//! One pair: on which ports, and which rules decided.
use super::overview;
use super::question::{Format, Question};
use super::report::{Report, Who};
use crate::error::CliError;
use crate::out::json::document;
use crate::out::terminal::visible;
use coderev_reach::{Connections, End, Explanation, Outcome, Port, Reason, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The maximum number of pairs that are explained one by one.
const PAIRS: usize = 50;

/// Whether both sides are named, so that the policies that decide can be shown.
pub(super) fn is_one_pair(question: &Question) -> bool {
    question.from.is_some() && question.to.is_some()
}

pub(super) fn text(report: &Report, question: &Question) -> Result<String, CliError> {
    let pairs = pairs(report, question)?;
    if pairs.len() > PAIRS {
        return overview::text(report, question, Format::Csv, None);
    }
    let mut text = String::new();
    for (from, to) in pairs {
        pair(report, from, to, question.port, &mut text);
    }
    Ok(text)
}

/// The verdicts of all pairs, for programs.
pub(super) fn json(report: &Report, question: &Question) -> Result<String, CliError> {
    let mut all: Vec<Value> = Vec::new();
    for (from, to) in pairs(report, question)? {
        for (ports, it) in segments(report, from, to, question.port) {
            let side = |verdict: &Verdict, reasons: &[Reason]| {
                let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                json!({ "verdict": verdict.outcome().to_string(), "why": why(verdict, "it"), "reasons": reasons })
            };
            all.push(json!({
                "src": name(report, from),
                "dst": name(report, to),
                "conn": ports.to_string(),
                "verdict": it.answer.verdict().to_string(),
                "egress": side(&it.answer.egress, &it.egress),
                "ingress": side(&it.answer.ingress, &it.ingress),
            }));
        }
        for ((ports, _), names) in asked_names(report, from, to, question.port) {
            all.push(json!({ "src": name(report, from), "dst": name(report, to), "conn": ports.to_string(),
                "verdict": Outcome::Unknown.to_string(), "names": names }));
        }
    }
    Ok(document(&[("verdicts", all.into()), ("warnings", report.warnings.clone().into())]))
}

/// The first ports of a pair whose verdict is not the expected one: a sentence. None where every verdict is expected.
pub(super) fn unexpected(report: &Report, question: &Question, expected: Outcome) -> Result<Option<String>, CliError> {
    for (from, to) in pairs(report, question)? {
        let by_name =
            asked_names(report, from, to, question.port).into_keys().map(|(ports, _)| (ports, Outcome::Unknown));
        let by_policy = segments(report, from, to, question.port);
        let by_policy = by_policy.into_iter().map(|(ports, it)| (ports, it.answer.verdict()));
        if let Some((ports, verdict)) = by_name.chain(by_policy).find(|(_, verdict)| *verdict != expected) {
            let ports = if ports.is_all() { "every port".to_owned() } else { ports.to_string() };
            let pair = format!("{} -> {}", name(report, from), name(report, to));
            return Ok(Some(format!("expected `{expected}`, but {pair} is {verdict} on {ports}")));
        }
    }
    Ok(None)
}

fn pairs(report: &Report, question: &Question) -> Result<Vec<(End, End)>, CliError> {
    let [from, to] = [&question.from, &question.to].map(|it| {
        let who = report.who(it.as_deref().unwrap_or_default())?;
        Ok::<_, CliError>(ends(report, &who))
    });
    let (from, to) = (from?, to?);
    if matches!((&from[..], &to[..]), ([End::Address(_)], [End::Address(_)])) {
        return Err(CliError::usage(
            "policies do not apply between two addresses outside the cluster: name a workload on one side",
        ));
    }
    Ok(from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))).collect())
}

/// The ends of a workload: one for each of its templates and pods.
fn ends(report: &Report, who: &Who) -> Vec<End> {
    match who {
        Who::Address(address) => vec![End::Address(*address)],
        Who::Pods(all, _) => all.iter().copied().map(End::Peer).collect(),
        Who::Workloads(all, _) => all.iter().flat_map(|it| report.peers(it)).map(End::Peer).collect(),
    }
}

/// The ports in question, without the ports of DNS names, grouped by the answer. Allowed ports come first, and the rest of
/// all ports comes last.
fn segments(report: &Report, from: End, to: End, port: Option<Port>) -> Vec<(Connections, Explanation)> {
    let by_name = names_of(report, from, to);
    let uncertain = by_name.keys().fold(Connections::default(), |all, (ports, _)| all.union(ports));
    let all = match port {
        Some(port) => vec![(Connections::from(port), report.reach.explain(from, to, port))],
        None => report.reach.segments(from, to),
    };
    let all = all.into_iter().map(|(ports, it)| (ports.minus(&uncertain), it));
    let mut all: Vec<(Connections, Explanation)> = all.filter(|(ports, _)| !ports.is_empty()).collect();
    all.sort_by_key(|(ports, it)| (it.answer.verdict() != Outcome::Allowed, ports.contains(LAST)));
    all
}

/// A port that hardly any rule names.
const LAST: Port = Port::sctp(u16::MAX);

fn pair(report: &Report, from: End, to: End, port: Option<Port>, text: &mut String) {
    let _ = writeln!(text, "{} -> {}", name(report, from), name(report, to));
    for ((ports, needs_policy), names) in asked_names(report, from, to, port) {
        let Some(first) = ports.first() else { continue };
        let only = if needs_policy { " only, if the mesh enforces it" } else { "" };
        let _ = writeln!(text, "  unknown  {ports}: allowed to the DNS names {}{only}", visible(&names.join(", ")));
        sides(&report.reach.explain(from, to, first), text);
    }
    let segments = segments(report, from, to, port);
    let count = segments.len();
    for (at, (ports, it)) in segments.into_iter().enumerate() {
        let is_rest = at + 1 == count && ports.contains(LAST) && port.is_none();
        let shown = match (ports.is_all(), is_rest) {
            (true, _) => "every port".to_owned(),
            (false, true) => "every other port".to_owned(),
            (false, false) => ports.to_string(),
        };
        let _ = writeln!(text, "  {}  {shown}", it.answer.verdict());
        sides(&it, text);
    }
}

/// The decision of each side, and its reasons.
fn sides(it: &Explanation, text: &mut String) {
    for (way, verdict, reasons, side) in [
        ("out", &it.answer.egress, &it.egress, "the source"),
        ("in ", &it.answer.ingress, &it.ingress, "the destination"),
    ] {
        let _ = writeln!(text, "    {way}  {}", why(verdict, side));
        for reason in reasons {
            let _ = writeln!(text, "           {}", visible(&reason.to_string()));
        }
    }
}

/// The DNS names that the address may have, on the ports in question.
fn asked_names(report: &Report, from: End, to: End, port: Option<Port>) -> BTreeMap<(Connections, bool), Vec<String>> {
    let asked = |ports: Connections| port.map_or_else(|| ports.clone(), |port| ports.intersection(&port.into()));
    let all = names_of(report, from, to).into_iter().map(|((ports, needs), names)| ((asked(ports), needs), names));
    all.filter(|((ports, _), _)| !ports.is_empty()).collect()
}

/// DNS names that the address may have, by the allowed ports, and by whether NetworkPolicies must also allow the
/// ports.
fn names_of(report: &Report, from: End, to: End) -> BTreeMap<(Connections, bool), Vec<String>> {
    let mut all: BTreeMap<(Connections, bool), Vec<String>> = BTreeMap::new();
    if let (End::Peer(id), End::Address(_)) = (from, to) {
        let open = report.reach.between(from, to);
        for egress in report.fqdn_egress_of(id) {
            let needs_policy = egress.needs_policy();
            let ports = if needs_policy { egress.ports().intersection(&open) } else { egress.ports().minus(&open) };
            if !ports.is_empty() {
                all.entry((ports, needs_policy)).or_default().extend(egress.names().iter().cloned());
            }
        }
    }
    all
}

fn name(report: &Report, end: End) -> String {
    match end {
        End::Address(address) => address.to_string(),
        End::Peer(id) => {
            let peer = report.reach.peer(id);
            let is_own = peer.pod.is_empty() || peer.pod == peer.workload.name;
            let name = if is_own { peer.workload.to_string() } else { format!("{}, pod {}", peer.workload, peer.pod) };
            visible(&name).into_owned()
        }
    }
}

fn why(verdict: &Verdict, side: &str) -> String {
    match verdict {
        Verdict::Itself => "allowed: a pod always reaches itself".into(),
        Verdict::Free => format!("allowed: no policy selects {side}"),
        Verdict::Allowed(policies) => format!("allowed by {}", visible(&policies.join(", "))),
        Verdict::Denied(policies) => format!("denied: no rule of {} allows it", visible(&policies.join(", "))),
        Verdict::Unknown(causes) => {
            let causes: Vec<String> = causes.iter().map(ToString::to_string).collect();
            format!("unknown: {}", visible(&causes.join("; ")))
        }
    }
}
