//! The annotations of a load balancer for each cloud provider.
use crate::lower::meta::{Labels, pairs};
use crate::model::Cloud;

/// Annotations of the Service that select a public or an internal address. On EKS they also select the AWS Load
/// Balancer Controller, whose default is internal: the controller in Kubernetes itself does not support UDP.
pub(super) fn annotations(provider: Cloud, internal: bool) -> Labels {
    const AWS: &str = "service.beta.kubernetes.io/aws-load-balancer-";
    let inside = |key: &str, value: &str| if internal { pairs([(key, value)]) } else { Labels::new() };
    match provider {
        Cloud::Generic => Labels::new(),
        Cloud::Gke => inside("networking.gke.io/load-balancer-type", "Internal"),
        Cloud::Aks => inside("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
        Cloud::Eks => pairs([
            (format!("{AWS}nlb-target-type"), "ip"),
            (format!("{AWS}scheme"), if internal { "internal" } else { "internet-facing" }),
            (format!("{AWS}type"), "external"),
        ]),
    }
}
