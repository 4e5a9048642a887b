//! The fields of every known kind: names, types, whether they are required, and the versions of Kubernetes that have
//! them.
//!
//! The known kinds are the stable and beta kinds of Kubernetes 1.35 to 1.37 that occur in manifests, and the custom
//! resources of Argo CD, Argo Rollouts, the Barman Cloud plugin, cert-manager, CloudNativePG, Envoy Gateway, External
//! Secrets Operator, external-snapshotter, the Gateway API, Istio, KEDA, the Network Policy API, Prometheus Operator
//! and Strimzi.
//!
//! ```
//! use coderev_objects::fields::{self, KubernetesVersion, Type};
//! use serde_json::json;
//!
//! let deployment = fields::tree("apps/v1", "Deployment").expect("a known kind");
//! let Some(Type::Object(spec)) = deployment.field("spec").map(|field| field.ty()) else { panic!("an object") };
//! assert_eq!(spec.field("replicas").map(|field| field.ty()), Some(Type::Int32));
//!
//! let value = json!({
//!     "metadata": { "name": "web" },
//!     "spec": { "selector": {}, "template": { "spec": { "containers": [{ "name": "web", "imag": "web:1" }] } } },
//! });
//! let [problem] = &deployment.problems(&value, KubernetesVersion::V1_35)[..] else { panic!("one problem") };
//! assert_eq!(problem.to_string(), "has no field `/spec/template/spec/containers/[name=web]/imag`");
//! assert_eq!(problem.help(), "did you mean `/spec/template/spec/containers/[name=web]/image`?");
//! assert_eq!(problem.path().pointer(), "/spec/template/spec/containers/0/imag");
//! ```
//!
//! Patterns, ranges and other rules of the schemas are not checked. `cargo xtask fields` generates the data in the
//! repository. Only the data of the requested kinds is read.
mod node;
mod path;
mod problem;
#[cfg(test)]
mod tests;
mod text;
mod version;

pub use node::{Field, ItemType, Node, Type};
pub use path::FieldPath;
pub use problem::FieldProblem;
pub use version::{KubernetesVersion, Versions};

/// The type of the kind. None where the kind is unknown.
pub fn tree(api_version: &str, kind: &str) -> Option<Node> {
    Node::of_kind(api_version, kind)
}

/// The apiVersion and the name of every known kind, sorted.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    text::kinds()
}
