use crate::model::{MessageQueue, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreVariable};

/// The protocol of Kafka.
#[derive(Debug)]
pub enum Kafka {}
impl Protocol for Kafka {
    type Kind = MessageQueue;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(4)
        .component("queue")
        .variables(&[StoreVariable::config("KAFKA_BOOTSTRAP_SERVERS", "bootstrap-servers")])
        .config(config)
        .bootstrap_servers(bootstrap_servers);
}

/// The library writes the address of each broker into one variable. A larger number of brokers is an error.
pub(crate) const MAX_BROKERS: u32 = 1000;

impl Store<Kafka> {
    /// A Kafka store on port 9092. Its variable is `KAFKA_BOOTSTRAP_SERVERS`.
    pub const fn kafka(name: &'static str) -> Self {
        Self::new(name, Port::tcp(9092))
    }
    /// `env`: the number of brokers in `KAFKA_BOOTSTRAP_SERVERS`. Their addresses are `<store>-<n>` of the headless
    /// Service `<store>-headless`. For a StatefulSet of the platform that provides the store, the brokers are its
    /// replicas, at the addresses of its Service. Default: only the address of the Service of the store.
    #[doc(alias = "env")]
    pub const fn brokers(mut self, n: u32) -> Self {
        self.handle.instances = Some(n);
        self
    }
}

fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
    vec![("bootstrap-servers", bootstrap_servers(address))]
}
fn bootstrap_servers(address: &StoreAddress<'_>) -> String {
    match address.instances() {
        Some(brokers) if !address.is_external() => {
            let broker = |n| format!("{}:{}", address.instance_host(n), address.port());
            (0..brokers.min(MAX_BROKERS)).map(broker).collect::<Vec<_>>().join(",")
        }
        _ => address.authority(),
    }
}
