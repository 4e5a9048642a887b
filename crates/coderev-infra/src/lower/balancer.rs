//! The annotations of a load balancer for each cloud provider.
use crate::lower::meta::{Labels, pairs};
use crate::model::Cloud;
use coderev_objects::labels;

/// Annotations of the Service that select a public or an internal address. On EKS they also select the AWS Load
/// Balancer Controller, whose default is internal: the controller in Kubernetes itself does not support UDP.
pub(super) fn annotations(provider: Cloud, internal: bool) -> Labels {
    let inside = |key: &str, value: &str| if internal { pairs([(key, value)]) } else { Labels::new() };
    match provider {
        Cloud::Generic => Labels::new(),
        Cloud::Gke => inside(labels::GKE_LOAD_BALANCER_TYPE, labels::GKE_INTERNAL),
        Cloud::Aks => inside(labels::AKS_LOAD_BALANCER_INTERNAL, "true"),
        Cloud::Eks => pairs([
            (labels::AWS_LOAD_BALANCER_TARGET_TYPE, "ip"),
            (labels::AWS_LOAD_BALANCER_SCHEME, if internal { labels::AWS_INTERNAL } else { "internet-facing" }),
            (labels::AWS_LOAD_BALANCER_TYPE, "external"),
            // By default, a Network Load Balancer with IP targets replaces the address of the client with its own.
            // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
            (labels::AWS_LOAD_BALANCER_TARGET_GROUP_ATTRIBUTES, "preserve_client_ip.enabled=true"),
        ]),
    }
}
