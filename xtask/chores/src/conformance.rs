//! `cargo xtask conformance FILE`: compares truth tables of network policies, one case a line, with the results of
//! `coderev-reach`.

use coderev_reach::{
    ContainerPort, Convention, End, IpBlocks, Labels, Objects, Peer, Port, Protocol, Reach, SelfTraffic, Workload,
};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;

/// In the tables, policies apply to the traffic of a pod to itself, and CIDR blocks match addresses of pods.
const CONVENTION: Convention = Convention::KUBERNETES.self_traffic(SelfTraffic::ByPolicy).ip_blocks(IpBlocks::PodsToo);

/// The maximum number of differing verdicts in the output.
const SHOWN: usize = 20;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Case {
    id: u32,
    description: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Step {
    namespaces: BTreeMap<String, Labels>,
    pods: Vec<Pod>,
    policies: Option<Vec<NetworkPolicy>>,
    /// From, to, `TCP/80`, and the verdicts for ingress, egress and both.
    results: Vec<(String, String, String, Verdict, Verdict, Verdict)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Allowed,
    Blocked,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Pod {
    namespace: String,
    name: String,
    labels: Labels,
    #[serde(rename = "IP")]
    ip: String,
    containers: Vec<Container>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Container {
    port: u16,
    protocol: String,
    port_name: String,
}

#[derive(Default)]
struct Count {
    cases: usize,
    steps: usize,
    verdicts: usize,
    agreed: usize,
}

/// Reads a `.jsonl` file, or a compressed `.jsonl.xz`. Fails if a verdict differs, or if the file has no verdict.
pub(crate) fn run(path: Option<OsString>) -> ExitCode {
    let Some(path) = path else {
        eprintln!("error: `conformance` needs a file\n  help: cargo xtask conformance FILE.jsonl, or FILE.jsonl.xz");
        return ExitCode::from(2);
    };
    let counted =
        fs::read(&path).map_err(|error| error.to_string()).and_then(|bytes| unpack(&bytes)).and_then(|text| {
            let mut count = Count::default();
            for (line, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
                let case: Case = serde_json::from_str(text).map_err(|error| format!("line {}: {error}", line + 1))?;
                count.cases += 1;
                for step in &case.steps {
                    check(&case, step, &mut count)?;
                }
            }
            Ok(count)
        });
    match counted {
        Err(error) => {
            eprintln!("error: cannot use `{}`: {error}", path.display());
            ExitCode::from(2)
        }
        Ok(count) => {
            println!(
                "{} cases, {} steps: {} of {} verdicts agree",
                count.cases, count.steps, count.agreed, count.verdicts
            );
            if count.verdicts > 0 && count.agreed == count.verdicts { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    }
}

fn unpack(bytes: &[u8]) -> Result<String, String> {
    let mut unpacked = Vec::new();
    // The magic bytes of an xz file.
    if bytes.starts_with(b"\xfd7zXZ\0") {
        let mut packed = bytes;
        lzma_rs::xz_decompress(&mut packed, &mut unpacked).map_err(|error| format!("{error:?}"))?;
    } else {
        unpacked.extend_from_slice(bytes);
    }
    String::from_utf8(unpacked).map_err(|error| error.to_string())
}

fn check(case: &Case, step: &Step, count: &mut Count) -> Result<(), String> {
    let mut objects = Objects::new();
    for (name, labels) in &step.namespaces {
        let mut namespace = Namespace::default();
        namespace.metadata.name = Some(name.clone());
        namespace.metadata.labels = Some(labels.clone());
        objects.add(&namespace);
    }
    for pod in &step.pods {
        objects.add(&peer(pod)?);
    }
    // The names in the tables are not used, because some steps have several policies with the same name.
    for (number, policy) in step.policies.iter().flatten().enumerate() {
        let mut policy = policy.clone();
        let name = policy.metadata.name.unwrap_or_default();
        policy.metadata.name = Some(format!("{name}#{number}"));
        objects.add(&policy);
    }
    let reach = Reach::new(&objects, CONVENTION).map_err(|wrong| format!("case {}: {}", case.id, wrong[0]))?;
    let pods: BTreeMap<String, End> = reach
        .peers()
        .map(|(id, peer)| (format!("{}/{}", peer.workload.namespace, peer.workload.name), End::Peer(id)))
        .collect();
    count.steps += 1;
    for (from, to, port, ingress, egress, both) in &step.results {
        let find = |name: &String| pods.get(name).copied().ok_or(format!("case {}: there is no pod `{name}`", case.id));
        let answer = reach.ask(find(from)?, find(to)?, read_port(port)?);
        let say = |is_allowed| if is_allowed { Verdict::Allowed } else { Verdict::Blocked };
        let ours = (say(answer.ingress.is_allowed()), say(answer.egress.is_allowed()), say(answer.is_allowed()));
        count.verdicts += 1;
        if ours == (*ingress, *egress, *both) {
            count.agreed += 1;
        } else if count.verdicts - count.agreed <= SHOWN {
            eprintln!(
                "case {} ({}): {from} to {to} on {port}: the table has {:?}, coderev-reach has {answer:?}",
                case.id,
                case.description,
                (ingress, egress, both)
            );
        }
    }
    Ok(())
}

fn peer(pod: &Pod) -> Result<Peer, String> {
    let mut ports = Vec::new();
    for container in &pod.containers {
        let protocol = protocol(&container.protocol)?;
        ports.push(ContainerPort::new(&*container.port_name, protocol, container.port));
    }
    ports.sort();
    let mut peer = Peer::new(Workload::new(&*pod.namespace, &*pod.name, "Pod"), pod.labels.clone());
    peer.pod = pod.name.clone();
    peer.ports = ports;
    peer.addresses = pod.ip.parse().into_iter().collect();
    Ok(peer)
}

fn protocol(text: &str) -> Result<Protocol, String> {
    text.parse().map_err(|()| format!("unknown protocol `{text}`"))
}

fn read_port(text: &str) -> Result<Port, String> {
    let wrong = || format!("`{text}` is not a port, such as `TCP/80`");
    let (of, number) = text.split_once('/').ok_or_else(wrong)?;
    Ok(Port { protocol: protocol(of)?, number: number.parse().map_err(|_| wrong())? })
}
