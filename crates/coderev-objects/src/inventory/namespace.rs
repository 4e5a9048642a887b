//! The limits and quotas of a namespace.
use super::{Entry, Inventory};
use crate::Typed;
use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, LimitRangeSpec, ResourceQuota, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// The limits and quotas of a namespace.
#[derive(Debug)]
pub struct NamespaceView<'a> {
    limits: Limits<'a>,
    quotas: Quotas<'a>,
}

impl<'a> NamespaceView<'a> {
    pub(super) fn new(inventory: &'a Inventory, name: &str) -> Self {
        let ranges = inventory.in_namespace::<LimitRange>(name);
        let quotas = inventory.in_namespace::<ResourceQuota>(name);
        Self {
            limits: Limits(ranges.filter_map(|(entry, it)| Some((entry, Option::from(&it.spec)?))).collect()),
            quotas: Quotas(quotas.filter_map(|(entry, it)| Some((entry, Option::from(&it.spec)?))).collect()),
        }
    }
    /// Its limit ranges.
    #[must_use]
    pub const fn limit_ranges(&self) -> &Limits<'a> {
        &self.limits
    }
    /// Its quotas.
    #[must_use]
    pub const fn quotas(&self) -> &Quotas<'a> {
        &self.quotas
    }
}

impl Inventory {
    /// The objects of the kind `K` in a namespace.
    fn in_namespace<K: Typed + 'static>(&self, namespace: &str) -> impl Iterator<Item = (Entry<'_>, &K)> {
        let key = |at: &u32| {
            let object = self.document(*at).object();
            (object.order().0, object.namespace())
        };
        let start = self.by_name.partition_point(|at| key(at) < (K::ORDER, namespace));
        let end = self.by_name.partition_point(|at| key(at) <= (K::ORDER, namespace));
        self.by_name[start..end]
            .iter()
            .filter_map(|&at| Some((self.entry(at), K::from_object(self.document(at).object())?)))
    }
}

/// The limit ranges of a namespace, with the defaults of Kubernetes.
#[derive(Debug)]
pub struct Limits<'a>(Vec<(Entry<'a>, &'a LimitRangeSpec)>);

impl<'a> Limits<'a> {
    /// The limit ranges.
    pub fn iter(&self) -> impl Iterator<Item = (Entry<'a>, &'a LimitRangeSpec)> {
        self.0.iter().copied()
    }
    /// The request of a container that sets neither a request nor a limit for a resource.
    #[must_use]
    pub fn default_request(&self, resource: &str) -> Option<&'a Quantity> {
        self.containers().find_map(|it| {
            amount_of(it.default_request.as_ref(), resource)
                .or_else(|| limit(it, resource))
                .or_else(|| amount_of(it.min.as_ref(), resource))
        })
    }
    /// The limit of a container that sets no limit.
    #[must_use]
    pub fn default_limit(&self, resource: &str) -> Option<&'a Quantity> {
        self.containers().find_map(|it| limit(it, resource))
    }
    fn containers(&self) -> impl Iterator<Item = &'a LimitRangeItem> {
        self.0.iter().flat_map(|(_, range)| &range.limits).filter(|it| it.type_ == "Container")
    }
}

fn amount_of<'a>(amounts: Option<&'a BTreeMap<String, Quantity>>, resource: &str) -> Option<&'a Quantity> {
    amounts?.get(resource)
}
/// `default`, or `max` where `default` is not set.
fn limit<'a>(item: &'a LimitRangeItem, resource: &str) -> Option<&'a Quantity> {
    amount_of(item.default.as_ref(), resource).or_else(|| amount_of(item.max.as_ref(), resource))
}

/// The quotas of a namespace.
#[derive(Debug)]
pub struct Quotas<'a>(Vec<(Entry<'a>, &'a ResourceQuotaSpec)>);

impl<'a> Quotas<'a> {
    /// The quotas.
    pub fn iter(&self) -> impl Iterator<Item = (Entry<'a>, &'a ResourceQuotaSpec)> {
        self.0.iter().copied()
    }
    /// The resources for which every container must set a limit, sorted: `cpu` for `limits.cpu`.
    #[must_use]
    pub fn limited_resources(&self) -> Vec<&'a str> {
        let names = self.0.iter().flat_map(|(_, quota)| quota.hard.iter().flatten());
        let limited: BTreeSet<&str> = names.filter_map(|(name, _)| name.strip_prefix("limits.")).collect();
        limited.into_iter().collect()
    }
}
