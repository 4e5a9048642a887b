//! Network policies: the policies of a whole namespace, and one for each workload.
mod causes;
pub(super) mod namespace;
mod peers;
pub(super) mod workload;
