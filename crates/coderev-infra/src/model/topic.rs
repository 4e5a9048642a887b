use crate::model::{MessageQueue, Protocol, Store, StoreHandle, Text};
use std::borrow::Cow;

/// A Kafka topic, with its store: `const EVENTS: Topic = KAFKA.topic("events");`.
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
    pub(crate) store: StoreHandle,
    pub(crate) topic: Cow<'static, str>,
}
impl Topic {
    /// The same topic with a computed name.
    pub fn name(self, name: impl Text) -> Self {
        Self { topic: Cow::Owned(name.into()), ..self }
    }
}
impl<P: Protocol<Kind = MessageQueue>> Store<P> {
    /// `triggers[].metadata` of a ScaledObject: a topic of this store, by name. The store accepts the protocol of
    /// Kafka, at [`StoreProtocol::bootstrap_servers`](crate::StoreProtocol::bootstrap_servers).
    #[doc(alias = "triggers.metadata")]
    pub const fn topic(self, name: &'static str) -> Topic {
        Topic { store: self.into_handle(), topic: Cow::Borrowed(name) }
    }
}
