//! The Deployments of the examples, from the golden folders, with their resources and strategies.
use coderev_infra::prelude::*;
use coderev_objects::Inventory;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::core::v1;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The golden folders of examples whose namespaces have quotas. The folders `gateway` and `ingress-nginx` have the same workloads.
const FOLDERS: [&str; 6] = ["gateway", "pipeline", "quotes/production", "shop", "storefront", "team-tier"];

/// A Deployment without its name in the cluster.
pub(crate) struct Example {
    name: String,
    spec: DeploymentSpec,
}

/// The Deployments of each namespace with a quota, by the name of the example and of the namespace. The Deployment with the most
/// memory is the first.
pub(crate) fn read() -> BTreeMap<String, Vec<Example>> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let mut namespaces = BTreeMap::<String, Vec<Example>>::new();
    for folder in FOLDERS {
        let mut documents = Vec::new();
        for file in ["namespaces.yaml", "deployments.yaml"] {
            let path = golden.join(folder).join(file);
            let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            documents.extend(coderev_objects::read(file, &text).unwrap_or_else(|error| panic!("{folder}: {error}")));
        }
        let inventory = Inventory::new(documents);
        for (entry, deployment) in inventory.all::<Deployment>() {
            let Some(spec) = Option::<&DeploymentSpec>::from(&deployment.spec) else { continue };
            if inventory.namespace(entry.namespace()).quotas().iter().next().is_none() {
                continue;
            }
            let example = folder.split('/').next().unwrap_or(folder);
            let namespace = namespaces.entry(format!("{example}-{}", entry.namespace())).or_default();
            namespace.push(Example { name: entry.name().to_owned(), spec: spec.clone() });
        }
    }
    for examples in namespaces.values_mut() {
        examples.sort_by_key(|it| std::cmp::Reverse((it.memory(), it.name.clone())));
    }
    assert!(namespaces.len() >= FOLDERS.len(), "an example has no Deployment under a quota: {:?}", namespaces.keys());
    namespaces
}

impl Example {
    /// The same containers and the same strategy. A Worker needs neither a route nor a probe over HTTP.
    pub(crate) fn worker(&self, replicas: u32) -> Worker<Stable> {
        let pod = self.spec.template.spec.as_ref().expect("a Deployment has a pod");
        let main = &pod.containers[0];
        let (cpu, memory) = resources(main);
        let mut worker = Worker::new(self.name.as_str(), "ghcr.io/acme/example:1.0.0")
            .replicas(replicas)
            .liveness(Probe::exec(["true"]))
            .strategy(self.strategy());
        worker = match cpu {
            Some((request, Some(limit))) => worker.cpu(request..=limit),
            Some((request, None)) => worker.cpu(request..),
            None => worker,
        };
        worker = match memory {
            Some((request, Some(limit))) => worker.memory(request..=limit),
            Some((request, None)) => worker.memory(request..),
            None => worker,
        };
        if cpu.is_none() || memory.is_none() {
            worker = worker.allow("missing-resources", "the example has the requests of the LimitRange");
        }
        let is_sidecar = |it: &&v1::Container| it.restart_policy.is_some();
        let sidecars = pod.containers[1..].iter().chain(pod.init_containers.iter().flatten().filter(is_sidecar));
        sidecars.fold(worker, |worker, container| worker.sidecar(sidecar(container)))
    }

    /// The memory that the main container requests.
    fn memory(&self) -> Option<Memory> {
        let pod = self.spec.template.spec.as_ref().expect("a Deployment has a pod");
        resources(&pod.containers[0]).1.map(|(request, _)| request)
    }

    /// Is each pod replaced after the pod before it? With 20 replicas, such a rollout takes minutes.
    pub(crate) fn replaces_one_at_a_time(&self) -> bool {
        let rolling = self.spec.strategy.as_ref().and_then(|it| it.rolling_update.as_ref());
        let steps = rolling.into_iter().flat_map(|it| [&it.max_surge, &it.max_unavailable]).flatten();
        steps.map(|it| if let IntOrString::Int(pods) = it { *pods } else { 2 }).sum::<i32>() <= 1
    }

    fn strategy(&self) -> Strategy {
        let rolling = self.spec.strategy.as_ref().and_then(|it| it.rolling_update.as_ref()).expect("a rolling update");
        let (surge, unavailable) = (rolling.max_surge.as_ref(), rolling.max_unavailable.as_ref());
        let strategy = match surge.expect("the library sets it") {
            IntOrString::Int(pods) => Strategy::rolling().max_surge(number(*pods)),
            IntOrString::String(share) => Strategy::rolling().max_surge(share_of(share)),
        };
        match unavailable.expect("the library sets it") {
            IntOrString::Int(pods) => strategy.max_unavailable(number(*pods)),
            IntOrString::String(share) => strategy.max_unavailable(share_of(share)),
        }
    }
}

fn sidecar(container: &v1::Container) -> Container {
    let (cpu, memory) = resources(container);
    let sidecar = Container::new(container.name.as_str(), "ghcr.io/acme/sidecar:1.0.0");
    let sidecar = match cpu {
        Some((request, Some(limit))) => sidecar.cpu(request..=limit),
        Some((request, None)) => sidecar.cpu(request..),
        None => sidecar,
    };
    match memory {
        Some((request, Some(limit))) => sidecar.memory(request..=limit),
        Some((request, None)) => sidecar.memory(request..),
        None => sidecar,
    }
}

/// A request and a limit. None if the container has the request of the LimitRange.
type Bounds<Q> = Option<(Q, Option<Q>)>;
fn resources(container: &v1::Container) -> (Bounds<Cpu>, Bounds<Memory>) {
    let resources = container.resources.as_ref();
    let amount = |amounts: Option<&BTreeMap<String, Quantity>>, name| Some(amounts?.get(name)?.0.clone());
    let request = |name| amount(resources?.requests.as_ref(), name);
    let limit = |name| amount(resources?.limits.as_ref(), name);
    let of_cpu = request("cpu").map(|request| (cpu(&request), limit("cpu").map(|limit| cpu(&limit))));
    let of_memory = request("memory").map(|request| (memory(&request), limit("memory").map(|limit| memory(&limit))));
    (of_cpu, of_memory)
}
fn cpu(text: &str) -> Cpu {
    match text.strip_suffix('m') {
        Some(amount) => millis(parsed(amount)),
        None => cores(parsed(text)),
    }
}
fn memory(text: &str) -> Memory {
    match text.strip_suffix("Gi") {
        Some(amount) => gibi(parsed(amount)),
        None => mebi(parsed(text.strip_suffix("Mi").expect("the library writes Mi and Gi"))),
    }
}
fn share_of(text: &str) -> Percent {
    percent(parsed(text.strip_suffix('%').expect("a share")))
}
fn number(pods: i32) -> u32 {
    u32::try_from(pods).expect("a number of pods")
}
fn parsed<N: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> N {
    text.parse().expect("a number")
}
