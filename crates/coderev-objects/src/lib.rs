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
//! let template = web.template().ok_or("no pod template")?;
//! assert_eq!(template.containers().next().and_then(|it| it.image.as_deref()), Some("web:1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Objects
//!
//! [`read()`] reads a text into one [`Document`] for each object; [`ManifestReader`] reads a foreign one as kubectl reads it. [`decode()`] converts a value to an [`Object`]. An
//! object is typed if [`Kind::all`] has a type for its kind. [`Object::template`] returns the pod template of any
//! kind. A field that a known kind does not have is a [`DecodeError`].
//!
//! A document keeps the object as it was written, so that none of its fields is lost, and the [`Origin`] of the object and of each field.
//!
//! # Relations
//!
//! An [`Inventory`] holds all objects and finds the relations between them: label selectors, `scaleTargetRef`,
//! backends of routes, references of pods, owners. It also has the number of pods of each workload, and the limits
//! and quotas of each namespace.
//!
//! # Not read
//!
//! Helm templates, Kustomize overlays, and the state of a cluster. The type of a custom resource has the fields that
//! rules read. For an older version of a Kubernetes kind, such as `extensions/v1beta1`, rules see the fields that
//! have the same name in the current version.
//!
//! # Features
//!
//! `k8s-v1_35` (default), `k8s-v1_36` and `k8s-v1_37` select the types of one Kubernetes version. Exactly one of them
//! is on.
#![allow(
    clippy::needless_update,
    clippy::useless_conversion,
    reason = "fields and their types differ between versions of Kubernetes"
)]
// A number of a user must neither wrap nor lose its upper bits. Tests cast numbers that they choose.
#![cfg_attr(not(test), warn(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss))]
pub mod crd;
mod decode;
mod document;
mod env_references;
pub mod fields;
mod image;
mod inventory;
mod kinds;
pub mod labels;
mod manifest;
pub mod names;
mod nearest;
mod object;
mod origin;
pub mod quantity;
mod read;
mod runtime_class;
mod template;
mod texts;
mod untyped;

pub use coderev_yaml::{Ambiguity, ReadError, pointer_part};
pub use decode::{DecodeError, decode, decode_errors, has_known_fields, unfold};
pub use document::Document;
pub use env_references::env_references;
pub use image::ImageRef;
pub use inventory::{
    Backend, Entry, Inventory, Limits, NamespaceView, Quotas, Reference, Referent, Rounding, Scale, Workload, share_of,
};
pub use kinds::{Kind, Role, Scope, is_built_in, is_cluster_scoped};
pub use manifest::{Manifest, ManifestReader};
pub use nearest::nearest;
pub use object::{Object, Typed};
pub use origin::Origin;
pub use read::read;
pub use runtime_class::overhead_of_class;
pub use template::{PodTemplate, is_sidecar};
pub use texts::{Text, visit_texts};
pub use untyped::Untyped;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
