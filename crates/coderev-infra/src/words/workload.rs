//! What was said of a workload, whatever its kind, without its tier.
use crate::words::*;
use std::time::Duration;

/// What was said of a workload, without its tier.
#[derive(Clone, Debug)]
pub(crate) struct WorkloadWords {
    pub(crate) form: Form,
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) origin: Place,
    pub(crate) words: PodWords,
    pub(crate) ports: Vec<Said<Port>>,
    /// Ports that its own pods open to one another.
    pub(crate) peers: Vec<Said<Port>>,
    /// Whether they open all ports to one another.
    pub(crate) peers_on_any_port: bool,
    pub(crate) load_balancers: Vec<Said<LoadBalancer>>,
    pub(crate) routes: Vec<Route>,
    pub(crate) autoscale: Option<Autoscale>,
    pub(crate) without_defaults: bool,
    pub(crate) replicas: Option<Said<u32>>,
    pub(crate) strategy: Option<Said<Strategy>>,
    pub(crate) disruption_budget: Option<Said<DisruptionBudget>>,
    pub(crate) selector: Vec<(String, String)>,
}
impl WorkloadWords {
    pub(crate) fn new(form: Form, name: String, image: String, origin: Place) -> Self {
        Self {
            form,
            name,
            image,
            origin,
            words: PodWords::default(),
            ports: Vec::new(),
            peers: Vec::new(),
            peers_on_any_port: false,
            load_balancers: Vec::new(),
            routes: Vec::new(),
            autoscale: None,
            without_defaults: false,
            replicas: None,
            strategy: None,
            disruption_budget: None,
            selector: Vec::new(),
        }
    }
}

/// What kind of workload it is, with the words that only this kind has.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Service,
    Worker,
    Job(JobWords),
    CronJob(JobWords, CronWords),
    StatefulSet(SetWords),
    DaemonSet(DaemonWords),
}
/// What jobs say, once or at times.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobWords {
    pub(crate) run: Option<String>,
    pub(crate) backoff_limit: Option<u32>,
    pub(crate) backoff_limit_per_index: Option<u32>,
    pub(crate) active_deadline: Option<Duration>,
    pub(crate) ttl_after_finished: Option<Duration>,
    pub(crate) keeps: bool,
    pub(crate) suspended: bool,
    /// Exit codes that no second try would change.
    pub(crate) fatal: Vec<i32>,
    pub(crate) ignores_disruptions: bool,
    pub(crate) parallelism: Option<u32>,
    pub(crate) completions: Option<u32>,
    /// Names of workloads that wait for it, and where that is said.
    pub(crate) before: Vec<Said<(String, Place)>>,
}
/// What only a CronJob says.
#[derive(Clone, Debug)]
pub(crate) struct CronWords {
    pub(crate) schedule: Schedule,
    pub(crate) time_zone: Option<String>,
    pub(crate) concurrency: Option<Concurrency>,
    pub(crate) starting_deadline: Option<Duration>,
}
/// What only a StatefulSet says.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetWords {
    pub(crate) claims: Vec<(PersistentVolumeClaim, String)>,
    pub(crate) parallel: bool,
    pub(crate) on_delete: bool,
    pub(crate) partition: Option<u32>,
    pub(crate) max_unavailable: Option<Share>,
    pub(crate) when_deleted: Option<ClaimRetention>,
    pub(crate) when_scaled: Option<ClaimRetention>,
    pub(crate) provides: Vec<Said<StoreHandle>>,
}

/// What only a DaemonSet says.
#[derive(Clone, Debug, Default)]
pub(crate) struct DaemonWords {
    pub(crate) on_delete: bool,
    pub(crate) max_unavailable: Option<Share>,
}

/// Declares a workload that holds its words as they are; `$form` is what it starts from.
macro_rules! workload {
    ($(#[$doc:meta])* $name:ident, $lost:literal, ($($arg:ident: $ty:ty),*) $form:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[must_use = $lost]
        pub struct $name<T> {
            pub(crate) said: crate::words::WorkloadWords,
            tier: std::marker::PhantomData<fn() -> T>,
        }
        impl<T: crate::words::Tier> $name<T> {
            /// `metadata.name`, which is also the container's, and its `image`.
            #[track_caller]
            pub fn new(name: impl Into<String>, image: impl Into<String> $(, $arg: $ty)*) -> Self {
                let (name, image, origin) = (name.into(), image.into(), std::panic::Location::caller());
                Self { said: crate::words::WorkloadWords::new($form, name, image, origin), tier: std::marker::PhantomData }
            }
            const fn words(&mut self) -> &mut crate::words::PodWords {
                &mut self.said.words
            }
            const fn container(&mut self) -> &mut crate::words::ContainerWords {
                &mut self.said.words.container
            }
            pub(crate) fn erased(self) -> crate::words::WorkloadWords {
                crate::words::WorkloadWords { words: self.said.words.flat(), ..self.said }
            }
        }
        crate::words::pod::pod_words!($name);
        crate::words::say!(impl [T: crate::words::Tier] $name<T> {
            /// Does not take what `Namespace::defaults` says.
            without_defaults() |it| it.said.without_defaults = true;
        });
    };
}
pub(crate) use workload;
