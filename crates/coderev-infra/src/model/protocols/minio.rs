use crate::model::{ObjectStorage, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreVariable};

/// The protocol of S3.
#[derive(Debug)]
pub enum Minio {}
impl Protocol for Minio {
    type Kind = ObjectStorage;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(3)
        .component("object-store")
        .variables(&[
            StoreVariable::config("S3_ENDPOINT", "endpoint"),
            StoreVariable::config("S3_BUCKET", "bucket"),
            StoreVariable::secret("S3_ACCESS_KEY", "access-key"),
            StoreVariable::secret("S3_SECRET_KEY", "secret-key"),
        ])
        .config(config)
        .https_outside();
}

impl Store<Minio> {
    /// Port 9000. `S3_ENDPOINT`, `S3_BUCKET`, `S3_ACCESS_KEY`, `S3_SECRET_KEY`.
    pub const fn minio(name: &'static str) -> Self {
        Self::new(name, Port::tcp(9000))
    }
    /// `env`, `S3_BUCKET`. Default: the store's name.
    #[doc(alias = "env")]
    pub const fn bucket(mut self, name: &'static str) -> Self {
        self.handle.contents = Some(name);
        self
    }
}

fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
    let endpoint = match address.port() {
        443 => format!("https://{}", address.host()),
        _ => format!("http://{}", address.authority()),
    };
    vec![("endpoint", endpoint), ("bucket", address.contents().unwrap_or(address.name()).to_owned())]
}
