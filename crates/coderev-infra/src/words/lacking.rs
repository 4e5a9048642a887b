//! Words that a kind of workload lacks, for what rustc says: it would say "no method named `replicas`", and not which word is meant.
use crate::words::*;

/// Has replicas that somebody counts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no replicas",
    label = "it has no number of pods to say",
    note = "how many pods of a job work at a time is `.parallelism(n)`, and how many have to succeed `.completions(n)`",
    note = "a `DaemonSet` has one pod on each node that `.nodes(..)` leaves"
)]
pub trait Replicated<T> {}
/// Is replaced as Deployments are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `.strategy(..)`",
    label = "a `Strategy` is of a `Service` or a `Worker`",
    note = "a `StatefulSet` takes a new version one pod after the other, or by `.max_unavailable(share)`, `.partition(n)` or `.on_delete()`",
    note = "a `DaemonSet` takes it by `.max_unavailable(share)` or `.on_delete()`"
)]
pub trait Rolled<T> {}

macro_rules! lacks {
    ($name:ident, $bound:ident: $($word:ident($ty:ty)),*) => {
        impl<T: Tier> $name<T> {
            $(
                /// Not a word: it exists for what rustc says, and nothing satisfies the bound.
                #[doc(hidden)]
                #[allow(clippy::needless_pass_by_value, reason = "it takes what the word of other kinds takes")]
                pub fn $word(self, said: $ty) -> Self
                where
                    Self: $bound<T>,
                {
                    let _ = said;
                    self
                }
            )*
        }
    };
}
lacks!(Worker, Addressable: port(Port), route(Route), load_balancer(LoadBalancer));
lacks!(Job, Addressable: port(Port), route(Route));
lacks!(CronJob, Addressable: port(Port), route(Route));
lacks!(DaemonSet, Addressable: port(Port), route(Route), load_balancer(LoadBalancer));
lacks!(Job, Replicated: replicas(u32), autoscale(Autoscale));
lacks!(CronJob, Replicated: replicas(u32), autoscale(Autoscale));
lacks!(DaemonSet, Replicated: replicas(u32), autoscale(Autoscale));
lacks!(StatefulSet, Rolled: strategy(Strategy));
lacks!(DaemonSet, Rolled: strategy(Strategy));
