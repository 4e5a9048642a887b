//! A platform with its names, defaults, callers, stores, routes, Secrets and connection pools resolved once. The rules
//! about intent and `lower` read it.
pub(crate) mod addons;
pub(crate) mod calls;
pub(crate) mod config_maps;
pub(crate) mod connections;
pub(crate) mod contributions;
mod edge_namespace;
pub(crate) mod edges;
pub(crate) mod external_names;
pub(crate) mod gate;
pub(crate) mod hosts;
pub(crate) mod names;
mod object;
mod pools;
pub(crate) mod ports;
pub(crate) mod probes;
pub(crate) mod replicas;
pub(crate) mod resources;
pub(crate) mod routes;
pub(crate) mod scaler_targets;
pub(crate) mod scalers;
pub(crate) mod secret_sources;
mod secrets;
pub(crate) mod stores;
pub(crate) mod users;
mod view;
pub(crate) mod volumes;
pub(crate) mod workload;

use crate::model::{Call, Edge, NamespaceDecl, Place, Platform, Port, TlsSource};
use crate::secrets::Secrets;
use calls::{Flows, WorkloadIndex};
use config_maps::ConfigMaps;
use contributions::Contributions;
pub(crate) use edge_namespace::implied;
use edges::Edges;
use hosts::Hosts;
use pools::Pools;
use routes::VirtualHost;
use scalers::Scalers;
use secret_sources::{SecretOrigin, SecretSource};
use std::collections::BTreeMap;
use std::ops::Range;
use stores::Stores;
use users::StoreUsers;
use workload::Workload;

/// A resolved platform.
pub(crate) struct Resolved<'a> {
    pub(crate) platform: &'a Platform,
    /// All namespaces, declared or implied.
    pub(crate) namespaces: Vec<Namespace<'a>>,
    /// All workloads, by namespace, in the order of their declarations.
    pub(crate) workloads: Vec<Workload<'a>>,
    index: WorkloadIndex<'a>,
    /// The first namespace with each name.
    by_name: BTreeMap<&'a str, &'a NamespaceDecl>,
    pub(crate) stores: Stores<'a>,
    pub(crate) store_users: StoreUsers<'a>,
    pub(crate) flows: Flows,
    pub(crate) pools: Pools,
    pub(crate) hosts: Hosts<'a>,
    pub(crate) edges: Edges<'a>,
    /// The Let's Encrypt accounts, by email address, with the first declaration of each in the order of hosts.
    pub(crate) acme_accounts: BTreeMap<String, Place>,
    pub(crate) secret_sources: Vec<SecretSource<'a>>,
    pub(crate) secrets: Vec<SecretOrigin<'a>>,
    /// The contributions of addons. They depend on all fields above: see [`addons::derive`].
    pub(crate) contributions: Contributions,
    /// The connections of KEDA's operator. They depend on the contributions: see [`scaler_targets::resolve`].
    pub(crate) scalers: Scalers,
}

/// A namespace, with its workloads and ConfigMaps.
pub(crate) struct Namespace<'a> {
    pub(crate) declared: &'a NamespaceDecl,
    /// The positions of its workloads.
    workloads: Range<usize>,
    pub(crate) config_maps: ConfigMaps,
    /// By ServiceAccount: the first name of the workloads that share it. This workload renders the account.
    account_writers: BTreeMap<String, &'a str>,
}
impl Namespace<'_> {
    /// The workload that renders the ServiceAccount of `workload`, which is in this namespace: of the workloads that
    /// share it, one does.
    pub(crate) fn account_writer(&self, workload: &Workload<'_>) -> Option<&str> {
        self.account_writers.get(workload.account()).copied()
    }
}

/// Resolves `platform`; `implied` is the namespace that [`implied`] returns for it.
pub(crate) fn resolve<'a>(platform: &'a Platform, implied: Option<&'a NamespaceDecl>) -> Resolved<'a> {
    let all: Vec<&NamespaceDecl> = platform.namespaces.iter().map(|it| &**it).chain(implied).collect();
    let stores = Stores::resolve(&all);
    let mut hosts = Hosts::resolve(platform, &all);
    let mut index = WorkloadIndex::new();
    let (mut namespaces, mut by_name) = (Vec::with_capacity(all.len()), BTreeMap::new());
    let mut workloads = Vec::with_capacity(all.iter().map(|it| it.workloads.len()).sum());
    for (at, &declared) in all.iter().enumerate() {
        by_name.entry(&*declared.name).or_insert(declared);
        let first = workloads.len();
        for workload in &declared.workloads {
            let id = index.add(&declared.name, &workload.name, workloads.len());
            let on = workload.routes.iter().map(|route| hosts.of_route(at, route)).collect();
            workloads.push(Workload::new(platform, declared, workload, &stores, on, id));
        }
        let here = &workloads[first..];
        namespaces.push(Namespace {
            declared,
            workloads: first..workloads.len(),
            config_maps: config_maps::resolve(first, here, &stores),
            account_writers: account_writers(here),
        });
    }
    routes::bind(&mut hosts, &workloads);
    let edges = Edges::resolve(platform, &hosts, &workloads, &index);
    let (secret_sources, secrets) = secret_sources::resolve(platform, &all, secrets::needs(&workloads));
    Resolved {
        platform,
        namespaces,
        flows: Flows::resolve(&workloads, &index),
        pools: Pools::resolve(&workloads),
        store_users: StoreUsers::resolve(&workloads),
        acme_accounts: acme_accounts(platform, &hosts),
        workloads,
        index,
        by_name,
        stores,
        hosts,
        edges,
        secret_sources,
        secrets,
        contributions: Contributions::default(),
        scalers: Scalers::default(),
    }
}

fn acme_accounts(platform: &Platform, hosts: &Hosts<'_>) -> BTreeMap<String, Place> {
    let mut accounts = BTreeMap::new();
    for binding in hosts.on_edges() {
        let tls = binding.edge.and_then(|edge| hosts::tls(&platform.edges[edge], binding.host));
        if let Some((TlsSource::LetsEncrypt(email), at)) = tls.map(|tls| (&tls.source, tls.at)) {
            accounts.entry(email.clone()).or_insert(at);
        }
    }
    accounts
}

fn account_writers<'a>(workloads: &[Workload<'a>]) -> BTreeMap<String, &'a str> {
    let mut writers = BTreeMap::new();
    for workload in workloads {
        let first = writers.entry(workload.account().to_owned()).or_insert(workload.name());
        *first = workload.name().min(first);
    }
    writers
}

impl<'a> Resolved<'a> {
    /// The workloads of `namespace`, which is one of `self.namespaces`.
    pub(crate) fn workloads_of(&self, namespace: &Namespace<'a>) -> &[Workload<'a>] {
        &self.workloads[namespace.workloads.clone()]
    }
    /// The first namespace with this name.
    pub(crate) fn namespace(&self, name: &str) -> Option<&'a NamespaceDecl> {
        self.by_name.get(name).copied()
    }
    /// The workload with this namespace and name.
    pub(crate) fn workload(&self, namespace: &str, name: &str) -> Option<&Workload<'a>> {
        self.index.find(namespace, name).map(|at| &self.workloads[at])
    }
    /// The workload and the port that `call` of `from` refers to.
    pub(crate) fn callee(&self, from: &Workload<'_>, call: &Call) -> Option<(&Workload<'a>, Port)> {
        self.index.callee(&self.workloads, from, call)
    }
    /// The hosts that have an edge, with their routes, by name and namespace.
    pub(crate) fn virtual_hosts(&self) -> Vec<VirtualHost<'_>> {
        let hosts = self.hosts.on_edges();
        hosts.filter_map(|binding| VirtualHost::new(self.platform, &self.workloads, binding)).collect()
    }
    /// The required Secrets, by source: created by hand, or read from a store.
    pub(crate) fn secrets_by_source(&self) -> Secrets {
        secret_sources::by_source(&self.secret_sources, &self.secrets)
    }
    /// The ports of the pods of `workload` that each edge may reach.
    pub(crate) fn ingress_ports(&self, workload: &Workload<'a>) -> Vec<(&'a Edge, Vec<u16>)> {
        self.edges.ingress_ports(&self.hosts, workload)
    }
    /// The edges whose challenges the solver pods of cert-manager serve in the namespace with this name.
    pub(crate) fn acme_http01_edges(&self, namespace: &str) -> impl Iterator<Item = &'a Edge> {
        let edges = &self.platform.edges;
        self.edges.acme_http01(namespace).map(move |at| &edges[at])
    }
}
