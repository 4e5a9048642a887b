//! Nodes of the cluster, which a policy of the cluster can select.

use core::net::IpAddr;

use serde_json::Value;

use super::{Objects, list, object_key};
use crate::labels::Labels;

/// The labels and addresses of a node.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) labels: Labels,
    pub(crate) addresses: Vec<IpAddr>,
}

impl Objects {
    pub(super) fn add_node(&mut self, value: &Value) {
        let labels = value["metadata"]["labels"].as_object().into_iter().flatten();
        let labels = labels.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect();
        let addresses =
            list(&value["status"]["addresses"]).iter().filter_map(|it| it["address"].as_str()?.parse().ok());
        self.nodes.insert(object_key(value).1, Node { labels, addresses: addresses.collect() });
    }
}
