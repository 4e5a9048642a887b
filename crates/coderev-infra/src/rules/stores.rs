//! What is wrong with the stores that a workload uses.
use super::calls::{EXTERNAL_WITHOUT_ADDRESS, only_addresses_open};
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use crate::words::*;

/// The rules here.
pub(super) const RULES: &[&str] = &[MISSING_PROVIDER, NO_READERS, CONNECTIONS_EXHAUSTED, STORE_OF_OTHERS];

/// What it does: finds stores that are used and signals that are followed, and nothing on the platform that runs them.
///
/// Why it is bad: the name does not resolve: the program does not start, or never scales.
///
/// Instead of `.uses(&POSTGRES)` alone say `.namespace(infrastructure())` of the platform too; of a store of your own, `ORDERS`, say
/// `.store(ExternalStore::new(&ORDERS, RDS))` of a namespace, or `.provides(&ORDERS)` of a StatefulSet.
pub(super) const MISSING_PROVIDER: &str = "missing-provider";

/// What it does: finds workloads that only read a store which knows no users that can only read.
///
/// Why it is bad: the tier promises that it cannot write, and this store cannot hold it to that.
///
/// Instead of `.reads(&NEO4J)` say `.reads(&POSTGRES)`, or `.uses(&NEO4J)` in a tier that may write.
pub(super) const NO_READERS: &str = "no-readers";

/// What it does: finds databases with fewer connections for a tier than the tier has pods at its largest.
///
/// Why it is bad: under load new pods get no connection, and fail when they are needed most.
///
/// Instead of `Autoscale::new(3..=200)` say `Autoscale::new(3..=20)`, or give the tier more by `TierSpec::database_connections`.
pub(super) const CONNECTIONS_EXHAUSTED: &str = "connections-exhausted";

/// What it does: finds workloads that use a store which is another namespace's alone.
///
/// Why it is bad: the way there would be open, and somebody is told to make credentials for it.
///
/// Instead of `.uses(&GLOBEX)` in the namespace `acme` use its own, or say `ExternalStore::new(&GLOBEX, ..).used_by("acme")`.
pub(super) const STORE_OF_OTHERS: &str = "store-of-others";

pub(super) fn used(resolved: &Resolved<'_>, workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for store in &workload.stores {
        let (used, location) = (&store.used, store.location);
        let name = &used.store.name;
        if location.is_none() {
            findings.push(
                Finding::error(MISSING_PROVIDER, &subject, Some(used.at))
                    .message(format!(
                        "`{}` uses the store `{name}`, and nothing on the platform runs it",
                        workload.name()
                    ))
                    .help(way_to_provide(&used.store)),
            );
        }
        let outside = location.and_then(|location| location.outside());
        if outside.is_some_and(|external| external.blocks().is_empty()) && only_addresses_open(workload) {
            findings.push(
                Finding::error(EXTERNAL_WITHOUT_ADDRESS, &subject, Some(used.at))
                    .message(format!(
                        "the store `{name}` is outside of the cluster, and a network policy knows addresses only"
                    ))
                    .help("say where it is, on its `External`: `.cidrs(&[\"10.20.0.0/24\"])`, or what enforces names here: `Cluster::egress_by_name`"),
            );
        }
        let owners = location.and_then(|location| location.external);
        if let Some(store) =
            owners.filter(|it| !it.used_by.is_empty() && !it.used_by.contains(&workload.namespace.name))
        {
            findings.push(
                Finding::error(STORE_OF_OTHERS, &subject, Some(used.at))
                    .message(format!(
                        "`{}` uses the store `{name}`, which is for `{}` alone",
                        workload.name(),
                        store.used_by.join("`, `")
                    ))
                    .help(format!(
                        "use a store of its own, or let it in where the store is: `.used_by({:?})`",
                        workload.namespace.name
                    )),
            );
        }
        if used.access == Access::Read && used.store.wire == Wire::Neo4j {
            findings.push(
                Finding::error(NO_READERS, &subject, Some(used.at))
                    .message(format!("`{name}` has no users that can only read: Neo4j Community knows no roles"))
                    .help("use PostgreSQL for what is read here, or `.uses(..)` in a tier that may write"),
            );
        }
        if used.store.wire == Wire::Postgres
            && used.access == Access::Write
            && resolved.pools.size(workload, &used.store) == 0
        {
            findings.push(
                Finding::error(CONNECTIONS_EXHAUSTED, &subject, Some(used.at))
                    .message(format!("`{name}` has fewer connections for the tier `{}` than the tier has pods at its largest", workload.spec().name))
                    .help("scale less far, give the tier more by `TierSpec::database_connections`, or put a pooler in front"),
            );
        }
    }
}

/// The six of the guide have a namespace that is written; who runs another, the user knows.
pub(super) fn way_to_provide(store: &StoreHandle) -> String {
    let guide = [
        &POSTGRES.handle.name,
        &REDIS.handle.name,
        &NEO4J.handle.name,
        &MINIO.handle.name,
        &KAFKA.handle.name,
        &OPA.handle.name,
    ];
    if guide.contains(&&store.name) {
        "add the namespace that does: `.namespace(infrastructure())`".into()
    } else {
        let handle = store.name.to_uppercase().replace('-', "_");
        format!(
            "say who does: `.store(ExternalStore::new(&{handle}, ..))` of a namespace, or `.provides(&{handle})` of a StatefulSet"
        )
    }
}
