//! A Kubernetes platform as one Rust value.
//!
//! A program declares the platform with values such as [`Service`], [`Host`], [`Store`] and [`Tier`]. A setter that a
//! tier forbids does not compile. A mistake that the types cannot catch is a [`Finding`], with the line of the program
//! that made it. The output is a list of files, with the same bytes each time.
//!
//! ```
//! use coderev_infra::prelude::*;
//!
//! let web = Service::new("web", "ghcr.io/acme/web:v1.4.0")
//!     .cpu(millis(100)..=millis(500))
//!     .memory(mebi(128)..=mebi(256))
//!     .liveness(Probe::http("/live"))
//!     .readiness(Probe::http("/ready"));
//! let platform = Platform::new(Cluster::generic()).name("acme").namespace(Namespace::new("shop", Stable).service(web));
//!
//! let synthesis = coderev_infra::synth(&platform);
//! assert!(synthesis.findings().is_empty());
//! let manifests = synthesis.file("deployments.yaml").ok_or("not written")?;
//! assert!(manifests.text().contains("replicas: 3"), "the default of Stable");
//! # Ok::<(), &str>(())
//! ```
//!
//! # Chapters
//!
//! | chapter | subject |
//! |---|---|
//! | [`book::first_platform`] | from an empty program to files on disk |
//! | [`book::tiers`] | replicas, network isolation and permissions of `Stable`, `Exp`, `Quarantine` and `Shared` |
//! | [`book::workloads`] | workers, Jobs, StatefulSets, sidecars, volumes |
//! | [`book::refusals`] | compile errors, and how to read them |
//! | [`book::stores`] | stores, Secrets and ConfigMaps as handles |
//! | [`book::scaling`] | replicas, autoscalers, rollouts, PodDisruptionBudgets |
//! | [`book::edges`] | edges, hosts, routes and certificates |
//! | [`book::findings`] | findings, and how to suppress one with `allow` |
//! | [`book::escape_hatches`] | patches, raw objects, one output directory for each namespace, External Secrets |
//! | [`book::addons`] | addons: `infrastructure()`, `monitoring()`, and your own |
//! | [`book::own_tier`] | your own tier |
//! | [`book::team`] | a team's crate and its xtask |
//! | [`book::providers`] | what differs between providers and controllers, with sources |
//! | [`book::environments`] | several environments in one program |
//! | [`book::changes`] | changes that need an order: autoscalers, new names, removed objects |
//! | [`book::tenants`] | a namespace for each tenant |
//! | [`book::kubernetes_fields`] | Kubernetes fields, with the setter or the patch of each |
//! | [`book::coming_from`] | moving from Helm or cdk8s |
//!
//! # How setters behave
//!
//! 1. If a setter is called more than once, the last call wins. A setter of a list adds an item; its first call replaces
//!    the default list. A setter of a list with keys (`env`, `mount`, `data`, `label`, stores) replaces the item with
//!    the same key.
//! 2. The library, the tier and [`Namespace::spec`] set defaults. [`Namespace::defaults`], [`Service::pod`] and the
//!    setters of the workload override them. They apply in this order, like calls of the same setters.
//! 3. A setter borrows a value that other declarations also use: `&service`, `&endpoint`, `&STORE`, `&host`,
//!    `&config_map`. It takes by value an object that becomes a part of another: services, probes, ports, references to
//!    Secrets.
//! 4. A setter has the name of the Kubernetes field, without the part that its argument expresses:
//!    `initialDelaySeconds: 30` is `initial_delay(seconds(30))`. The first line of its documentation names the field.
//!
//! # Features
//!
//! `k8s-v1_35` (default), `k8s-v1_36` and `k8s-v1_37` select the Kubernetes version of the object types. Enable exactly
//! one. [`Cluster::version`] sets the version of the cluster, which must not be older.
//!
//! The library is pure: it reads no file, no environment variable and no clock. The crate `coderev-infra-xtask` writes
//! the files.
// A number of a user must neither wrap nor lose its upper bits. Tests cast numbers that they choose.
#![cfg_attr(not(test), warn(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss))]
pub mod book;
mod file;
mod file_layout;
mod lower;
mod model;
mod names;
mod plan;
pub mod prelude;
pub mod presets;
mod render;
mod resolve;
mod rules;
mod secrets;
mod synth;
mod synthesis;

pub use coderev_check::{Danger, Example, Finding, Help, Language, Linter, ObjectId, Origin, Phase, Rule, Severity};
pub use coderev_objects::Inventory;
pub use file::File;
pub use model::*;
pub use plan::{Plan, Step};
pub use presets::edge_namespace;
pub use presets::{Exp, Infrastructure, Monitoring, Quarantine, Shared, Stable, infrastructure, monitoring};
pub use presets::{KAFKA, MINIO, NEO4J, OPA, POSTGRES, REDIS};
pub use serde_json::json;
pub use synth::{rules, synth, synth_all};
pub use synthesis::{ObjectRef, Synthesis};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
