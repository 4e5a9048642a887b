//! The needs of each namespace, by workload or object.
use super::amounts;
use crate::rules::amounts::{Amounts, Named, QuotaName, of_pod};
use coderev_objects::quantity::{self, Amount};
use coderev_objects::{Entry, Inventory, Object, Scale, Workload};
use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;
use std::collections::BTreeMap;

/// The need of the pods of a workload, or of one object.
#[derive(Debug)]
pub(super) struct Need<'a> {
    pub(super) name: &'a str,
    pub(super) count: i64,
    pub(super) each: Amount,
}
impl Need<'_> {
    pub(super) fn total(&self) -> Amount {
        self.each * self.count
    }
}

/// All needs, by namespace and by their name in a quota.
#[derive(Default)]
pub(super) struct Needs<'a>(BTreeMap<&'a str, BTreeMap<QuotaName, Vec<Need<'a>>>>);
impl<'a> Needs<'a> {
    /// The needs of all objects, while each workload has this number of pods of its scale.
    pub(super) fn of_all(inventory: &'a Inventory, pods: fn(Scale) -> i32) -> Self {
        let mut needs = Self::default();
        inventory.workloads().for_each(|workload| needs.add_pods(inventory, workload, pods(workload.scale())));
        inventory.entries().for_each(|entry| needs.add_object(entry));
        needs
    }
    /// Adds `pods` pods of a workload.
    pub(super) fn add_pods(&mut self, inventory: &Inventory, workload: Workload<'a>, pods: i32) {
        let (pod, count) = (workload.pod(), i64::from(pods.max(0)));
        let namespace = inventory.namespace(workload.namespace());
        let class = pod.runtime_class_name.as_deref();
        let class = class.and_then(|name| inventory.find("node.k8s.io/v1", "RuntimeClass", "", name));
        let each = of_pod(pod, namespace.limit_ranges(), class.map(Entry::object))
            .into_iter()
            .chain(amounts::of_claims_of_pod(workload.object(), pod));
        self.add(workload.entry(), count, each.chain([("pods".into(), Amount::from(1))]));
    }
    /// Adds a Service or a volume claim. Other objects need nothing.
    pub(super) fn add_object(&mut self, entry: Entry<'a>) {
        match entry.object() {
            Object::Service(service) => self.add(entry, 1, amounts::of_service(service)),
            Object::PersistentVolumeClaim(claim) => {
                let spec: Option<&PersistentVolumeClaimSpec> = (&claim.spec).into();
                self.add(entry, 1, spec.into_iter().flat_map(amounts::of_claim));
            }
            _ => {}
        }
    }
    fn add(&mut self, entry: Entry<'a>, count: i64, amounts: impl IntoIterator<Item = Named>) {
        // Two volume claims of each pod are one need.
        let mut sums = Amounts::default();
        for (quota, amount) in amounts {
            *sums.amount(quota) += amount;
        }
        let namespace = self.0.entry(entry.namespace()).or_default();
        for (quota, each) in sums {
            namespace.entry(quota).or_default().push(Need { name: entry.name(), count, each });
        }
    }
    pub(super) fn in_namespace(&self, namespace: &str, quota: &str) -> &[Need<'a>] {
        self.0.get(namespace).and_then(|needs| needs.get(quota)).map_or(&[], Vec::as_slice)
    }
}

/// The sum of the needs.
pub(super) fn total(needs: &[Need<'_>]) -> Amount {
    needs.iter().map(Need::total).sum()
}
/// The three largest: "`api`: 5 × 1, `web`: 5 × 500m, `db`: 3 × 250m and 2 more".
pub(super) fn largest(quota: &str, needs: &[Need<'_>]) -> String {
    let mut needs: Vec<_> = needs.iter().filter(|need| need.total() > Amount::ZERO).collect();
    needs.sort_by(|a, b| b.total().cmp(&a.total()).then(a.name.cmp(b.name)));
    let shown: Vec<_> = needs.iter().take(3).map(|need| shown(quota, need)).collect();
    let more = needs.len() - shown.len();
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{end}", shown.join(", "))
}
fn shown(quota: &str, need: &Need<'_>) -> String {
    let Need { name, count, each } = need;
    if quota == "pods" || quota == "count/pods" {
        format!("`{name}`: {count}")
    } else if *count == 1 {
        format!("`{name}`: {}", amount(quota, *each))
    } else {
        format!("`{name}`: {count} × {}", amount(quota, *each))
    }
}
/// In the usual unit: `500m`, `2`, `1.5Gi`.
pub(in crate::rules) fn amount(quota: &str, amount: Amount) -> String {
    match quota {
        _ if quota.ends_with("memory") || quota.ends_with("storage") => quantity::bytes(amount),
        _ if quota.ends_with("cpu") && !amount.is_whole() => format!("{}m", amount * 1000),
        _ => format!("{amount}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Need, largest, quantity};

    fn listed(quota: &str, needs: &[(&'static str, i64, &str)]) -> String {
        largest(
            quota,
            &needs
                .iter()
                .map(|&(name, count, each)| Need { name, count, each: quantity::parse(each).expect("a quantity") })
                .collect::<Vec<_>>(),
        )
    }
    #[test]
    fn the_largest_needs_come_first() {
        let all = [("web", 5, "0.5"), ("db", 3, "0.25"), ("api", 5, "1"), ("cache", 1, "0.1"), ("none", 2, "0")];
        assert_eq!(listed("requests.cpu", &all), "`api`: 5 × 1, `web`: 5 × 500m, `db`: 3 × 250m and 1 more");
        assert_eq!(listed("requests.cpu", &all[..2]), "`web`: 5 × 500m, `db`: 3 × 250m");
    }
    #[test]
    fn amounts_have_the_usual_unit() {
        assert_eq!(listed("limits.memory", &[("web", 4, "536870912")]), "`web`: 4 × 512Mi");
        assert_eq!(listed("pods", &[("web", 4, "1")]), "`web`: 4");
        assert_eq!(listed("requests.nvidia.com/gpu", &[("train", 2, "4")]), "`train`: 2 × 4");
        assert_eq!(listed("services", &[("web", 1, "1")]), "`web`: 1");
    }
}
