//! `ResourceQuota`: the numbers of the tier, and numbers computed from its workloads and objects.
mod computed;
pub(super) mod counts;
mod overhead;

pub(super) use computed::lower;
