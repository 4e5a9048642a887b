//! The Secrets that pods need: names, keys and hints, never values.
use std::collections::BTreeMap;

/// A Secret that a namespace needs before its pods can start. The manifests name it and never hold it.
#[derive(Debug)]
pub(crate) struct SecretNeed {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// Each key, with a hint for its value. Empty if pods use the whole Secret.
    pub(crate) keys: BTreeMap<String, String>,
}

/// The sources of the needed Secrets.
#[derive(Debug)]
pub(crate) struct Secrets {
    /// Secrets that a person creates with kubectl.
    pub(crate) by_hand: Vec<SecretNeed>,
    /// Entries of secret stores, from which External Secrets Operator creates Secrets.
    pub(crate) kept: Vec<RemoteSecret>,
}

/// An entry of a secret store: each property, with a hint for its value. No properties if pods use the whole entry.
#[derive(Debug)]
pub(crate) struct RemoteSecret {
    /// The name of the store.
    pub(crate) store: String,
    pub(crate) at: String,
    pub(crate) properties: BTreeMap<String, String>,
}
