//! The workloads of the platform from which KEDA's operator reads the signals of autoscalers.
use crate::model::{Autoscale, Place, Port, Signal, StoreHandle};
use crate::resolve::Resolved;
use crate::resolve::scalers::{Scaler, Scalers};
use crate::resolve::workload::Workload;
use std::collections::BTreeMap;

/// The contributions of addons must be resolved, since an addon knows the address of Prometheus.
pub(crate) fn resolve(resolved: &Resolved<'_>) -> Scalers {
    let mut all = BTreeMap::<usize, Vec<Scaler>>::new();
    for workload in &resolved.workloads {
        let Some(scale) = workload.declared.autoscale.as_ref().filter(|scale| !scale.signals.is_empty()) else {
            continue;
        };
        for (target, port, at) in targets(resolved, workload, scale) {
            let known = all.entry(target).or_default();
            if !known.iter().any(|it| (it.port.number, it.port.protocol()) == (port.number, port.protocol())) {
                known.push(Scaler { port, at });
            }
        }
    }
    for scalers in all.values_mut() {
        scalers.sort_by_key(|it| (it.port.number, it.port.protocol()));
    }
    Scalers(all)
}

fn targets(resolved: &Resolved<'_>, from: &Workload<'_>, scale: &Autoscale) -> Vec<(usize, Port, Place)> {
    let prometheus = |at| {
        let url = resolved.contributions.prometheus.as_deref().unwrap_or_default();
        addresses(resolved, url).into_iter().map(move |(id, port)| (id, port, at)).collect::<Vec<_>>()
    };
    let mut targets = Vec::new();
    if scale.requests_per_second.is_some() {
        targets.extend(prometheus(scale.at));
    }
    for signal in &scale.signals {
        match signal {
            Signal::KafkaLag { topic, at, .. } => {
                targets.extend(store(resolved, &topic.store).map(|(id, port)| (id, port, *at)));
            }
            Signal::Prometheus { at, .. } => targets.extend(prometheus(*at)),
            Signal::Other(trigger) => {
                for (key, value) in &trigger.metadata {
                    let found = if key.ends_with("FromEnv") {
                        of_variable(resolved, from, value).into_iter().collect()
                    } else {
                        addresses(resolved, value)
                    };
                    targets.extend(found.into_iter().map(|(id, port)| (id, port, trigger.at)));
                }
            }
        }
    }
    targets
}
/// The workload of the platform that runs a store.
fn store(resolved: &Resolved<'_>, store: &StoreHandle) -> Option<(usize, Port)> {
    let location = resolved.stores.location(store)?;
    let set = resolved.workload(&location.home.name, location.set_name()?)?;
    Some((set.id, location.port(store)))
}
/// The workload that runs the store whose address this variable of `from` holds.
fn of_variable(resolved: &Resolved<'_>, from: &Workload<'_>, variable: &str) -> Option<(usize, Port)> {
    let used = from.stores.iter().find(|it| it.variables().iter().any(|(name, _)| *name == variable))?;
    store(resolved, &used.used.store)
}
/// The workloads and ports of the addresses in a text: `redis.data.svc.cluster.local:6379`.
fn addresses(resolved: &Resolved<'_>, text: &str) -> Vec<(usize, Port)> {
    let is_address = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let find = |address: &str| {
        let (host, port) = address.split_once(':').unwrap_or((address, ""));
        let (service, namespace) = service(host)?;
        let workload = resolved.workload(namespace, service)?;
        let number = port.parse::<u16>().ok();
        let is_named = |it: &&Port| number.is_some_and(|number| it.service == number || it.number == number);
        let port = workload.ports.iter().find(is_named).copied().or_else(|| workload.main_port())?;
        Some((workload.id, workload.entrance(port)))
    };
    text.split(|c| !is_address(c)).filter_map(|part| find(part.trim_matches([':', '.', '-']))).collect()
}
/// The Service and its namespace in a host name of the cluster. The first label may be the name of a pod.
fn service(host: &str) -> Option<(&str, &str)> {
    let host = host.split_once(".svc").map_or(host, |(host, _)| host);
    let mut labels = host.rsplit('.');
    let namespace = labels.next()?;
    Some((labels.next()?, namespace))
}
