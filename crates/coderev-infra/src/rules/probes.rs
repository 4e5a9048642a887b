//! What is wrong with probes, ports and paths.
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::words::*;

/// The rules here.
pub(super) const RULES: &[&str] = &[MISSING_PROBE, MISSING_PORT, MALFORMED_PATH];

/// What it does: finds services without a readiness probe, and what runs long without a liveness probe.
///
/// Why it is bad: requests reach a pod that cannot answer yet, or a process that hangs is never restarted.
///
/// Instead of nothing say `.readiness(Probe::http("/health/ready")).liveness(Probe::http("/health/live"))`.
pub(super) const MISSING_PROBE: &str = "missing-probe";

/// What it does: finds probes, routes, load balancers and stores that ask for a port which their workload does not have.
///
/// Why it is bad: nothing listens there: the probe fails for ever, or the route answers 503.
///
/// Instead of `.readiness(Probe::tcp().port(ADMIN))` alone say `.port(ADMIN)` too.
pub(super) const MISSING_PORT: &str = "missing-port";

/// What it does: finds paths of routes and mounts that do not begin with `/`.
///
/// Why it is bad: the API server refuses the object.
///
/// Instead of `prefix("api")` say `prefix("/api")`.
pub(super) const MALFORMED_PATH: &str = "malformed-path";

pub(super) fn probes(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let said = &workload.words.container;
    let missing = |what: &str, why: &str, help: &str| {
        Finding::warning(MISSING_PROBE, &workload.subject(), Some(workload.said.origin))
            .message(format!("`{}` has no {what} probe: {why}", workload.name()))
            .help(help)
    };
    let is_service = matches!(workload.said.form, Form::Service);
    if said.readiness.is_none() && is_service {
        let help = "say when it is ready: `.readiness(Probe::http(\"/health/ready\"))`";
        findings.push(missing("readiness", "requests reach it before it can answer", help));
    }
    if said.liveness.is_none() && workload.runs_long() {
        let help = "say when it is alive: `.liveness(Probe::http(\"/health/live\"))`";
        findings.push(missing("liveness", "a process that hangs is not restarted", help));
    }
}

/// Paths of routes and mounts begin at the root, and probes ask a port that is there.
pub(super) fn paths(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let (subject, said) = (workload.subject(), &workload.words.container);
    let routes = workload.said.routes.iter().map(|route| (&route.path, route.at));
    let replaced = workload.said.routes.iter().filter_map(|route| route.replace_prefix.as_ref());
    let routes = routes.chain(replaced.map(|said| (&said.value, said.at)));
    for (path, at) in routes.chain(said.mounts.iter().map(|word| (&word.path, word.at))) {
        if !path.starts_with('/') {
            findings.push(
                Finding::error(MALFORMED_PATH, &subject, Some(at))
                    .message(format!("the path `{path}` does not begin with `/`"))
                    .help(format!("say `/{path}`")),
            );
        }
    }
    for probe in [&said.liveness, &said.readiness, &said.startup].into_iter().flatten() {
        let asked = probe.port.or(workload.main_port());
        if asked.is_none() && !matches!(probe.action, Action::Exec(_)) {
            findings.push(
                Finding::error(MISSING_PORT, &subject, Some(probe.at))
                    .message(format!("a probe asks a port, and `{}` has none", workload.name()))
                    .help("say which port it answers on, `.metrics(Port::metrics(9464))`, or probe by `Probe::exec([..])`"),
            );
        }
        if let Some(port) = probe.port.filter(|port| !workload.all_ports().contains(port)) {
            findings.push(
                Finding::error(MISSING_PORT, &subject, Some(probe.at))
                    .message(format!(
                        "a probe asks the port `{}`, which `{}` does not have",
                        port.label(),
                        workload.name()
                    ))
                    .help("say the same port to the service: `.port(..)`"),
            );
        }
    }
}
