//! Which pods can connect on Kubernetes, on which ports, and by which network policies.
//!
//! The input is objects of the Kubernetes API: typed objects with [`Objects::add`], or documents from any source with
//! [`Objects::add_document`]. A [`Reading`] holds what was read of foreign texts, and what was left out. The crate reads
//! neither a cluster nor a file.
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
//! # Questions
//!
//! | question | answer |
//! |---|---|
//! | whether a pod may connect to another pod on a port, and which policies decide | [`Reach::ask`] |
//! | the rules that decide, and the causes of a denial | [`Reach::explain`]; [`Reach::segments`], for all ports |
//! | the allowed ports between two pods | [`Reach::between`] |
//! | the connections that are unknown, by workload | [`Reach::undecided`] |
//! | the allowed ports and the unknown ports between two pods | [`Reach::possible`] |
//! | all allowed connections | [`Reach::rows`], by pods; [`Reach::flows`], by workloads; [`Reach::groups`], by groups of workloads |
//! | whether the claim "A never reaches B" is true | [`Reach::counterexample`] |
//! | the connections that opened and closed | [`difference`], [`difference_by_group`] |
//! | the connections that policies allow with pods that are not in the objects | [`Reach::exposed`] |
//! | whether policies select a workload at all | [`Reach::isolation`] |
//! | the ports that Services, Ingresses and routes make reachable from outside | [`Reach::entry_points`], [`Reach::from_edge`] |
//! | whether policies admit the traffic of an entry point, and from where | [`Reach::admission`] |
//! | Services and routes without a pod | [`Reach::dangling`] |
//! | whether two pods of one workload may connect | [`Reach::within`] |
//! | the allowed DNS names | [`Reach::fqdn_connections`] |
//! | policies and peers that match no pod | [`Reach::warnings`] |
//! | the objects that decide on traffic and are not evaluated | [`Objects::unevaluated`] |
//!
//! # Unspecified behavior
//!
//! Kubernetes does not specify three points: whether policies apply to the traffic of a pod to itself, whether an
//! `ipBlock` matches the address of a pod, and how policies treat a pod on the network of its node. A [`Convention`]
//! sets them. [`Convention::KUBERNETES`] leaves the last two undecided: if a verdict depends on them, it is
//! [`Outcome::Unknown`], with a [`Cause`]. A certain verdict holds for every plugin.
//!
//! With [`HostNetwork::Node`] no policy isolates a pod on the network of its node and no selector matches it, but a
//! CIDR block matches the address of its node. Manifests do not contain the addresses of pods and nodes. A pod without
//! a known address has an IPv4 address, and perhaps an IPv6 address; whether a smaller block holds it is unknown.
//!
//! A pod reaches itself. A template on both sides of a question means two of its pods, and policies decide. Pods that
//! were added one by one, with names, are separate ends.
//!
//! # Pods that are not in the objects
//!
//! Each distinct pair of a namespace selector and a pod selector of a rule is an [`ImpliedPeer`]: all pods that match
//! and that are not in the objects. It is only the far end of a connection: of its own policies only policies of the
//! cluster are known, and a rule of the tier Baseline that denies makes the verdict unknown. A rule
//! allows a connection with an implied peer if the selectors of the peer imply the selectors of the rule, so that every
//! such pod has the connection. A pod that is added later has exactly the ports of all implied peers that it is one
//! of. The labels of a namespace in the objects are known; of another namespace only the name is known.
//!
//! # Cost
//!
//! Pods that all policies treat alike are one class, and so are addresses. Sets of pods are bit sets or short lists,
//! ports are ranges, and equal sets of ports are stored once. Rows of the matrix are computed one at a time. The time
//! grows with the number of distinct sets of labels and policies, not with the number of pods.

mod address;
mod admission;
mod answer;
mod arena;
mod bounds;
mod by_policies;
mod cause;
mod claim;
mod compiler;
mod convention;
mod dangling;
mod diff;
mod diff_exposure;
mod diff_ranges;
mod direction;
mod edge;
mod end;
mod entry_points;
mod error;
mod explain;
mod exposure;
mod flows;
mod fqdn;
mod groups;
mod ignored;
mod implication;
mod implied_peer;
mod implied_peers;
mod invalid_policies;
mod isolation;
mod known;
mod labels;
mod manifests;
mod matrix;
mod named_port;
mod names;
mod nodes;
mod objects;
mod opened;
mod parts;
mod policy;
mod policy_metadata;
mod ports;
mod possible;
mod reach;
mod reason;
mod same_workload;
mod segments;
mod served;
mod set;
mod spans;
mod tiers;
mod undecided;
mod undecided_kinds;
mod unevaluated;
mod universe;
mod unknown;
mod verdict;
mod warnings;
mod world;

pub use address::AddressRange;
pub use admission::Admission;
pub use answer::{Answer, Verdict};
pub use cause::{Cause, Outcome, PolicyType};
pub use claim::Counterexample;
pub use convention::{Convention, HostNetwork, IpBlocks, SelfTraffic};
pub use dangling::{Dangling, DanglingReason};
pub use diff::{Change, GroupChange, difference, difference_by_group};
pub use end::{End, ImpliedId};
pub use entry_points::{EntryKind, EntryPoint};
pub use error::Invalid;
pub use explain::Explanation;
pub use flows::{Flow, Party};
pub use groups::{GroupRow, Groups, PortSet};
pub use implied_peer::ImpliedPeer;
pub use isolation::{Isolation, Selection};
pub use labels::{CHOSEN, Labels};
pub use manifests::{LeftOut, LeftOutReason, Notice, Reading};
pub use matrix::{Ranges, Row, Side};
pub use named_port::NamedPort;
pub use objects::{
    Backend, BackendPort, ContainerPort, FqdnEgress, Object, Objects, Peer, Route, Undecoded, Unevaluated, UnknownPods,
    Workload, decisive_fields, is_decisive,
};
pub use ports::{Connections, Port, Protocol};
pub use reach::Reach;
pub use reason::Reason;
pub use undecided::Undecided;
pub use universe::PeerId;
pub use warnings::{NearMiss, Warning};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
