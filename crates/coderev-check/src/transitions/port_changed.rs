//! `transition-port-changed`
use super::commands::{copy, copy_reference, steps};
use super::diff::{Diff, counterpart};
use super::order::has_rollout;
use super::peers::{admits_pods, selects};
use super::service_ports;
use crate::change_rule::ChangeRule;
use crate::{Change, Phase, Report, Rule};
use coderev_objects::{Entry, Object, Workload};
use k8s_openapi::api::apps::v1::DeploymentSpec;
use k8s_openapi::api::core::v1::ContainerPort;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The rule.
pub static TRANSITION_PORT_CHANGED: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-port-changed", Phase::Change)
    .summary("changed ports of pods or Services: the pods of the old version run until the rollout ends, and connections to them fail")
    .why(
        "The new NetworkPolicies and Services have effect at once, but the rollout replaces the pods one after another. A policy with only the new number closes the port of the old pods. A Service reaches only pods that have its `targetPort`, and callers use the old port of a Service until they are replaced.",
    )
    .yaml(
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        ports: [{name: http, containerPort: 8000}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{ports: [{port: 8000}]}]
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        ports:
        - name: http
          containerPort: 9000
        # ^^^^^^^^^^^^^ warning[transition-port-changed]: the new network policies close port 8000 of `web`, on which its old pods listen until the rollout ends
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{ports: [{port: 9000}]}]
",
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        ports: [{name: http, containerPort: 8000}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{ports: [{port: http}]}]
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        ports: [{name: http, containerPort: 9000}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{ports: [{port: http}]}]
",
    );

/// The suffix of the copies of old policies.
const OLD_PORTS: &str = "old-ports";

fn check(change: &Change<'_>, report: &mut Report) {
    for (old, new) in Diff::new(change.before, change.after).kept {
        match (old.as_workload(), new.as_workload()) {
            (Some(was), Some(is)) if is_replaced_slowly(new) => pods(change, was, is, report),
            _ => service_ports::check(change, old, new, report),
        }
    }
}
/// Whether old and new pods run at the same time. The strategy `Recreate` deletes all old pods first.
fn is_replaced_slowly(entry: Entry<'_>) -> bool {
    match entry.object() {
        Object::Deployment(it) => {
            let spec: Option<&DeploymentSpec> = (&it.spec).into();
            let strategy = spec.and_then(|spec| spec.strategy.as_ref()?.type_.as_deref());
            strategy != Some("Recreate")
        }
        object => matches!(object, Object::StatefulSet(_) | Object::DaemonSet(_)),
    }
}

/// A port of a container, with its JSON pointer in the pod spec.
struct Port<'a> {
    port: &'a ContainerPort,
    pointer: String,
}
impl Port<'_> {
    fn is_same(&self, other: &Self) -> bool {
        self.port.container_port == other.port.container_port && self.protocol() == other.protocol()
    }
    fn protocol(&self) -> &str {
        self.port.protocol.as_deref().filter(|it| !it.is_empty()).unwrap_or("TCP")
    }
}
fn ports(workload: Workload<'_>) -> Vec<Port<'_>> {
    let mut all = Vec::new();
    for (at, container) in workload.pod().containers.iter().enumerate() {
        for (index, port) in container.ports.iter().flatten().enumerate() {
            all.push(Port { port, pointer: format!("/containers/{at}/ports/{index}/containerPort") });
        }
    }
    all
}

fn pods(change: &Change<'_>, was: Workload<'_>, is: Workload<'_>, report: &mut Report) {
    let (target, old, new) = (change.target, ports(was), ports(is));
    let gone = old.iter().filter(|port| !new.iter().any(|other| other.is_same(port)));
    let closed: Vec<(&Port<'_>, Vec<Entry<'_>>)> =
        gone.map(|port| (port, closing(change, was, port))).filter(|(_, policies)| !policies.is_empty()).collect();
    let Some((first, _)) = closed.first() else { return };
    let numbers: Vec<String> = closed.iter().map(|(port, _)| port.port.container_port.to_string()).collect();
    let noun = if numbers.len() == 1 { "port" } else { "ports" };
    let message = format!(
        "the new network policies close {noun} {} of `{}`, on which its old pods listen until the rollout ends",
        numbers.join(", "),
        is.name()
    );
    let named = new.iter().find(|it| it.port.name.is_some() && it.port.name == first.port.name);
    let here = named.map_or("/containers", |it| &it.pointer);
    let origin =
        |workload: Workload<'_>, pointer: &str| workload.origin_of(&[&workload.pod_pointer(), pointer].concat());
    let finding = report.finding(is.subject(), message).at(origin(is, here)).before(origin(was, &first.pointer));
    let mut policies: Vec<Entry<'_>> = Vec::new();
    for policy in closed.into_iter().flat_map(|(_, policies)| policies) {
        if !policies.contains(&policy) {
            policies.push(policy);
        }
    }
    let mut all: Vec<String> = policies
        .iter()
        .map(|it| {
            let copy = copy(target, *it, OLD_PORTS);
            format!(
                "keep the old {noun} open, because the new {} `{}` closes {}: {copy}",
                it.kind(),
                it.name(),
                if numbers.len() == 1 { "it" } else { "them" }
            )
        })
        .collect();
    all.push(format!("apply the new files: `{}`", target.apply_all()));
    all.push(if has_rollout(is.entry()) {
        format!("wait until all old pods are replaced: `{}`", target.rollout(is.entry()))
    } else {
        "delete the old pods one by one, because the update strategy is `OnDelete`".to_owned()
    });
    let copies = policies
        .iter()
        .map(|it| format!("`{}`", target.kubectl(&format!("delete {}", copy_reference(*it, OLD_PORTS)))));
    all.push(format!("close the old {noun}: {}", copies.collect::<Vec<_>>().join(", ")));
    report.push(finding.help(steps(all)));
}

/// The policies of both versions that admit connections to a port of the pods of `old` only in the old version. A connection
/// needs one policy that admits it, so a copy of the old policy keeps its connections: <https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation>.
fn closing<'a>(change: &Change<'a>, old: Workload<'_>, port: &Port<'_>) -> Vec<Entry<'a>> {
    let closes = |(entry, policy): &(Entry<'a>, &NetworkPolicy)| {
        let Some(new) = counterpart(*entry, change.after) else { return false };
        let Some((_, new)) = change.after.all::<NetworkPolicy>().find(|(other, _)| *other == new) else { return false };
        let specs = [policy, new].map(|policy| Option::<&NetworkPolicySpec>::from(&policy.spec));
        let (namespace, pods) = (entry.namespace(), old.entry());
        let ingress = specs.map(|spec| {
            spec.is_some_and(|spec| {
                let mut rules = spec.ingress.iter().flatten();
                selects(change, namespace, spec, pods) && rules.any(|rule| has_port(rule.ports.as_deref(), port))
            })
        });
        let egress = specs.map(|spec| {
            spec.is_some_and(|spec| {
                let mut rules = spec.egress.iter().flatten();
                rules.any(|rule| {
                    has_port(rule.ports.as_deref(), port) && admits_pods(change, namespace, rule.to.as_deref(), pods)
                })
            })
        });
        matches!(ingress, [true, false]) || matches!(egress, [true, false])
    };
    change.before.all::<NetworkPolicy>().filter(closes).map(|(entry, _)| entry).collect()
}
/// Whether the ports of a rule have this port. A name is the number that each pod has for it:
/// <https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/>.
fn has_port(ports: Option<&[NetworkPolicyPort]>, port: &Port<'_>) -> bool {
    let is_in = |it: &NetworkPolicyPort| {
        let protocol = it.protocol.as_deref().filter(|it| !it.is_empty()).unwrap_or("TCP");
        protocol == port.protocol()
            && match &it.port {
                None => true,
                Some(IntOrString::Int(first)) => {
                    (*first..=it.end_port.unwrap_or(*first)).contains(&port.port.container_port)
                }
                Some(IntOrString::String(name)) => Some(name) == port.port.name.as_ref(),
            }
    };
    ports.is_none_or(|ports| ports.is_empty() || ports.iter().any(is_in))
}
