//! The ports that KEDA's operator connects to, to read the signals of autoscalers.
use crate::model::{Place, Port};
use crate::resolve::workload::Workload;
use std::collections::BTreeMap;

/// The ports that KEDA's operator connects to, by the id of the workload.
#[derive(Default)]
pub(crate) struct Scalers(pub(super) BTreeMap<usize, Vec<Scaler>>);

/// A port that KEDA's operator connects to.
pub(crate) struct Scaler {
    pub(crate) port: Port,
    /// The line of the autoscaler.
    pub(crate) at: Place,
}

impl Scalers {
    /// The ports of `workload` that KEDA's operator connects to.
    pub(crate) fn to(&self, workload: &Workload<'_>) -> &[Scaler] {
        self.0.get(&workload.id).map_or(&[], Vec::as_slice)
    }
    /// All ports that KEDA's operator connects to, each with the position of its workload.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &Scaler)> {
        self.0.iter().flat_map(|(id, scalers)| scalers.iter().map(|scaler| (*id, scaler)))
    }
}
