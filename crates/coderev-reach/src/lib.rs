//! Which pods can connect on Kubernetes, on which ports, and by which network policies.
//!
//! The input is objects of the Kubernetes API: typed ones with [`Objects::add`], or documents from any source with
//! [`Objects::add_document`]. Nothing is read from a cluster or from a file.
//!
//! ```
//! use coderev_reach::{Convention, End, Objects, Port, Reach, Verdict};
//! use k8s_openapi::api::core::v1::Pod;
//! use k8s_openapi::api::networking::v1::NetworkPolicy;
//!
//! let pod = |name: &str| -> Result<Pod, serde_json::Error> {
//!     serde_json::from_value(serde_json::json!({ "metadata": { "name": name, "labels": { "app": name } } }))
//! };
//! let policy: NetworkPolicy = serde_json::from_value(serde_json::json!({
//!     "metadata": { "name": "db" },
//!     "spec": {
//!         "podSelector": { "matchLabels": { "app": "db" } },
//!         "ingress": [{ "from": [{ "podSelector": { "matchLabels": { "app": "api" } } }], "ports": [{ "port": 5432 }] }],
//!     },
//! }))?;
//!
//! let mut objects = Objects::new();
//! for name in ["api", "db", "web"] {
//!     objects.add(&pod(name)?);
//! }
//! objects.add(&policy);
//! let reach = Reach::new(&objects, Convention::KUBERNETES).map_err(|mut wrong| wrong.remove(0))?;
//!
//! let named = |name: &str| reach.peers().find(|(_, peer)| peer.pod == name).map(|(id, _)| End::Peer(id)).ok_or("no such pod");
//! let answer = reach.ask(named("api")?, named("db")?, Port::tcp(5432));
//! assert_eq!(answer.ingress, Verdict::Allowed(vec!["default/db".into()]));
//! assert!(!reach.ask(named("web")?, named("db")?, Port::tcp(5432)).is_allowed());
//!
//! let refuted = reach.counterexample(|peer| peer.pod == "web", |peer| peer.pod == "db");
//! assert_eq!(refuted, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answers
//!
//! | question | answer |
//! |---|---|
//! | may this pod reach that one on a port, and which policies decide | [`Reach::ask`] |
//! | on which ports | [`Reach::between`] |
//! | all allowed connections | [`Reach::rows`], by pods; [`Reach::flows`], by workloads |
//! | is it true that A never reaches B | [`Reach::counterexample`] |
//! | what opened and what closed | [`difference`] |
//! | which ports Services, Ingresses and routes make reachable from outside | [`Reach::entry_points`], [`Reach::from_edge`] |
//! | may two pods of one workload connect | [`Reach::within`] |
//! | which DNS names are allowed | [`Reach::fqdn_connections`] |
//! | which objects decide on traffic and are not evaluated | [`Objects::unevaluated`] |
//!
//! # What Kubernetes leaves open
//!
//! Kubernetes leaves three points open, and a [`Convention`] decides them: whether a pod's traffic to itself is subject to policy, whether an
//! `ipBlock` matches a pod's address, and what a pod on its node's network is. With [`HostNetwork::Node`] no policy isolates it and no selector
//! matches it, but a block matches its node's address. If that address is unknown, a block of all IPv4 addresses matches.
//!
//! A pod reaches itself; a workload does not. A question with one template on both sides is about two of its pods, and policies decide. Pods
//! that were added one by one, with names, are different ends.
//!
//! # Cost
//!
//! Pods that all policies treat alike are one class, and so are addresses; sets of pods are bits or short lists, ports are spans, and each set
//! of ports is kept once. Rows of the matrix are computed one at a time. Time grows with distinct sets of labels and policies, not with pods.

mod address;
mod claim;
mod convention;
mod diff;
mod direction;
mod edge;
mod entry_points;
mod error;
mod flows;
mod fqdn;
mod implied_peers;
mod labels;
mod matrix;
mod objects;
mod policy;
mod ports;
mod reach;
mod same_workload;
mod set;
mod spans;
mod universe;

pub use address::AddressRange;
pub use claim::Counterexample;
pub use convention::{Convention, HostNetwork, IpBlocks, SelfTraffic};
pub use diff::{Change, difference};
pub use entry_points::EntryPoint;
pub use error::Invalid;
pub use flows::{Flow, Party};
pub use labels::Labels;
pub use matrix::{Ranges, Row, Side};
pub use objects::{
    Backend, BackendPort, ContainerPort, FqdnEgress, Object, Objects, Peer, Route, Undecoded, Unevaluated, Workload,
};
pub use ports::{Connections, Port, Protocol};
pub use reach::{Answer, End, Reach, Verdict};
pub use universe::PeerId;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
