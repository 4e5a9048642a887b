//! A Kubernetes platform as one Rust value.
//!
//! A platform is written in words: [`Service`], [`Host`], [`Store`], [`Tier`]. A word that a tier forbids does not compile. What types
//! cannot see is a [`Finding`], with the line of the program that said it. What is left is a list of files, the same bytes each time.
//!
//! ```
//! use coderev_infra::prelude::*;
//!
//! let web = Service::new("web", "ghcr.io/acme/web:v1.4.0")
//!     .cpu(millis(100)..=millis(500))
//!     .memory(mebi(128)..=mebi(256))
//!     .liveness(Probe::http("/live"))
//!     .readiness(Probe::http("/ready"));
//! let platform = Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(web));
//!
//! let synthesis = coderev_infra::synth(&platform);
//! assert!(synthesis.findings.is_empty());
//! let manifests = synthesis.files.iter().find(|file| file.path == "deployments.yaml").ok_or("not written")?;
//! assert!(manifests.text.contains("replicas: 3"), "Stable runs three when nobody says");
//! # Ok::<(), &str>(())
//! ```
//!
//! # Where to read on
//!
//! | chapter | for |
//! |---|---|
//! | [`book::first_platform`] | from nothing to files on disk |
//! | [`book::tiers`] | what `Stable`, `Exp`, `Quarantine` and `Shared` promise, and their walls |
//! | [`book::workloads`] | workers, jobs, sets, sidecars, volumes |
//! | [`book::refusals`] | compile errors, and how to read them |
//! | [`book::stores`] | stores, secrets and config maps as handles |
//! | [`book::scaling`] | replicas, autoscalers, rollouts, disruption budgets |
//! | [`book::edges`] | edges, hosts, routes and certificates |
//! | [`book::findings`] | findings, and how to answer one with `allow` |
//! | [`book::escape_hatches`] | patches, raw objects, folders by namespace, secrets from elsewhere |
//! | [`book::addons`] | addons: `infrastructure()`, `monitoring()`, and one of your own |
//! | [`book::own_tier`] | a tier of your own |
//! | [`book::team`] | a team's crate and its xtask |
//! | [`book::environments`] | several environments of one program |
//! | [`book::tenants`] | a namespace for each tenant |
//! | [`book::kubernetes_fields`] | Kubernetes fields: the setter or the patch of each |
//! | [`book::coming_from`] | from Helm or cdk8s |
//!
//! # How words behave
//!
//! 1. A word said twice: the later wins. A word for a list is repeated: the first one said replaces the default list, more add. Lists with
//!    keys (`env`, `mount`, `data`, `label`, stores) are kept by key.
//! 2. The library, the tier and [`Namespace::spec`] hold defaults. [`Namespace::defaults`], [`Service::pod`] and the workload's own words
//!    are said, in this order.
//! 3. What others have or call too is borrowed: `&service`, `&endpoint`, `&STORE`, `&host`, `&config_map`. What becomes part of something
//!    is given away: services, probes, ports, references to secrets.
//! 4. A word is the Kubernetes field without what its argument says: `initialDelaySeconds: 30` is `initial_delay(seconds(30))`. The first
//!    line of its documentation names the field.
//!
//! # Features
//!
//! `k8s-v1_35` (default), `k8s-v1_36` and `k8s-v1_37` pick the Kubernetes types of the build: exactly one is on. [`Cluster::version`] says
//! which version the cluster runs, and must not be under it.
//!
//! The library is pure: it reads no file, no environment and no clock. Files are written by the crate `coderev-infra-xtask`.
pub mod book;
mod lower;
mod manifest;
mod model;
mod names;
pub mod prelude;
pub mod presets;
mod render;
mod resolve;
mod rules;
mod synth;

pub use coderev_check::{Example, Finding, Help, Language, Linter, Origin, Phase, Rule, Severity};
pub use model::*;
pub use presets::edge_namespace;
pub use presets::{Exp, Infrastructure, Monitoring, Quarantine, Shared, Stable, infrastructure, monitoring};
pub use presets::{KAFKA, MINIO, NEO4J, OPA, POSTGRES, REDIS};
pub use synth::{File, Synthesis, rules, synth};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
