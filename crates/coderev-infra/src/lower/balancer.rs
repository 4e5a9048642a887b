//! What a provider has to be told about a load balancer.
use crate::lower::meta::{Labels, pairs};
use crate::model::Cloud;

/// Where its address is, as annotations of its Service. On EKS the AWS Load Balancer Controller makes it internal unless told otherwise, and
/// what Kubernetes itself has for AWS knows no UDP.
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
