use crate::model::{Kafka, Store, Text};
use std::borrow::Cow;

/// A Kafka topic, with the store that has it: `const EVENTS: Topic = KAFKA.topic("events");`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const EVENTS: Topic = KAFKA.topic("events");
/// let tenant = EVENTS.name(format!("events-{}", "acme"));
/// let scale = Autoscale::new(3..=9).kafka_lag(tenant, "ingest", 500);
/// # let _ = scale;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a Topic has no effect by itself: pass it to `.kafka_lag(..)` of an Autoscale"]
pub struct Topic {
    pub(crate) store: Store<Kafka>,
    pub(crate) topic: Cow<'static, str>,
}
impl Topic {
    /// The same topic with a computed name.
    pub fn name(self, name: impl Text) -> Self {
        Self { topic: Cow::Owned(name.into()), ..self }
    }
}
impl Store<Kafka> {
    /// `triggers[].metadata` of a ScaledObject: a topic of this store, by name.
    #[doc(alias = "triggers.metadata")]
    pub const fn topic(self, name: &'static str) -> Topic {
        Topic { store: self, topic: Cow::Borrowed(name) }
    }
}
