use crate::model::{ObjectStorage, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreVariable};

/// The S3 protocol.
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
    /// An object storage on port 9000. Its variables are `S3_ENDPOINT`, `S3_BUCKET`, `S3_ACCESS_KEY` and
    /// `S3_SECRET_KEY`.
    pub const fn minio(name: &'static str) -> Self {
        Self::new(name, Port::tcp(9000))
    }
    /// `env`: the bucket, in `S3_BUCKET`. Default: the name of the store.
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
