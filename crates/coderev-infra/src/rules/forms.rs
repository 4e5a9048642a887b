//! What is wrong with the words that only some kinds of workload have, and with what stands beside the main container.
use super::calls::NEIGHBOUR_NOT_HERE;
use super::effects::WORD_WITHOUT_EFFECT;
use super::probes::MISSING_PORT;
use super::stores::{MISSING_PROVIDER, way_to_provide};
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::resolve::{Resolved, volumes as mounts};
use crate::words::*;
use std::collections::{BTreeMap, BTreeSet};

/// The rules here.
pub(super) const RULES: &[&str] = &[CONTAINER_TWICE, HOST_PATH, MALFORMED_SCHEDULE, MALFORMED_VOLUME, ROOT_USER];

/// What it does: finds two containers of one name in one pod.
///
/// Why it is bad: the API server refuses the pod.
///
/// Instead of `.sidecar(Container::new("proxy", ..)).init(Container::new("proxy", ..))` say `Container::new("proxy-setup", ..)` for one of
/// them.
pub(super) const CONTAINER_TWICE: &str = "container-twice";

/// What it does: finds folders of the node that are mounted in a tier whose Pod Security forbids it.
///
/// Why it is bad: the API server refuses the pod; and who writes on the node can leave the container.
///
/// Instead of `Volume::host_path("/var/log")` say `Volume::empty_dir(gibi(1))`, or take a tier whose spec says
/// `.pod_security(PodSecurity::Privileged)`.
pub(super) const HOST_PATH: &str = "host-path";

/// What it does: finds schedules that are no cron line.
///
/// Why it is bad: the API server refuses the CronJob.
///
/// Instead of `Schedule::cron("every night")` say `Schedule::cron("15 2 * * *")` or `Schedule::daily(2, 15)`.
pub(super) const MALFORMED_SCHEDULE: &str = "malformed-schedule";

/// What it does: finds volume sources in JSON that Kubernetes does not know.
///
/// Why it is bad: the API server drops what it does not know, or refuses the pod.
///
/// Instead of `Volume::raw(json!({"nsf": ..}))` say `Volume::raw(json!({"nfs": {"server": "10.0.0.5", "path": "/exports"}}))`.
pub(super) const MALFORMED_VOLUME: &str = "malformed-volume";

/// What it does: finds containers that run as the user 0 in a tier whose Pod Security is `restricted`.
///
/// Why it is bad: every pod is refused.
///
/// Instead of `.run_as_user(0)` say `.run_as_user(10001)`, or run it in a tier whose spec says `.pod_security(PodSecurity::Baseline)`.
pub(super) const ROOT_USER: &str = "root-user";

pub(super) fn forms(resolved: &Resolved<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for namespace in &resolved.namespaces {
        let here = resolved.workloads_of(namespace);
        let origins = here.iter().map(|workload| workload.said.origin).collect();
        for workload in here {
            containers(workload, &mut findings);
            users(workload, &mut findings);
            volumes(workload, &mut findings);
            form(&origins, workload, &mut findings);
            ways_in(workload, &mut findings);
            signals(resolved, workload, &mut findings);
            annotations(workload, &mut findings);
        }
    }
    claims(&resolved.workloads, &mut findings);
    findings
}

fn users(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    if workload.spec().pod_security != PodSecurity::Restricted {
        return;
    }
    for (name, said) in workload.containers() {
        if let Some(user) = said.run_as_user.filter(|user| user.value == 0) {
            findings.push(
                Finding::error(ROOT_USER, &workload.subject(), Some(user.at))
                    .message(format!("`{name}` runs as root, which Pod Security `restricted` refuses"))
                    .help("say a user of its own, `.run_as_user(10001)`, or take a tier whose spec says `.pod_security(PodSecurity::Baseline)`"),
            );
        }
    }
}

/// Containers of one pod have names of their own.
fn containers(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let beside = workload.words.sidecars.iter().chain(&workload.words.init);
    let mut seen: BTreeMap<&str, Place> = [(workload.name(), workload.said.origin)].into();
    for container in beside {
        if let Some(first) = seen.insert(&container.name, container.at) {
            findings.push(
                Finding::error(CONTAINER_TWICE, &workload.subject(), Some(container.at))
                    .message(format!("the pod has two containers named `{}`", container.name))
                    .help(format!("the other one is at {first}; name them apart")),
            );
        }
    }
}

fn volumes(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    for (said, at) in mounts::mounted(workload) {
        let error = |rule| Finding::error(rule, &workload.subject(), Some(at));
        match &said.source {
            Source::HostPath(path) if workload.spec().pod_security != PodSecurity::Privileged => findings.push(
                error(HOST_PATH)
                    .message(format!(
                        "`{path}` of the node is mounted, which Pod Security `{}` refuses",
                        workload.spec().pod_security.label()
                    ))
                    .help("take an `empty_dir`, or a tier whose spec says `.pod_security(PodSecurity::Privileged)`"),
            ),
            Source::Raw(source) => {
                if let Err(fault) = mounts::read(source, "volume") {
                    findings
                        .push(error(MALFORMED_VOLUME).message(format!("`{source}` is no volume source: {fault}")).help(
                        "write it as in a pod: `json!({\"nfs\": {\"server\": \"10.0.0.5\", \"path\": \"/exports\"}})`",
                    ));
                }
            }
            _ => {}
        }
        let keys = matches!(said.source, Source::ConfigMap(_) | Source::Secret(_));
        let without_effect = [
            (!keys && !said.items.is_empty(), "item"),
            (!keys && said.default_mode.is_some() && !matches!(said.source, Source::Token(_)), "default_mode"),
            (said.storage_class.is_some() && !matches!(said.source, Source::Ephemeral(_)), "storage_class"),
        ];
        for (_, word) in without_effect.into_iter().filter(|(holds, _)| *holds) {
            findings.push(
                Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(at))
                    .message(format!("`.{word}(..)` has no effect on this volume"))
                    .help("drop the word"),
            );
        }
    }
}

/// `origins` are the declarations of all workloads of the namespace.
fn form(origins: &BTreeSet<Place>, workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let error = |rule, at| Finding::error(rule, &workload.subject(), Some(at));
    match &workload.said.form {
        Form::CronJob(job, cron) => {
            tries(workload, job, findings);
            if let Some(fault) = cron.schedule.fault() {
                findings.push(
                    error(MALFORMED_SCHEDULE, cron.schedule.at)
                        .message(format!("`{}` is no schedule: {fault}", cron.schedule.expression))
                        .help("minute, hour, day, month, weekday: `Schedule::cron(\"15 2 * * *\")`, or `Schedule::daily(2, 15)`"),
                );
            }
        }
        Form::Job(job) => {
            tries(workload, job, findings);
            for said in &job.before {
                let (name, origin) = &said.value;
                if !origins.contains(origin) {
                    findings.push(
                        error(NEIGHBOUR_NOT_HERE, said.at)
                            .message(format!(
                                "`{name}` waits for this job, and does not run in `{}`",
                                workload.namespace.name
                            ))
                            .help("a job is waited for by workloads of its own namespace: add the one that is meant"),
                    );
                }
            }
        }
        Form::StatefulSet(set) => {
            if set.on_delete && (set.partition.is_some() || set.max_unavailable.is_some()) {
                findings.push(
                    Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(workload.said.origin))
                        .message(
                            "`.on_delete()` beside `.partition(..)` or `.max_unavailable(..)`: nothing is rolled that they could hold back",
                        )
                        .help("drop one of the two words"),
                );
            }
            for said in set.provides.iter().filter(|said| !workload.ports.contains(&said.value.port)) {
                findings.push(
                    error(MISSING_PORT, said.at)
                        .message(format!(
                            "the store `{}` is reached on {}, which is no port of `{}`",
                            said.value.name,
                            said.value.port.number,
                            workload.name()
                        ))
                        .help("say the same port to the set: `.port(..)`"),
                );
            }
        }
        _ => {}
    }
}
/// Tries are counted for each index only where there are indexes.
fn tries(workload: &Workload<'_>, job: &JobWords, findings: &mut Vec<Finding>) {
    if job.backoff_limit_per_index.is_some() && job.completions.is_none() {
        findings.push(
            Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(workload.said.origin))
                .message(format!("`.backoff_limit_per_index(..)`: the pods of `{}` have no index", workload.name()))
                .help("say how many there are, `.completions(n)`, or say `.backoff_limit(..)` for all pods"),
        );
    }
}
/// A signal is read where it is kept: in a queue that runs here, or in Prometheus.
fn signals(resolved: &Resolved<'_>, workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    for signal in workload.said.autoscale.iter().flat_map(|scale| &scale.signals) {
        let missing = |at, what: String, help: &str| {
            Finding::error(MISSING_PROVIDER, &workload.subject(), Some(at))
                .message(format!("`{}` scales by {what}, and nothing on the platform runs it", workload.name()))
                .help(help)
        };
        match signal {
            Signal::KafkaLag { topic, at, .. } if resolved.stores.location(&topic.store.handle).is_none() => {
                let store = &topic.store.handle;
                findings.push(missing(*at, format!("a topic of the store `{}`", store.name), &way_to_provide(store)));
            }
            Signal::KafkaLag { topic, at, .. }
                if !workload.stores.iter().any(|it| it.used.store.name == topic.store.handle.name) =>
            {
                findings.push(
                    Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(*at))
                        .message(format!(
                            "`{}` scales by a topic of `{}`, and does not use that store: more pods take nothing from it",
                            workload.name(),
                            topic.store.handle.name
                        ))
                        .help("say `.uses(..)` of the store too"),
                );
            }
            Signal::Prometheus { at, .. } if workload.platform.monitoring.is_none() => {
                findings.push(missing(*at, "a query to Prometheus".into(), "add it: `.monitoring(monitoring())`"));
            }
            Signal::Other(trigger) if trigger.metadata.is_empty() => findings.push(
                Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(trigger.at))
                    .message(format!("the trigger `{}` says nothing that it could follow", trigger.kind))
                    .help("say its `.metadata(..)`, as KEDA documents it"),
            ),
            _ => {}
        }
    }
}
/// Load balancers and callers without a handle ask ports that are there.
fn ways_in(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let missing = |at, who: &str, port: Port| {
        Finding::error(MISSING_PORT, &workload.subject(), Some(at))
            .message(format!("{who} the port `{}`, which `{}` does not have", port.label(), workload.name()))
            .help("say the same port to the workload: `.port(..)`")
    };
    let absent = |port: &Port| !workload.ports.contains(port);
    for said in &workload.said.load_balancers {
        let ports = said.value.ports().filter(absent);
        findings.extend(ports.map(|port| missing(said.at, "the load balancer leads to", port)));
        balancer(workload, said, findings);
    }
    for said in &workload.words.called_by {
        let ports = said.value.ports.iter().copied().filter(absent);
        findings.extend(ports.map(|port| missing(said.at, "a caller is let in by", port)));
    }
}
fn balancer(workload: &Workload<'_>, said: &Said<LoadBalancer>, findings: &mut Vec<Finding>) {
    if said.value.internal && said.value.annotations.is_empty() && workload.platform.cluster.provider == Cloud::Generic
    {
        findings.push(
            Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(said.at))
                .message("nobody knows how a generic cluster makes a load balancer internal")
                .help("name the provider, `Cluster::gke()`, or say its annotation: `.annotation(key, value)` of the load balancer"),
        );
    }
}

/// An annotation of a kind that the workload does not become annotates nothing.
fn annotations(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let own = match workload.said.form {
        Form::Service | Form::Worker => "Deployment",
        Form::Job(_) => "Job",
        Form::CronJob(..) => "CronJob",
        Form::StatefulSet(_) => "StatefulSet",
        Form::DaemonSet(_) => "DaemonSet",
    };
    for (object, key, _) in &workload.words.annotations {
        let is_there = match object.kind {
            "Pod" | "NetworkPolicy" => true,
            "ServiceAccount" => workload.words.account.as_ref().is_none_or(|account| !account.existing),
            "Service" => workload.has_address(),
            "PodDisruptionBudget" => workload.budget().is_some(),
            "HorizontalPodAutoscaler" | "ScaledObject" => {
                let scaled = workload.said.autoscale.as_ref().map(|scale| !scale.signals.is_empty());
                scaled == Some(object.kind == "ScaledObject")
            }
            "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => workload.has_role(),
            kind => kind == own,
        };
        if !is_there {
            findings.push(
                Finding::warning(WORD_WITHOUT_EFFECT, &workload.subject(), Some(workload.said.origin))
                    .message(format!(
                        "`{}` becomes no {}, so the annotation `{key}` is nowhere",
                        workload.name(),
                        object.kind
                    ))
                    .help(format!("say it of what is there: `Object::POD`, or the {own}")),
            );
        }
    }
}

/// Two claims of one name and namespace are one object: they have to say the same.
fn claims(workloads: &[Workload<'_>], findings: &mut Vec<Finding>) {
    let mut seen = BTreeMap::<(&str, &str), &PersistentVolumeClaim>::new();
    for workload in workloads {
        for claim in mounts::claims(workload) {
            let first = *seen.entry((&workload.namespace.name, &claim.name)).or_insert(claim);
            if !first.is_alike(claim) {
                findings.push(
                    Finding::error("duplicate-object", &workload.subject(), Some(claim.at))
                        .message(format!("the claim `{}` says something else than the one at {}", claim.name, first.at))
                        .help("two claims of one name are one object: use one value for both, or name them apart"),
                );
            }
        }
    }
}
