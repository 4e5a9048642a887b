//! A stand-in for the inventory of `coderev-objects`, until it is there.
#![allow(missing_docs, reason = "it goes")]
use coderev_objects::crd::keda::ScaledObject;
use coderev_objects::{Object, Origin, PodTemplate, Typed};
use k8s_openapi::api::apps::v1::{DeploymentSpec, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::{LimitRange, LimitRangeSpec, PodSpec, ResourceQuota, ResourceQuotaSpec, Service, ServiceSpec};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

#[derive(Debug)]
pub struct Document {
    pub object: Object,
    pub subject: String,
    pub origin: Origin,
    pub positions: Vec<(String, Origin)>,
}
#[derive(Debug)]
pub struct Inventory(pub Vec<Document>);
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a>(&'a Document);
#[derive(Clone, Copy, Debug)]
pub struct Workload<'a> {
    all: &'a Inventory,
    entry: Entry<'a>,
    template: PodTemplate<'a>,
}
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub min: i32,
    pub max: i32,
    pub at_rollout: i32,
}
impl<'a> Entry<'a> {
    pub fn object(self) -> &'a Object {
        &self.0.object
    }
    pub fn subject(self) -> &'a str {
        &self.0.subject
    }
    pub fn kind(self) -> &'a str {
        self.0.object.kind()
    }
    pub fn api_version(self) -> &'a str {
        self.0.object.api_version()
    }
    pub fn name(self) -> &'a str {
        self.0.object.name()
    }
    pub fn namespace(self) -> &'a str {
        self.0.object.namespace()
    }
    pub fn origin(self) -> Origin {
        self.0.origin.clone()
    }
    pub fn origin_of(self, pointer: &str) -> Origin {
        let mut pointer = pointer;
        loop {
            if let Some((_, origin)) = self.0.positions.iter().find(|(at, _)| at == pointer) {
                return origin.clone();
            }
            match pointer.rsplit_once('/') {
                Some((parent, _)) if !parent.is_empty() => pointer = parent,
                _ => return self.origin(),
            }
        }
    }
}
impl<'a> Workload<'a> {
    pub fn entry(self) -> Entry<'a> {
        self.entry
    }
    pub fn template(self) -> PodTemplate<'a> {
        self.template
    }
    pub fn pod(self) -> &'a PodSpec {
        self.template.spec()
    }
    pub fn pod_pointer(self) -> String {
        format!("{}/spec", self.template.pointer())
    }
    pub fn object(self) -> &'a Object {
        self.entry.object()
    }
    pub fn subject(self) -> &'a str {
        self.entry.subject()
    }
    pub fn name(self) -> &'a str {
        self.entry.name()
    }
    pub fn namespace(self) -> &'a str {
        self.entry.namespace()
    }
    pub fn origin_of(self, pointer: &str) -> Origin {
        self.entry.origin_of(pointer)
    }
    fn autoscaled(self) -> Option<(i32, i32)> {
        let is = |namespace: &str, kind: &str, name: &str| {
            namespace == self.namespace() && kind == self.entry.kind() && name == self.name()
        };
        let hpa = self.all.of::<HorizontalPodAutoscaler>().find_map(|(entry, hpa)| {
            let spec = Option::<&HorizontalPodAutoscalerSpec>::from(&hpa.spec)?;
            let to = &spec.scale_target_ref;
            is(entry.namespace(), &to.kind, &to.name).then_some((spec.min_replicas.unwrap_or(1), spec.max_replicas))
        });
        hpa.or_else(|| {
            self.all.of::<ScaledObject>().find_map(|(entry, scaled)| {
                let to = &scaled.spec.scale_target_ref;
                is(entry.namespace(), "Deployment", &to.name)
                    .then_some((scaled.spec.min_replica_count, scaled.spec.max_replica_count))
            })
        })
    }
    pub fn scale(self) -> Scale {
        let job = |job: &JobSpec| {
            let parallel = job.parallelism.unwrap_or(1);
            job.completions.map_or(parallel, |completions| parallel.min(completions))
        };
        let mut surge = None;
        let stated = match self.object() {
            Object::Deployment(it) => {
                let spec = Option::<&DeploymentSpec>::from(&it.spec);
                surge = spec.and_then(|it| it.strategy.as_ref()?.rolling_update.as_ref()?.max_surge.clone());
                spec.and_then(|spec| spec.replicas)
            }
            Object::StatefulSet(it) => Option::<&StatefulSetSpec>::from(&it.spec).and_then(|spec| spec.replicas),
            Object::Job(it) => Option::<&JobSpec>::from(&it.spec).map(job),
            Object::CronJob(it) => {
                Option::<&CronJobSpec>::from(&it.spec).and_then(|spec| spec.job_template.spec.as_ref()).map(job)
            }
            _ => None,
        }
        .unwrap_or(1);
        let (min, max) = self.autoscaled().unwrap_or((stated, stated));
        let surge = match surge {
            Some(IntOrString::Int(n)) => n,
            Some(IntOrString::String(share)) => {
                (share.trim_end_matches('%').parse::<i32>().unwrap_or(25) * max + 99) / 100
            }
            None => 0,
        };
        Scale { min, max, at_rollout: max + surge }
    }
}
pub struct NamespaceView<'a>(Vec<&'a LimitRangeSpec>, Vec<&'a ResourceQuotaSpec>);
pub struct Limits<'a>(&'a [&'a LimitRangeSpec]);
pub struct Quotas<'a>(&'a [&'a ResourceQuotaSpec]);
impl NamespaceView<'_> {
    pub fn limit_ranges(&self) -> Limits<'_> {
        Limits(&self.0)
    }
    pub fn quotas(&self) -> Quotas<'_> {
        Quotas(&self.1)
    }
}
impl<'a> Limits<'a> {
    pub fn default_request(&self, resource: &str) -> Option<&'a Quantity> {
        let all = self.0.iter().flat_map(|it| &it.limits).filter(|it| it.type_ == "Container");
        all.filter_map(|it| it.default_request.as_ref()?.get(resource)).next()
    }
    pub fn default_limit(&self, resource: &str) -> Option<&'a Quantity> {
        let all = self.0.iter().flat_map(|it| &it.limits).filter(|it| it.type_ == "Container");
        all.filter_map(|it| it.default.as_ref().and_then(|it| it.get(resource)).or(it.max.as_ref()?.get(resource)))
            .next()
    }
}
impl<'a> Quotas<'a> {
    pub fn limited_resources(&self) -> Vec<&'a str> {
        let names = self.0.iter().flat_map(|it| it.hard.iter().flatten());
        let mut all: Vec<_> = names.filter_map(|(name, _)| name.strip_prefix("limits.")).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
impl Inventory {
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.0.iter().map(Entry)
    }
    pub fn of<K: Typed + 'static>(&self) -> impl Iterator<Item = (Entry<'_>, &K)> {
        self.0.iter().filter_map(|it| Some((Entry(it), it.object.as_kind::<K>()?)))
    }
    pub fn workloads(&self) -> impl Iterator<Item = Workload<'_>> {
        self.0
            .iter()
            .filter_map(move |it| Some(Workload { all: self, entry: Entry(it), template: it.object.template()? }))
    }
    pub fn namespace(&self, name: &str) -> NamespaceView<'_> {
        let ranges = self.of::<LimitRange>().filter(|it| it.0.namespace() == name);
        let quotas = self.of::<ResourceQuota>().filter(|it| it.0.namespace() == name);
        NamespaceView(
            ranges.filter_map(|(_, it)| Option::from(&it.spec)).collect(),
            quotas.filter_map(|(_, it)| Option::from(&it.spec)).collect(),
        )
    }
    pub fn workloads_of<'a>(&'a self, service: Entry<'a>) -> impl Iterator<Item = Workload<'a>> {
        let spec = service.object().as_kind::<Service>().and_then(|it| Option::<&ServiceSpec>::from(&it.spec));
        let selector = spec.and_then(|it| it.selector.as_ref()).filter(|it| !it.is_empty());
        self.workloads().filter(move |it| {
            it.namespace() == service.namespace()
                && selector.is_some_and(|selector| {
                    selector.iter().all(|(k, v)| it.template().labels().any(|(a, b)| a == k && b == v))
                })
        })
    }
    pub fn selected_by_budget<'a>(&'a self, budget: Entry<'a>) -> impl Iterator<Item = Workload<'a>> {
        let spec =
            budget.object().as_kind::<PodDisruptionBudget>().and_then(|it| Option::<&PodDisruptionBudgetSpec>::from(&it.spec));
        let selector = spec.and_then(|it| it.selector.as_ref()).and_then(|it| it.match_labels.as_ref());
        self.workloads().filter(move |it| {
            it.namespace() == budget.namespace()
                && selector.is_some_and(|selector| {
                    selector.iter().all(|(k, v)| it.template().labels().any(|(a, b)| a == k && b == v))
                })
        })
    }
}
