//! A Deployment without an address.
use crate::words::*;

crate::words::workload::workload!(
    /// A Deployment without an address: what takes its work from a queue, or from nobody.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let ingest: Worker<Exp> = Worker::new("ingest", "ghcr.io/acme/ingest:2.8.0")
    ///     .cpu(millis(500)..)
    ///     .memory(gibi(1))
    ///     .autoscale(Autoscale::new(1..=2))
    ///     .uses(&KAFKA);
    /// let encode: Worker<Exp> = Worker::new("encode", "ghcr.io/acme/encode:2.8.0")
    ///     .selector("app", "encode-v1")
    ///     .autoscale(
    ///         Autoscale::new(1..=2)
    ///             .requests_per_second(50)
    ///             .prometheus("sum(encode_queue_depth)", 100)
    ///             .activation_threshold(10)
    ///             .fallback(2)
    ///             .scale_up(pods(4).per(seconds(30)))
    ///             .scale_down(percent(10).per(minutes(1)))
    ///             .scale_up_stabilization_window(seconds(15))
    ///             .scale_down_stabilization_window(minutes(10)),
    ///     );
    /// # let _ = (ingest, encode);
    /// ```
    Worker, "a worker runs only where a namespace has it: `Namespace::worker(..)`", () WorkerForm = WorkerForm
);
impl<T: Tier> Worker<T> {
    /// `HorizontalPodAutoscaler`: lets the number of pods follow load.
    pub fn autoscale(mut self, autoscale: Autoscale) -> Self
    where
        T: Autoscales,
    {
        self.said.autoscale = Some(autoscale);
        self
    }
}
say!(impl [T: Tier] Worker<T> {
    /// `replicas`: the tier's default when none are said.
    replicas(n: u32) |it| it.said.replicas = Some(n.into());
    /// `strategy`: the tier's when none is said.
    strategy(strategy: Strategy) |it| it.said.strategy = Some(strategy.into());
    /// `PodDisruptionBudget`: the tier's when none is said.
    disruption_budget(budget: DisruptionBudget) |it| it.said.disruption_budget = Some(budget.into());
    /// `selector.matchLabels` of a Deployment that runs already: it cannot be changed there. The first one said replaces ours.
    selector(label: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.said.selector, (label.into(), value.into()), |a, b| a.0 == b.0);
});
