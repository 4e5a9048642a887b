//! One pair for people: on which ports, and which rules decided.
use super::explain::{LAST, asked_names, segments};
use super::report::Report;
use crate::out::terminal::visible;
use coderev_reach::{End, Explanation, Port, Verdict};
use std::fmt::Write;

/// The verdict of each group of ports.
pub(super) fn pair(report: &Report, from: End, to: End, port: Option<Port>, text: &mut String) {
    let _ = writeln!(text, "{} -> {}", name(report, from), name(report, to));
    for ((ports, needs_policy), names) in asked_names(report, from, to, port) {
        let Some(first) = ports.first() else { continue };
        let only = if needs_policy { " only, if the mesh enforces it" } else { "" };
        let _ = writeln!(text, "  unknown  {ports}: allowed to the DNS names {}{only}", visible(&names.join(", ")));
        sides([from, to], &report.reach.explain(from, to, first), text);
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
        sides([from, to], &it, text);
    }
}

/// The decision of each side, and its reasons.
fn sides(ends: [End; 2], it: &Explanation, text: &mut String) {
    let sides = [
        ("out", &it.answer.egress, &it.egress, "the source"),
        ("in ", &it.answer.ingress, &it.ingress, "the destination"),
    ];
    for ((way, verdict, reasons, side), end) in sides.into_iter().zip(ends) {
        let _ = writeln!(text, "    {way}  {}", why(end, verdict, side));
        for reason in reasons {
            let _ = writeln!(text, "           {}", visible(&reason.to_string()));
        }
    }
}

/// The name of an end.
pub(super) fn name(report: &Report, end: End) -> String {
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

/// The reason for the verdict of one side.
pub(super) fn why(end: End, verdict: &Verdict, side: &str) -> String {
    match verdict {
        Verdict::Free if matches!(end, End::Implied(_)) => "not known: its policies are not in these manifests".into(),
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
