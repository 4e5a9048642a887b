//! One pair: on which ports, and which policies decided.
use super::overview;
use super::question::{Format, Question};
use super::report::{Report, Who};
use crate::error::CliError;
use crate::out::terminal::{print, visible};
use coderev_reach::{Answer, Connections, End, Port, Verdict};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::ExitCode;

/// The maximum number of pairs that are explained one by one.
const PAIRS: usize = 50;

/// Whether both sides are named, so that the policies that decide can be shown.
pub(super) fn is_one_pair(question: &Question) -> bool {
    question.from.is_some() && question.to.is_some()
}

pub(super) fn show(report: &Report, question: &Question) -> Result<ExitCode, CliError> {
    let [from, to] = [&question.from, &question.to].map(|it| {
        let who = report.who(it.as_deref().unwrap_or_default())?;
        Ok::<_, CliError>(ends(report, &who))
    });
    let (from, to) = (from?, to?);
    if from.len() * to.len() > PAIRS {
        return overview::show(report, question, Format::Csv);
    }
    let mut text = String::new();
    for from in &from {
        for to in &to {
            let is_far = |end: &End| matches!(end, End::Address(_) | End::Implied(_));
            if is_far(from) && is_far(to) {
                if matches!((from, to), (End::Implied(_), _) | (_, End::Implied(_))) {
                    continue;
                }
                return Err(CliError::usage(
                    "policies do not apply between two addresses outside the cluster: name a workload on one side",
                ));
            }
            pair(report, *from, *to, question.port, &mut text);
        }
    }
    print(&text)
}

/// The ends of a workload: one for each of its templates and pods.
fn ends(report: &Report, who: &Who) -> Vec<End> {
    match who {
        Who::Address(address) => vec![End::Address(*address)],
        // Pods that are not in the manifests are explained where no workload has the name.
        Who::Workloads { workloads, implied, .. } if workloads.is_empty() => {
            let all = report.reach.implied_peers().filter(|(_, it)| implied.contains(it));
            all.map(|(id, _)| End::Implied(id)).collect()
        }
        Who::Workloads { workloads, .. } => workloads.iter().flat_map(|it| report.peers(it)).map(End::Peer).collect(),
    }
}

fn pair(report: &Report, from: End, to: End, port: Option<Port>, text: &mut String) {
    let _ = writeln!(text, "{} -> {}", name(report, from), name(report, to));
    let by_policy = report.reach.between(from, to);
    let unknown = unknown(report, from, to, &by_policy);
    let uncertain = unknown.keys().fold(Connections::default(), |all, (ports, _)| all.union(ports));
    for ((ports, needs_policy), names) in &unknown {
        let ports = port.map_or_else(|| ports.clone(), |port| ports.intersection(&port.into()));
        let Some(first) = ports.first() else { continue };
        let only = if *needs_policy { " only, if the mesh enforces it" } else { "" };
        let _ = writeln!(text, "  unknown  {ports}: allowed to the DNS names {}{only}", visible(&names.join(", ")));
        sides([from, to], &report.reach.ask(from, to, first), text);
    }
    let mut has_names = false;
    if let (End::Peer(from), End::Implied(to)) = (from, to) {
        for named in report.reach.named_ports(from, to) {
            has_names = true;
            let _ = writeln!(
                text,
                "  unknown  {}: allowed by name, and the number of the port in these pods is not known",
                visible(&named.to_string())
            );
        }
    }
    let open = by_policy.minus(&uncertain);
    let asked: Vec<(String, Port)> = match (port, open.first()) {
        (Some(port), _) if uncertain.contains(port) => Vec::new(),
        (Some(port), _) => vec![(port.to_string(), port)],
        (None, Some(first)) if open.is_all() => vec![(open.to_string(), first)],
        (None, Some(_)) => {
            let shown = |from: u16, to: u16| if from == to { from.to_string() } else { format!("{from}-{to}") };
            let spans = open.spans();
            spans
                .map(|(protocol, a, b)| (format!("{protocol} {}", shown(a, b)), Port { protocol, number: a }))
                .collect()
        }
        // No port is allowed. Any port shows the policies that deny it; a port of the pod is the best choice.
        (None, None) => {
            let own = match to {
                End::Peer(id) => {
                    report.reach.peer(id).ports.first().map(|it| Port { protocol: it.protocol, number: it.number })
                }
                End::Address(_) | End::Implied(_) => None,
            };
            let port = own.unwrap_or(Port::tcp(443));
            let other = Connections::all().minus(&uncertain);
            match other.first() {
                Some(first) if has_names => vec![("every port by number".to_owned(), first)],
                _ if other.is_all() => vec![(format!("every port, such as {port}"), port)],
                Some(first) => vec![("every other port".to_owned(), first)],
                None => Vec::new(),
            }
        }
    };
    for (shown, port) in asked {
        let answer = report.reach.ask(from, to, port);
        let verdict = match answer.is_allowed() {
            true => "allowed",
            // A port by name may have this number.
            false if has_names && may_have_name(report, [from, to], port) => "unknown",
            false => "denied",
        };
        let _ = writeln!(text, "  {verdict}  {shown}");
        sides([from, to], &answer, text);
    }
}

/// Whether policies allow a port by name that may have this number.
fn may_have_name(report: &Report, [from, to]: [End; 2], port: Port) -> bool {
    match (from, to) {
        (End::Peer(from), End::Implied(to)) => {
            report.reach.named_ports(from, to).iter().any(|it| it.protocol == port.protocol)
        }
        _ => false,
    }
}

/// The decision of each side.
fn sides(ends: [End; 2], Answer { egress, ingress, .. }: &Answer, text: &mut String) {
    for ((direction, verdict), (end, side)) in
        [("out", egress), ("in ", ingress)].into_iter().zip(ends.into_iter().zip(["the source", "the destination"]))
    {
        let shown = match end {
            End::Implied(_) => "not known: its policies are not in these manifests".to_owned(),
            End::Peer(_) | End::Address(_) => why(verdict, side),
        };
        let _ = writeln!(text, "    {direction}  {shown}");
    }
}

/// DNS names that the address may have, by the allowed ports, and by whether NetworkPolicies must also allow the
/// ports.
fn unknown(report: &Report, from: End, to: End, open: &Connections) -> BTreeMap<(Connections, bool), Vec<String>> {
    let mut all: BTreeMap<(Connections, bool), Vec<String>> = BTreeMap::new();
    if let (End::Peer(id), End::Address(_)) = (from, to) {
        for egress in report.fqdn_egress_of(id) {
            let needs_policy = egress.needs_policy();
            let ports = if needs_policy { egress.ports().intersection(open) } else { egress.ports().minus(open) };
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
        End::Implied(id) => format!("{} (not in these manifests)", visible(&report.reach.implied_peer(id).to_string())),
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
    }
}
