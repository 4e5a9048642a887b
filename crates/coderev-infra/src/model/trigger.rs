//! KEDA triggers, and other signals of a ScaledObject.
use crate::model::{Place, SecretKey, Text, Topic, keyed};
use std::panic::Location;

/// A KEDA trigger of any type.
///
/// ```
/// use coderev_infra::Trigger;
/// use coderev_infra::prelude::*;
///
/// let queue = Trigger::new("rabbitmq")
///     .metadata("queueName", "jobs")
///     .metadata("mode", "QueueLength")
///     .metadata("value", "20")
///     .secret("host", Secret::new("rabbitmq").key("uri"));
/// let worker: Worker<Exp> = Worker::new("jobs", "ghcr.io/acme/jobs:1.0.0").autoscale(Autoscale::new(1..=2).trigger(queue));
/// # let _ = worker;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a trigger has no effect by itself: pass it to `.trigger(..)` of an Autoscale"]
pub struct Trigger {
    pub(crate) kind: String,
    pub(crate) metadata: Vec<(String, String)>,
    pub(crate) secrets: Vec<(String, SecretKey)>,
    pub(crate) at: Place,
}
impl Trigger {
    /// `triggers[].type` of a ScaledObject: `rabbitmq`, `aws-sqs-queue`, `cron`.
    #[track_caller]
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), metadata: Vec::new(), secrets: Vec::new(), at: Location::caller() }
    }
}
impl Trigger {
    /// `triggers[].metadata`: adds a parameter. Its value is always text.
    #[doc(alias = "triggers.metadata")]
    #[track_caller]
    pub fn metadata(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.metadata, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `secretTargetRef` of a TriggerAuthentication: sets a parameter of the trigger from a key of a Secret.
    #[doc(alias = "secretTargetRef")]
    #[track_caller]
    pub fn secret(mut self, parameter: impl Text, key: SecretKey) -> Self {
        self.secrets.push((parameter.into(), key));
        self
    }
}

/// A signal by which a ScaledObject scales.
#[derive(Clone, Debug)]
pub(crate) enum Signal {
    KafkaLag { topic: Topic, group: String, messages: u32, at: Place },
    Prometheus { query: String, value: u32, at: Place },
    Other(Trigger),
}
