//! The commands that compare the cluster with the manifests.
use super::super::Renderer;
use super::super::shell::quoted;
use super::example::{Example, Served, example};
use super::{edges, facts, isolation};
use coderev_objects::crd::cert_manager::Certificate;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use std::fmt::Write;

pub(super) fn verify(text: &mut String, Renderer { inventory, .. }: &Renderer) {
    text.push_str("## Verify\n\n```sh\n");
    write_line!(text, "kubectl get namespaces -l app.kubernetes.io/managed-by=coderev-infra --show-labels");
    let namespaces = facts::kinds_by_namespace(inventory);
    for (namespace, kinds) in &namespaces {
        write_line!(text, "kubectl get {} -n {namespace}", kinds.join(","));
    }
    for (entry, _) in inventory.all::<HorizontalPodAutoscaler>() {
        write_line!(text, "kubectl describe hpa {} -n {}", entry.name(), entry.namespace());
    }
    for (entry, _) in inventory.all::<Certificate>() {
        write_line!(text, "kubectl get certificate {} -n {}", entry.name(), entry.namespace());
    }
    // Only metrics-server serves these commands.
    if inventory.all::<HorizontalPodAutoscaler>().next().is_some() {
        for (namespace, _) in &namespaces {
            write_line!(text, "kubectl top pods -n {namespace}");
        }
        write_line!(text, "kubectl top nodes");
    }
    text.push_str("```\n\n");
    if let Some(Example { deployment, served: Some(served) }) = example(inventory) {
        let is_isolated = isolation::is_provable(inventory, deployment, &served);
        call(text, &served, is_isolated);
        if is_isolated {
            write_line!(text, "A call from a pod that no policy allows must time out:\n");
            write_line!(
                text,
                "```sh\nkubectl run probe -n default --rm -i --restart=Never --image=docker.io/library/busybox:1.38.0 -- \\"
            );
            let url = format!("http://{}{}", served.address(), served.path.unwrap_or("/"));
            let url = quoted(&url);
            write_line!(text, "  wget -T3 -qO- {url}\n```\n");
        }
    }
    let internal = edges::internal_hosts(inventory);
    let mut read_only = facts::read_only_hosts(inventory);
    read_only.retain(|host| !internal.contains(host));
    let mut closed = facts::closed(inventory);
    closed.retain(|(host, ..)| !internal.contains(host));
    if !read_only.is_empty() || !closed.is_empty() {
        write_line!(text, "From outside the cluster, these requests must be refused:\n\n```sh");
        for host in &read_only {
            let host = named(host);
            let url = |path: &str| format!("https://{host}{path}");
            write_line!(text, "curl -i -X POST {}   # 405: read-only", quoted(&url("/")));
            write_line!(text, "curl -i {}    # 404: not public", quoted(&url("/metrics")));
        }
        for (host, path, status) in &closed {
            let url = format!("https://{}{path}", named(host));
            let url = quoted(&url);
            write_line!(text, "curl -i {url}    # {status}: not public");
        }
        write_line!(text, "```\n");
    }
}

/// A call of a service through `kubectl port-forward`. The local port is not privileged.
fn call(text: &mut String, served: &Served<'_>, is_isolated: bool) {
    let Served { service, port, path } = served;
    let (namespace, service) = (service.namespace(), service.name());
    let note = if is_isolated { "; network policies deny calls from other pods" } else { "" };
    write_line!(text, "Call a service from your own machine{note}:\n");
    write_line!(text, "```sh\nkubectl port-forward -n {namespace} svc/{service} 8080:{}", port.port);
    match path {
        Some(path) => write_line!(text, "curl {}\n```\n", quoted(&format!("http://localhost:8080{path}"))),
        None => write_line!(
            text,
            "```\n\nThe port does not serve HTTP: connect a client of its protocol to `localhost:8080`.\n"
        ),
    }
}

/// A host that a wildcard matches.
fn named(host: &str) -> String {
    host.replacen('*', "any", 1)
}
