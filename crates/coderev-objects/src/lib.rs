//! Kubernetes objects as data, from any source.
//!
//! ```
//! use coderev_objects::{Object, decode};
//! use serde_json::json;
//!
//! let web = decode(json!({
//!     "apiVersion": "apps/v1",
//!     "kind": "Deployment",
//!     "metadata": {"name": "web", "namespace": "shop"},
//!     "spec": {
//!         "selector": {"matchLabels": {"app": "web"}},
//!         "template": {
//!             "metadata": {"labels": {"app": "web"}},
//!             "spec": {"containers": [{"name": "web", "image": "web:1"}]},
//!         },
//!     },
//! }))?;
//! assert!(matches!(web, Object::Deployment(_)));
//! let template = web.template().ok_or("it runs pods")?;
//! assert_eq!(template.containers().next().and_then(|it| it.image.as_deref()), Some("web:1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![allow(
    clippy::needless_update,
    clippy::useless_conversion,
    reason = "fields and their types differ between versions of Kubernetes"
)]
pub mod crd;
mod decode;
mod document;
mod image;
mod inventory;
mod kinds;
pub mod labels;
mod object;
mod origin;
pub mod quantity;
mod read;
mod template;
mod untyped;

pub use coderev_yaml::ReadError;
pub use decode::{DecodeError, decode, has_known_fields, unfold};
pub use document::Document;
pub use image::ImageRef;
pub use inventory::{
    Backend, Entry, Inventory, Limits, NamespaceView, Quotas, Reference, Referent, Rounding, Scale, Workload, share_of,
};
pub use kinds::{Kind, Role, Scope, is_built_in, is_cluster_scoped};
pub use object::{Object, Typed};
pub use origin::Origin;
pub use read::read;
pub use template::PodTemplate;
pub use untyped::Untyped;
