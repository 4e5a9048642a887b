//! Label selectors, and the pods that they select.
use super::{Inventory, Workload};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use std::collections::BTreeMap;

/// The labels of all pods, as an index: the pods with a label are found without a scan of all pods.
#[derive(Debug)]
pub(super) struct Pods {
    /// A hash of namespace, key and value, with the workload; sorted. Workloads with the same hash are compared by
    /// their labels.
    by_label: Vec<(u64, u32)>,
    /// For each value of the first bits, the start of its hashes in `by_label`.
    starts: Vec<u32>,
    /// The number of first bits that index `starts`.
    bits: u32,
    /// Workloads by namespace, then by index.
    by_namespace: Vec<u32>,
}

impl Pods {
    pub(super) fn new(inventory: &Inventory) -> Self {
        let mut by_label = Vec::new();
        for workload in inventory.workloads() {
            let labels = workload.template().labels();
            by_label
                .extend(labels.map(|(key, value)| (hash([workload.namespace(), key, value]), workload.entry().at())));
        }
        by_label.sort_unstable();
        let bits = by_label.len().next_power_of_two().ilog2().max(1);
        let mut starts = vec![0; (1 << bits) + 1];
        for (hash, _) in &by_label {
            starts[first_bits(*hash, bits) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut by_namespace = inventory.workloads.clone();
        by_namespace.sort_by(|a, b| {
            inventory.document(*a).object().namespace().cmp(inventory.document(*b).object().namespace())
        });
        Self { by_label, starts, bits, by_namespace }
    }
    fn with_label(&self, namespace: &str, key: &str, value: &str) -> &[(u64, u32)] {
        let hash = hash([namespace, key, value]);
        let bucket = first_bits(hash, self.bits);
        let bucket = &self.by_label[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
        let start = bucket.iter().take_while(|(other, _)| *other < hash).count();
        let count = bucket[start..].iter().take_while(|(other, _)| *other == hash).count();
        &bucket[start..start + count]
    }
    fn in_namespace<'a>(&'a self, inventory: &Inventory, namespace: &str) -> &'a [u32] {
        let of = |at: &u32| inventory.document(*at).object().namespace();
        let start = self.by_namespace.partition_point(|at| of(at) < namespace);
        let end = self.by_namespace.partition_point(|at| of(at) <= namespace);
        &self.by_namespace[start..end]
    }
}

/// FNV-1a of the texts and their ends, mixed so that the first bits depend on all bits.
fn hash(texts: [&str; 3]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        for byte in text.as_bytes() {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash = (hash ^ 0xff).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
#[allow(clippy::cast_possible_truncation, reason = "the number has as many bits as the table has places")]
fn first_bits(hash: u64, bits: u32) -> usize {
    (hash >> (u64::BITS - bits)) as usize
}

/// A requirement of a selector.
enum Asked<'a> {
    Pair(&'a str, &'a str),
    In(&'a str, &'a [String]),
    NotIn(&'a str, &'a [String]),
    Exists(&'a str),
    Absent(&'a str),
    /// A selector with an unknown operator selects nothing.
    Nothing,
}

impl Asked<'_> {
    fn holds(&self, workload: Workload<'_>) -> bool {
        let value = |key: &str| workload.template().metadata()?.labels.as_ref()?.get(key);
        match self {
            Self::Pair(key, wanted) => value(key).is_some_and(|it| it == wanted),
            Self::In(key, wanted) => value(key).is_some_and(|it| wanted.contains(it)),
            Self::NotIn(key, wanted) => value(key).is_none_or(|it| !wanted.contains(it)),
            Self::Exists(key) => value(key).is_some(),
            Self::Absent(key) => value(key).is_none(),
            Self::Nothing => false,
        }
    }
}

fn asked(selector: &LabelSelector) -> Vec<Asked<'_>> {
    let pairs = selector.match_labels.iter().flatten().map(|(key, value)| Asked::Pair(key, value));
    let expressions = selector.match_expressions.iter().flatten().map(|it| {
        let (key, values) = (&*it.key, it.values.as_deref().unwrap_or_default());
        match &*it.operator {
            "In" if values.len() == 1 => Asked::Pair(key, &values[0]),
            "In" => Asked::In(key, values),
            "NotIn" => Asked::NotIn(key, values),
            "Exists" => Asked::Exists(key),
            "DoesNotExist" => Asked::Absent(key),
            _ => Asked::Nothing,
        }
    });
    pairs.chain(expressions).collect()
}

impl Inventory {
    /// The workloads of a namespace with pods that a label selector selects. An empty selector selects all pods.
    pub fn selected_by<'a>(
        &'a self,
        selector: &LabelSelector,
        namespace: &str,
    ) -> impl Iterator<Item = Workload<'a>> + use<'a> {
        self.selected(&asked(selector), namespace).into_iter()
    }
    /// The workloads of a namespace with pods that have all of these labels. No labels select no pods, as in a
    /// Service.
    pub(super) fn selected_by_labels(&self, labels: &BTreeMap<String, String>, namespace: &str) -> Vec<Workload<'_>> {
        if labels.is_empty() {
            return Vec::new();
        }
        let asked: Vec<_> = labels.iter().map(|(key, value)| Asked::Pair(key, value)).collect();
        self.selected(&asked, namespace)
    }

    fn selected(&self, asked: &[Asked<'_>], namespace: &str) -> Vec<Workload<'_>> {
        let pods = self.pods.get_or_init(|| Pods::new(self));
        // The rarest label leaves the fewest workloads to compare.
        let rarest = asked.iter().filter_map(|it| match it {
            Asked::Pair(key, value) => Some(pods.with_label(namespace, key, value)),
            _ => None,
        });
        match rarest.min_by_key(|found| found.len()) {
            Some(found) => self.holding(asked, namespace, found.iter().map(|(_, at)| *at)),
            None => self.holding(asked, namespace, pods.in_namespace(self, namespace).iter().copied()),
        }
    }
    /// The `candidates` that are in the namespace and have all requested labels.
    fn holding(
        &self,
        asked: &[Asked<'_>],
        namespace: &str,
        candidates: impl Iterator<Item = u32>,
    ) -> Vec<Workload<'_>> {
        let workloads = candidates.filter_map(|at| self.entry(at).as_workload());
        workloads.filter(|it| it.namespace() == namespace && asked.iter().all(|asked| asked.holds(*it))).collect()
    }
}
