//! One pair: on which ports, and which rules decided.
use super::overview;
use super::pairs::{name, pair, why};
use super::question::{Format, Question};
use super::report::{Report, Who};
use crate::error::CliError;
use crate::out::json::document;
use crate::out::terminal::print;
use coderev_reach::{Connections, End, Explanation, Outcome, Port, Reason, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// The maximum number of pairs that are explained one by one.
const PAIRS: usize = 50;

/// Whether both sides are named, so that the policies that decide can be shown.
pub(super) fn is_one_pair(question: &Question) -> bool {
    question.from.is_some() && question.to.is_some()
}

pub(super) fn show(report: &Report, question: &Question) -> Result<ExitCode, CliError> {
    if question.format == Format::Json {
        return print(&json(report, question)?);
    }
    let pairs = pairs(report, question)?;
    if pairs.len() > PAIRS {
        return overview::show(report, question, Format::Csv, None);
    }
    let mut text = String::new();
    for (from, to) in pairs {
        pair(report, from, to, question.port, &mut text);
    }
    print(&text)
}

/// The verdicts of all pairs, for programs.
fn json(report: &Report, question: &Question) -> Result<String, CliError> {
    let mut all: Vec<Value> = Vec::new();
    for (from, to) in pairs(report, question)? {
        for (ports, it) in segments(report, from, to, question.port) {
            let side = |end: End, verdict: &Verdict, reasons: &[Reason]| {
                let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                json!({ "verdict": verdict.outcome().to_string(), "why": why(end, verdict, "it"), "reasons": reasons })
            };
            all.push(json!({
                "src": name(report, from),
                "dst": name(report, to),
                "conn": ports.to_string(),
                "verdict": it.answer.verdict().to_string(),
                "egress": side(from, &it.answer.egress, &it.egress),
                "ingress": side(to, &it.answer.ingress, &it.ingress),
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
    // Policies do not decide between two ends that are not in the manifests.
    let is_far = |end: &End| matches!(end, End::Address(_) | End::Implied(_));
    let all = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
    Ok(all.filter(|(from, to)| !is_far(from) || !is_far(to)).collect())
}

/// The ends of a workload: one for each of its templates and pods.
fn ends(report: &Report, who: &Who) -> Vec<End> {
    match who {
        Who::Address(address) => vec![End::Address(*address)],
        Who::Pods(all, _) => all.iter().copied().map(End::Peer).collect(),
        // Pods that are not in the manifests are explained where no workload has the name.
        Who::Workloads { workloads, implied, .. } if workloads.is_empty() => {
            let all = report.reach.implied_peers().filter(|(_, it)| implied.contains(it));
            all.map(|(id, _)| End::Implied(id)).collect()
        }
        Who::Workloads { workloads, .. } => workloads.iter().flat_map(|it| report.peers(it)).map(End::Peer).collect(),
    }
}

/// The ports in question, without the ports of DNS names, grouped by the answer. Allowed ports come first, and the rest of
/// all ports comes last.
pub(super) fn segments(report: &Report, from: End, to: End, port: Option<Port>) -> Vec<(Connections, Explanation)> {
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
pub(super) const LAST: Port = Port::sctp(u16::MAX);

/// The DNS names that the address may have, on the ports in question.
pub(super) fn asked_names(
    report: &Report,
    from: End,
    to: End,
    port: Option<Port>,
) -> BTreeMap<(Connections, bool), Vec<String>> {
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
