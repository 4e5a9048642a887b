//! What is wrong with the intent: what cannot be seen in the objects any more.
use crate::finding::Finding;
use crate::lower::edge::host_of;
use crate::lower::{Workload, calls, connections, stores};
use crate::words::*;
use std::collections::BTreeMap;

/// The names of the rules here, for `allow`.
pub(crate) const RULES: &[&str] = &[
    "ambiguous-host",
    "connections-exhausted",
    "duplicate-host",
    "duplicate-namespace",
    "duplicate-route",
    "duplicate-workload",
    "endpoint-not-on-platform",
    "external-without-address",
    "grace-period-too-short",
    "host-of-another-namespace",
    "malformed-path",
    "missing-key",
    "missing-port",
    "missing-probe",
    "missing-provider",
    "neighbour-not-here",
    "no-readers",
    "provided-twice",
    "replicas-outside-tier",
    "retired-ingress-controller",
    "route-without-edge",
    "route-without-host",
    "secret-in-variable",
    "two-acme-accounts",
    "variable-twice",
    "version-under-types",
    "word-without-effect",
];

pub(crate) fn of(platform: &Platform, workloads: &[Workload<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    whole(platform, &mut findings);
    for namespace in &platform.namespaces {
        hosts(namespace, &mut findings);
    }
    let pools = connections::Pools::of(workloads);
    for workload in workloads {
        replicas(workload, &mut findings);
        routes(workload, &mut findings);
        probes(workload, &mut findings);
        grace(workload, &mut findings);
        variables(workload, &pools, &mut findings);
        used(workload, &pools, &mut findings);
        called(workloads, workload, &mut findings);
        paths(workload, &mut findings);
        effects(workload, &mut findings);
    }
    findings
}

/// Calls `tell` for each later item that has the name of an earlier one.
fn twice<T>(items: impl IntoIterator<Item = T>, name: impl Fn(&T) -> String, mut tell: impl FnMut(&T, &T)) {
    let mut seen = BTreeMap::<String, T>::new();
    for item in items {
        match seen.get(&name(&item)) {
            Some(first) => tell(&item, first),
            None => {
                seen.insert(name(&item), item);
            }
        }
    }
}

fn whole(platform: &Platform, findings: &mut Vec<Finding>) {
    if platform.cluster.version < KubernetesVersion::of_the_types() {
        let (said, types) = (platform.cluster.version.label(), KubernetesVersion::of_the_types().label());
        findings.push(
            Finding::error("version-under-types", "", Some(platform.at))
                .message(format!("the cluster is {said} and the types of this build are {types}"))
                .help("build with the feature of the cluster's version, `--no-default-features --features k8s-v1_35`, or name a newer one"),
        );
    }
    for edge in platform.edges.iter().filter(|edge| !edge.is_gateway()) {
        findings.push(
            Finding::warning("retired-ingress-controller", "", Some(edge.at))
                .message("ingress-nginx is retired: it gets no releases and no security updates")
                .help(
                    "say `Edge::gateway()` in its place; until then answer it here: `.allow(\"retired-ingress-controller\", \"why it stays\")`",
                ),
        );
    }
    twice(
        &platform.namespaces,
        |it| it.name.clone(),
        |it, first| {
            findings.push(
                Finding::error("duplicate-namespace", &it.name, Some(it.at))
                    .message(format!("the namespace `{}` is on the platform twice", it.name))
                    .help(format!("the other one is at {}; say everything on one, or name them apart", first.at)),
            );
        },
    );
    let provided =
        platform.namespaces.iter().flat_map(|namespace| namespace.provides.iter().map(move |store| (namespace, store)));
    twice(
        provided,
        |(_, store)| store.name.to_string(),
        |(namespace, store), (first, _)| {
            findings.push(
                Finding::error("provided-twice", &namespace.name, Some(namespace.at))
                    .message(format!("the store `{}` is provided by two namespaces", store.name))
                    .help(format!("the other one is `{}`, at {}", first.name, first.at)),
            );
        },
    );
    let hosts =
        platform.namespaces.iter().flat_map(|namespace| namespace.hosts.iter().map(move |host| (namespace, host)));
    twice(
        hosts,
        |(_, host)| host.name.clone(),
        |(namespace, host), (_, first)| {
            findings.push(
                Finding::error("duplicate-host", &namespace.name, Some(host.at))
                    .message(format!("the host `{}` is there twice", host.name))
                    .help(format!("the other one is at {}; a host belongs to one namespace", first.at)),
            );
        },
    );
    for namespace in &platform.namespaces {
        twice(
            &namespace.workloads,
            |it| it.name.clone(),
            |it, first| {
                findings.push(
                    Finding::error("duplicate-workload", &namespace.name, Some(it.origin))
                        .message(format!("`{}` runs in `{}` twice", it.name, namespace.name))
                        .help(format!("the other one is at {}", first.origin)),
                );
            },
        );
    }
}

fn hosts(namespace: &NamespaceWords, findings: &mut Vec<Finding>) {
    let without_effect = |at, text: String, help: &str| {
        Finding::warning("word-without-effect", &namespace.name, Some(at)).message(text).help(help)
    };
    for host in &namespace.hosts {
        let routed = namespace
            .workloads
            .iter()
            .flat_map(|it| &it.routes)
            .any(|route| host_of(namespace, route).is_some_and(|it| std::ptr::eq(it, host)));
        if !routed {
            let text = format!("no route of `{}` hangs from the host `{}`", namespace.name, host.name);
            findings.push(without_effect(
                host.at,
                text,
                "give a service a route, `.route(prefix(\"/\"))`, or drop the host",
            ));
        }
        if host.plain_http && host.tls.is_some() {
            let text = format!("`{}` has a certificate and `.plain_http()`", host.name);
            findings.push(without_effect(host.at, text, "drop one of the two"));
        }
    }
    if let (Some(at), true) = (namespace.defaults_at, namespace.workloads.is_empty()) {
        let text = format!("`{}` has defaults and no workload", namespace.name);
        findings.push(without_effect(at, text, "drop `.defaults(..)`"));
    }
}

fn replicas(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    // How many pods of a job work at a time, and how many nodes there are, is no replicas.
    if !matches!(workload.said.form, Form::Service { .. } | Form::Worker | Form::StatefulSet(_)) {
        return;
    }
    let (rule, service) = (workload.spec().replicas, workload.said);
    let subject = workload.subject();
    if let (Some(said), Some(_)) = (service.replicas, &service.autoscale) {
        findings.push(
            Finding::warning("word-without-effect", &subject, Some(said.at))
                .message("`.replicas(..)` beside `.autoscale(..)`: the autoscaler decides")
                .help("drop `.replicas(..)`; the autoscaler's range says the least and the most"),
        );
    }
    let (at, what, numbers) = match &service.autoscale {
        Some(scale) => (scale.at, "scales", vec![*scale.replicas.start(), *scale.replicas.end()]),
        None => (service.replicas.map_or(service.origin, |said| said.at), "runs", vec![workload.replicas.min()]),
    };
    if numbers.iter().any(|n| !rule.contains(*n)) {
        let said = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" to ");
        findings.push(
            Finding::error("replicas-outside-tier", &subject, Some(at))
                .message(format!(
                    "`{}` {what} {said} replicas; the tier `{}` has {rule}",
                    service.name,
                    workload.spec().name
                ))
                .help("keep to the tier's range, or say why not: `.allow(\"replicas-outside-tier\", \"the reason\")`"),
        );
    }
}

fn routes(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let (namespace, subject) = (workload.namespace, workload.subject());
    for route in &workload.said.routes {
        let error = |rule| Finding::error(rule, &subject, Some(route.at));
        if workload.platform.edges.is_empty() {
            findings.push(
                error("route-without-edge")
                    .message(format!("`{}` is a route, and the platform has no edge", route.path))
                    .help("say how requests come in: `Platform::edge(Edge::gateway())`"),
            );
        }
        match (&route.host, &*namespace.hosts) {
            (None, []) => findings.push(
                error("route-without-host")
                    .message(format!("`{}` is a route, and the namespace `{}` has no host", route.path, namespace.name))
                    .help("give the namespace one: `.host(Host::new(\"shop.example.com\"))`"),
            ),
            (None, [_, _, ..]) => findings.push(
                error("ambiguous-host")
                    .message(format!(
                        "`{}` names no host, and the namespace `{}` has {}",
                        route.path,
                        namespace.name,
                        namespace.hosts.len()
                    ))
                    .help("say which one: `.on(&host)`"),
            ),
            (Some(name), hosts) if !hosts.iter().any(|host| host.name == *name) => findings.push(
                error("host-of-another-namespace")
                    .message(format!(
                        "`{}` is on the host `{name}`, which the namespace `{}` does not have",
                        route.path, namespace.name
                    ))
                    .help(format!("add it there: `.host({name:?})` of `{}`", namespace.name)),
            ),
            _ => {}
        }
        if let Some(port) = route.port.filter(|said| !workload.ports.contains(&said.value)) {
            findings.push(
                Finding::error("missing-port", &subject, Some(port.at))
                    .message(format!(
                        "`{}` leads to the port `{}`, which `{}` does not have",
                        route.path,
                        port.value.name,
                        workload.name()
                    ))
                    .help("say the same port to the service: `.port(..)`"),
            );
        }
    }
    let first_of_namespace = namespace.workloads.first().is_some_and(|first| std::ptr::eq(first, workload.said));
    if first_of_namespace {
        same_paths(namespace, findings);
    }
}

fn same_paths(namespace: &NamespaceWords, findings: &mut Vec<Finding>) {
    let all = namespace.workloads.iter().flat_map(|service| service.routes.iter().map(move |route| (service, route)));
    let host = |route: &Route| host_of(namespace, route).map(|host| host.name.clone());
    twice(
        all,
        |(_, route)| {
            let methods: BTreeMap<_, _> = route.methods.iter().map(|said| (said.value, ())).collect();
            let headers: BTreeMap<_, _> = route.headers.iter().map(|(name, said)| (name, &said.value)).collect();
            format!("{:?} {} {} {methods:?} {headers:?}", host(route), route.path, route.exact)
        },
        |(service, route), (other, first)| {
            findings.push(
                Finding::error("duplicate-route", &format!("{}/{}", namespace.name, service.name), Some(route.at))
                    .message(format!("`{}` leads to `{}` and to `{}`", route.path, other.name, service.name))
                    .help(format!("the other route is at {}; one path of a host leads to one service", first.at)),
            );
        },
    );
}

fn probes(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let said = &workload.words.container;
    let missing = |what: &str, why: &str, help: &str| {
        Finding::warning("missing-probe", &workload.subject(), Some(workload.said.origin))
            .message(format!("`{}` has no {what} probe: {why}", workload.name()))
            .help(help)
    };
    let is_service = matches!(workload.said.form, Form::Service { .. });
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
fn paths(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let (subject, said) = (workload.subject(), &workload.words.container);
    let routes = workload.said.routes.iter().map(|route| (&route.path, route.at));
    let replaced = workload.said.routes.iter().filter_map(|route| route.replace_prefix.as_ref());
    let routes = routes.chain(replaced.map(|said| (&said.value, said.at)));
    for (path, at) in routes.chain(said.mounts.iter().map(|word| (&word.path, word.at))) {
        if !path.starts_with('/') {
            findings.push(
                Finding::error("malformed-path", &subject, Some(at))
                    .message(format!("the path `{path}` does not begin with `/`"))
                    .help(format!("say `/{path}`")),
            );
        }
    }
    for probe in [&said.liveness, &said.readiness, &said.startup].into_iter().flatten() {
        let asked = probe.port.or(workload.main_port());
        if asked.is_none() && !matches!(probe.action, Action::Exec(_)) {
            findings.push(
                Finding::error("missing-port", &subject, Some(probe.at))
                    .message(format!("a probe asks a port, and `{}` has none", workload.name()))
                    .help("say which port it answers on, `.metrics(Port::metrics(9464))`, or probe by `Probe::exec([..])`"),
            );
        }
        if let Some(port) = probe.port.filter(|port| !workload.ports.contains(port)) {
            findings.push(
                Finding::error("missing-port", &subject, Some(probe.at))
                    .message(format!(
                        "a probe asks the port `{}`, which `{}` does not have",
                        port.name,
                        workload.name()
                    ))
                    .help("say the same port to the service: `.port(..)`"),
            );
        }
    }
}

fn grace(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let needed = workload.needed_grace();
    if let Some(said) = workload.words.grace.filter(|said| said.value < needed) {
        findings.push(
            Finding::error("grace-period-too-short", &workload.subject(), Some(said.at))
                .message(format!(
                    "`{}` is killed after {} s, and its longest route with the sleep before the stop needs {} s",
                    workload.name(),
                    said.value.as_secs(),
                    needed.as_secs()
                ))
                .help("drop the word, the library computes it; or shorten the route's `.timeout(..)`"),
        );
    }
}

fn variables(workload: &Workload<'_>, pools: &connections::Pools, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for word in &workload.words.container.env {
        match &word.value {
            Variable::Text(text) if looks_secret(&word.name, text) => findings.push(
                Finding::error("secret-in-variable", &subject, Some(word.at))
                    .message(format!(
                        "the text of `{}` looks like a secret, and would stand in the manifests",
                        word.name
                    ))
                    .help("name where the cluster keeps it: `Secret::new(\"payments\").key(\"api-key\")`"),
            ),
            Variable::Config(key) if !key.map.existing && !key.map.data.iter().any(|(name, _)| *name == key.key) => {
                findings.push(
                    Finding::error("missing-key", &subject, Some(word.at))
                        .message(format!("the config map `{}` has no key `{}`", key.map.name, key.key))
                        .help(format!("add it: `.data({:?}, ..)`", key.key)),
                )
            }
            _ => {}
        }
    }
    let mut brought = BTreeMap::<String, &StoreUse>::new();
    for used in stores::sorted(workload) {
        for variable in stores::variables(workload, used, pools) {
            if let Some(first) = brought.insert(variable.name.clone(), used) {
                findings.push(
                    Finding::error("variable-twice", &subject, Some(used.at))
                        .message(format!(
                            "`{}` and `{}` both bring the variable `{}`",
                            first.store.name, used.store.name, variable.name
                        ))
                        .help("give one of the stores variables of its own: `.env(&[(\"ORDERS_URL\", \"url\")])`"),
                );
            }
        }
    }
}

/// Keys of known makers, private keys, addresses with a password, and long text under a name that says so.
fn looks_secret(name: &str, text: &str) -> bool {
    const BEGINNINGS: [&str; 9] =
        ["AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "sk-", "xoxb-", "xoxp-", "-----BEGIN "];
    const NAMES: [&str; 6] = ["PASSWORD", "PASSWD", "SECRET", "API_KEY", "PRIVATE_KEY", "TOKEN"];
    let password_in_url = text.split_once("://").and_then(|(_, rest)| rest.split_once('@')).is_some_and(|(user, _)| {
        user.split_once(':')
            .is_some_and(|(_, password)| !password.is_empty() && !password.contains('/') && !password.starts_with("$("))
    });
    let named = NAMES.iter().any(|word| name.to_uppercase().ends_with(word))
        && !text.is_empty()
        && !text.starts_with('/')
        && !text.contains("$(");
    BEGINNINGS.iter().any(|start| text.starts_with(start) && text.len() >= 16) || password_in_url || named
}

fn used(workload: &Workload<'_>, pools: &connections::Pools, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for used in &workload.words.stores {
        let name = &used.store.name;
        if stores::provider(workload.platform, &used.store).is_none() {
            findings.push(
                Finding::error("missing-provider", &subject, Some(used.at))
                    .message(format!(
                        "`{}` uses the store `{name}`, and nothing on the platform runs it",
                        workload.name()
                    ))
                    .help("add the namespace that does: `.namespace(infrastructure())`"),
            );
        }
        let external =
            stores::provider(workload.platform, &used.store).and_then(|home| stores::external(home, &used.store));
        if external.is_some_and(|external| external.cidrs.is_empty()) && workload.spec().walls != Walls::Open {
            findings.push(
                Finding::error("external-without-address", &subject, Some(used.at))
                    .message(format!(
                        "the store `{name}` is outside of the cluster, and a network policy knows addresses only"
                    ))
                    .help("say where it is, on its `External`: `.cidrs(&[\"10.20.0.0/24\"])`"),
            );
        }
        if used.access == Access::Read && used.store.wire == Wire::Neo4j {
            findings.push(
                Finding::error("no-readers", &subject, Some(used.at))
                    .message(format!("`{name}` has no users that can only read: Neo4j Community knows no roles"))
                    .help("use PostgreSQL for what is read here, or `.uses(..)` in a tier that may write"),
            );
        }
        if used.store.wire == Wire::Postgres
            && used.access == Access::Write
            && pools.size(workload.namespace, &used.store) == 0
        {
            findings.push(
                Finding::error("connections-exhausted", &subject, Some(used.at))
                    .message(format!("`{name}` has fewer connections for the tier `{}` than the tier has pods at its largest", workload.spec().name))
                    .help("scale less far, give the tier more by `TierSpec::database_connections`, or put a pooler in front"),
            );
        }
    }
}

fn called(workloads: &[Workload<'_>], workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for said in &workload.words.calls {
        let error = |rule| Finding::error(rule, &subject, Some(said.at));
        let to = calls::callee(workloads, workload, &said.value);
        match (&said.value, to) {
            (Call::Neighbour { name, origin }, Some((to, _))) if to.said.origin != *origin => {
                findings.push(
                    error("neighbour-not-here")
                        .message(format!("`{name}` is called, and another service of that name runs in `{}`", workload.namespace.name))
                        .help(format!("the one that runs is from {}, the one that is called from {origin}", to.said.origin)),
                );
            }
            (Call::Neighbour { name, .. }, None) => findings.push(
                error("neighbour-not-here")
                    .message(format!("`{name}` is called, and does not run in `{}`", workload.namespace.name))
                    .help("add it there by `.service(..)`, or call it by `&namespace.endpoint(&service)` where it runs"),
            ),
            (Call::Endpoint { namespace, name, .. }, None) => findings.push(
                error("endpoint-not-on-platform")
                    .message(format!("`{name}` of the namespace `{namespace}` is called, and nobody added it"))
                    .help("an endpoint adds nothing by itself: give the service to its namespace and the namespace to the platform"),
            ),
            (Call::Endpoint { name, port, port_said: true, .. }, Some((to, _))) if !to.ports.contains(port) => findings.push(
                error("endpoint-not-on-platform")
                    .message(format!("`{name}` is called on the port `{}`, which it does not have", port.name))
                    .help("say the same port to the service: `.port(..)`"),
            ),
            (Call::External { host, cidrs: [], .. }, _) if workload.spec().walls != Walls::Open => findings.push(
                error("external-without-address")
                    .message(format!("`{host}` is called, and a network policy knows addresses only"))
                    .help("say where it is: `.cidrs(&[\"203.0.113.0/24\"])`"),
            ),
            _ => {}
        }
    }
}

fn effects(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let provider = workload.platform.cluster.provider;
    if let Some(said) = workload.words.nodes.as_ref().filter(|said| said.value.reserved)
        && matches!(provider, Cloud::Gke | Cloud::Aks)
    {
        findings.push(
            Finding::warning("word-without-effect", &workload.subject(), Some(said.at))
                .message("`Nodes::reserved()` has no effect on this provider: reservations are billing only there")
                .help("drop the word"),
        );
    }
}
