//! The ports of a Service that callers and old pods do not have until they are replaced.
//!
//! A `targetPort` that is a name is the number that each pod has for this name, also if the pods have different numbers:
//! <https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports>.
use crate::{Change, Help, Report};
use coderev_objects::{Entry, Object};
use k8s_openapi::api::core::v1::{ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Reports the changed ports of a Service that is in both versions.
pub(super) fn check(change: &Change<'_>, old: Entry<'_>, new: Entry<'_>, report: &mut Report) {
    let (Object::Service(was), Object::Service(is)) = (old.object(), new.object()) else { return };
    let specs = [was, is].map(|service| Option::<&ServiceSpec>::from(&service.spec));
    let [Some(was), Some(is)] = specs else { return };
    let only = [was, is].iter().all(|spec| spec.ports.iter().flatten().count() == 1);
    for (index, port) in is.ports.iter().flatten().enumerate() {
        let earlier = was.ports.iter().flatten().enumerate();
        let is_same = |it: &ServicePort| it.name == port.name || only;
        let Some((before, earlier)) = earlier.into_iter().find(|(_, it)| is_same(it)) else { continue };
        let at = |field: &str| {
            let pointer = |index: usize| format!("/spec/ports/{index}/{field}");
            (new.origin_of(&pointer(index)), old.origin_of(&pointer(before)))
        };
        let name = new.name();
        if earlier.port != port.port {
            let number = earlier.port;
            let message =
                format!("the Service `{name}` no longer has port {number}, which callers use until they are replaced");
            let ((here, there), both) =
                (at("port"), "let the pods listen on both ports until each caller uses the new one");
            let help = if is.cluster_ip.as_deref() == Some("None") {
                Help::forms(format!("{both}: `.port(..)` for each"), both)
            } else {
                Help::forms(
                    format!(
                        "keep the port of the Service, and change only the port of the container: `.service({number})` of the `Port`"
                    ),
                    format!("keep `port: {number}`, and change only `targetPort`"),
                )
            };
            report.push(report.finding(new.subject(), message).at(here).before(there).help(help));
        } else if let Some(wanted) = unknown_to_old_pods(change, old, earlier, port) {
            let message = format!(
                "the Service `{name}` selects the port {wanted}, which its old pods do not have until the rollout ends"
            );
            let (here, there) = at("targetPort");
            let help = match target(port) {
                IntOrString::Int(_) => {
                    "name the port of the container, and set `targetPort` to the name: a Service finds the number of a named port in each pod. Apply the name first, then the new number".to_owned()
                }
                IntOrString::String(_) => {
                    "keep the name of the port: with a different name, requests fail until the first new pod is ready".to_owned()
                }
            };
            report.push(report.finding(new.subject(), message).at(here).before(there).help(help));
        }
    }
}

/// The new `targetPort` of a Service, if the old pods do not have it. A headless Service has no such port: its callers connect to the pods.
fn unknown_to_old_pods(change: &Change<'_>, service: Entry<'_>, was: &ServicePort, is: &ServicePort) -> Option<String> {
    let (old, new) = (target(was), target(is));
    let Object::Service(it) = service.object() else { return None };
    let headless = Option::<&ServiceSpec>::from(&it.spec)?.cluster_ip.as_deref() == Some("None");
    if old == new || headless {
        return None;
    }
    let pods = change.before.workloads().filter(|it| it.services().any(|it| it == service));
    let lacks = |workload: coderev_objects::Workload<'_>| {
        let ports: Vec<_> = workload.pod().containers.iter().flat_map(|it| it.ports.iter().flatten()).collect();
        match &new {
            // A container may listen on ports that it does not declare.
            IntOrString::Int(number) => !ports.is_empty() && !ports.iter().any(|it| it.container_port == *number),
            IntOrString::String(name) => !ports.iter().any(|it| it.name.as_ref() == Some(name)),
        }
    };
    let is_lost = pods.into_iter().any(lacks);
    is_lost.then(|| match &new {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(name) => format!("`{name}`"),
    })
}
/// Without a `targetPort`, it is the port of the Service.
fn target(port: &ServicePort) -> IntOrString {
    port.target_port.clone().unwrap_or(IntOrString::Int(port.port))
}
