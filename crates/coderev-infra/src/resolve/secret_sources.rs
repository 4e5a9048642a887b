//! The source of each Secret: a person, or a store of External Secrets Operator.
use crate::model::{Backend, ExternalSecrets, NamespaceDecl, Platform, Spanned};
use crate::secrets::{RemoteSecret, SecretNeed, Secrets};
use std::collections::BTreeMap;

/// The placeholder for the password in a URL.
pub(crate) const PASSWORD: &str = "<password>";

/// A declaration `.secrets(..)`, of the platform or of a namespace.
pub(crate) struct SecretSource<'a> {
    pub(crate) declared: &'a Spanned<ExternalSecrets>,
    /// The namespace that declares it. `None` if the platform does.
    pub(crate) home: Option<&'a NamespaceDecl>,
    /// The name of its ClusterSecretStore.
    pub(crate) store: String,
    /// Whether a Secret comes from it.
    pub(crate) is_used: bool,
}

/// A required Secret, with the position of its source in the sources. `None` if a person creates the Secret.
pub(crate) struct SecretOrigin<'a> {
    pub(crate) need: SecretNeed,
    pub(crate) source: Option<(usize, &'a NamespaceDecl)>,
}

/// All sources, and all required Secrets with the source of each.
pub(crate) fn resolve<'a>(
    platform: &'a Platform,
    namespaces: &[&'a NamespaceDecl],
    needs: Vec<SecretNeed>,
) -> (Vec<SecretSource<'a>>, Vec<SecretOrigin<'a>>) {
    let mut sources: Vec<SecretSource<'a>> =
        platform.secrets.iter().map(|declared| source(platform, declared, None)).collect();
    let common = sources.first().map(|_| 0);
    let mut homes = BTreeMap::new();
    for home in namespaces {
        let own = home.secrets.as_ref().map(|declared| {
            sources.push(source(platform, declared, Some(home)));
            sources.len() - 1
        });
        homes.entry(&*home.name).or_insert((own.or(common), *home));
    }
    let origin = |need: SecretNeed| {
        let found = homes.get(&*need.namespace).and_then(|(source, home)| Some(((*source)?, *home)));
        SecretOrigin { need, source: found }
    };
    let origins: Vec<_> = needs.into_iter().map(origin).collect();
    // Two namespaces may name the same existing store. If one of them needs a Secret, both sources count as used.
    let used: Vec<String> =
        origins.iter().filter_map(|it| it.source).map(|(position, _)| sources[position].store.clone()).collect();
    let used = std::collections::BTreeSet::from_iter(used);
    for source in &mut sources {
        source.is_used = used.contains(&source.store);
    }
    (sources, origins)
}

fn source<'a>(
    platform: &Platform,
    declared: &'a Spanned<ExternalSecrets>,
    home: Option<&'a NamespaceDecl>,
) -> SecretSource<'a> {
    let store = store_name(platform, &declared.value, home.map(|home| &*home.name));
    SecretSource { declared, home, store, is_used: false }
}
/// The name of a store: `<part-of>-vault`. The name of a namespace's own store ends with the name of the namespace.
fn store_name(platform: &Platform, source: &ExternalSecrets, namespace: Option<&str>) -> String {
    let default = match &source.backend {
        Backend::Vault { .. } => "vault",
        Backend::Aws { .. } => "aws",
        Backend::Google { .. } => "google",
        Backend::Azure { .. } => "azure",
        Backend::Existing { name } => return name.clone(),
    };
    platform.cluster_name(&namespace.map_or_else(|| default.into(), |namespace| format!("{default}-{namespace}")))
}

/// The required Secrets, by source: created by hand, or read from a store.
pub(super) fn by_source(sources: &[SecretSource<'_>], origins: &[SecretOrigin<'_>]) -> Secrets {
    let mut secrets = Secrets { by_hand: Vec::new(), kept: Vec::new() };
    for SecretOrigin { need, source } in origins {
        match source {
            Some((source, _)) => {
                let source = &sources[*source];
                secrets.kept.push(kept(&source.declared.value, need, source.store.clone()));
            }
            None => secrets.by_hand.push(SecretNeed {
                namespace: need.namespace.clone(),
                name: need.name.clone(),
                keys: need.keys.clone(),
            }),
        }
    }
    secrets
}
fn kept(source: &ExternalSecrets, need: &SecretNeed, store: String) -> RemoteSecret {
    let properties = need.keys.iter().map(|(key, hint)| match hint.contains(PASSWORD) {
        true => (property(need, key), format!("only the password of {hint}")),
        false => (key.clone(), hint.clone()),
    });
    RemoteSecret { store, at: remote_key(source, need), properties: properties.collect() }
}
/// `prefix/namespace/name`, with dashes for stores that do not allow slashes in names.
pub(crate) fn remote_key(source: &ExternalSecrets, need: &SecretNeed) -> String {
    let prefix = source.prefix.trim_matches('/');
    let parts = [prefix, &need.namespace, &need.name].into_iter().filter(|part| !part.is_empty());
    let whole = parts.collect::<Vec<_>>().join("/");
    match source.backend {
        Backend::Google { .. } | Backend::Azure { .. } => whole.replace('/', "-"),
        _ => whole,
    }
}
/// The property of a key in the store. Of a URL, only the password is secret, so the store contains only the password.
pub(crate) fn property(need: &SecretNeed, key: &str) -> String {
    let urls = need.keys.values().filter(|hint| hint.contains(PASSWORD)).count();
    if urls == 1 && !need.keys.contains_key("password") { "password".into() } else { format!("{key}-password") }
}
