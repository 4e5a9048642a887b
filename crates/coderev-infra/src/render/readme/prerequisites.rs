//! The prerequisites of the manifests: controllers, classes and records of the cluster.
use super::super::shell::one_line;
use super::super::{Renderer, certificates};
use super::{definitions, edges, facts, needs, others};
use coderev_objects::Inventory;
use coderev_objects::crd::cert_manager::Certificate;
use coderev_objects::crd::cilium::CiliumNetworkPolicy;
use coderev_objects::crd::istio::ServiceEntry;
use coderev_objects::crd::keda::ScaledObject;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use std::fmt::Write;

pub(super) fn prerequisites(text: &mut String, renderer: &Renderer) {
    let Renderer { platform, inventory, secrets, .. } = renderer;
    let (by_hand, has_secret_store) = (!secrets.by_hand.is_empty(), !secrets.kept.is_empty());
    let scaled = inventory.all::<HorizontalPodAutoscaler>().next().is_some();
    text.push_str("## Prerequisites\n\n");
    write_line!(
        text,
        "- Kubernetes 1.35 or newer, and a network plugin that enforces NetworkPolicy: without one, the policies have no effect."
    );
    write_line!(text, "- kubectl, within one minor version of the cluster.");
    let has_certificates = inventory.all::<Certificate>().next().is_some();
    if platform.has_gateway || platform.has_nginx || has_certificates {
        write_line!(text, "- Helm 4, for the charts below. Helm 3 gets no security fixes after February 2027.");
    }
    if scaled {
        write_line!(text, "- metrics-server: autoscalers and `kubectl top` read its metrics.");
    }
    for name in needs::custom_metrics(inventory) {
        write_line!(text, "- An adapter that serves `custom.metrics.k8s.io`, for the metric `{}`.", one_line(name));
    }
    if inventory.all::<ScaledObject>().next().is_some() {
        write_line!(
            text,
            "- KEDA: it runs the ScaledObjects, and needs access to their signals, such as Kafka or Prometheus."
        );
    }
    charts(text, renderer, has_certificates);
    if by_hand || has_secret_store {
        write_line!(
            text,
            "- Encryption at rest for Secrets (`--encryption-provider-config` of the API server, or the provider's KMS):"
        );
        write_line!(text, "  without it, etcd stores them in plain text.");
    }
    if has_secret_store {
        write_line!(
            text,
            "- External Secrets Operator 2.9. In its namespace `external-secrets`, the service account of each store needs read access to the store."
        );
    }
    if inventory.all::<CiliumNetworkPolicy>().next().is_some() {
        write_line!(text, "- Cilium with its DNS proxy: it allows egress to host names.");
    }
    if inventory.all::<ServiceEntry>().next().is_some() {
        write_line!(
            text,
            "- Istio with `meshConfig.outboundTrafficPolicy.mode: REGISTRY_ONLY`, and each namespace that has a ServiceEntry in its mesh. Without it,"
        );
        write_line!(text, "  the network policies allow these ports of every public address.");
    }
    if facts::asks_for_aws_load_balancers(inventory) {
        write_line!(
            text,
            "- AWS Load Balancer Controller, before the manifests are applied: it creates the load balancers, public and internal."
        );
    }
    named_objects(text, inventory);
    for (kind, group) in definitions::missing(inventory) {
        write_line!(
            text,
            "- The CustomResourceDefinition of `{}` in the group `{}`: without it, the API server refuses the objects of this kind.",
            one_line(kind),
            one_line(group)
        );
    }
    for other in others::absent(inventory) {
        let (pods, ports, callers) = (&other.pods, &other.ports, other.callers());
        write_line!(
            text,
            "- `{}`, {pods}, {ports}: no manifest creates these pods. Install them in this namespace, for {callers}.",
            other.namespace
        );
    }
    for other in others::all(inventory) {
        let (pods, ports, callers) = (one_line(&other.pods), one_line(&other.ports), other.callers());
        write_line!(
            text,
            "- `{}`, {pods}, {ports}: another program manages them, and its network policies must allow ingress from {callers}.",
            one_line(other.namespace)
        );
    }
    edges::records(text, inventory);
    text.push('\n');
}

/// The charts of the controllers, with the commands that install them.
fn charts(text: &mut String, Renderer { platform, .. }: &Renderer, has_certificates: bool) {
    if platform.has_gateway {
        write_line!(text, "- Envoy Gateway 1.9, which includes the Gateway API 1.6: it runs the proxies.\n");
        write_line!(text, "  ```sh");
        write_line!(text, "  helm install eg oci://docker.io/envoyproxy/gateway-helm --version v1.9.0 \\");
        write_line!(text, "    --namespace envoy-gateway-system --create-namespace");
        write_line!(text, "  ```\n");
    }
    if has_certificates {
        write_line!(text, "- cert-manager 1.21: it issues the certificates.\n");
        write_line!(text, "  ```sh");
        write_line!(
            text,
            "  helm install cert-manager oci://quay.io/jetstack/charts/cert-manager --version v1.21.1 \\"
        );
        let end = if platform.has_gateway { " \\" } else { "" };
        write_line!(text, "    --namespace cert-manager --create-namespace --set crds.enabled=true{end}");
        if platform.has_gateway {
            write_line!(text, "    --set config.apiVersion=controller.config.cert-manager.io/v1alpha1 \\");
            write_line!(text, "    --set config.kind=ControllerConfiguration --set config.gatewayAPI.enabled=true");
        }
        write_line!(text, "  ```\n");
    }
    if platform.has_nginx {
        write_line!(
            text,
            "- ingress-nginx in the namespace `ingress-nginx`. It is retired upstream and gets no security updates."
        );
        write_line!(
            text,
            "  With `limit-req-status-code: \"429\"` in its ConfigMap, clients over the rate limit get the status 429, not 503.\n"
        );
        write_line!(text, "  ```sh");
        write_line!(text, "  helm repo add ingress-nginx https://kubernetes.github.io/ingress-nginx");
        write_line!(text, "  helm install ingress-nginx ingress-nginx/ingress-nginx --version 4.15.1 \\");
        write_line!(
            text,
            "    --namespace ingress-nginx --create-namespace --set controller.config.limit-req-status-code=429"
        );
        write_line!(text, "  ```\n");
    }
}

/// The objects, devices and labels that the manifests name and do not create.
fn named_objects(text: &mut String, inventory: &Inventory) {
    for (kind, name) in facts::classes(inventory) {
        write_line!(
            text,
            "- The {kind} `{}`: without it, the API server refuses the pods that name it.",
            one_line(name)
        );
    }
    for name in needs::storage_classes(inventory) {
        write_line!(text, "- The StorageClass `{}`: without it, the claims that name it stay pending.", one_line(name));
    }
    for name in needs::devices(inventory) {
        write_line!(
            text,
            "- The device plugin of `{}`: without it, the pods that request it stay pending.",
            one_line(name)
        );
    }
    for (key, value) in facts::pools(inventory) {
        write_line!(
            text,
            "- Nodes labelled `{}={}`: without them, the pods that select them stay pending.",
            one_line(key),
            one_line(value)
        );
    }
    for (namespace, name) in certificates::by_hand(inventory) {
        write_line!(
            text,
            "- A certificate in the Secret `{}` of `{namespace}`, as in `secrets.commands.txt`: without it, its hosts have no valid certificate.",
            one_line(name)
        );
    }
}
