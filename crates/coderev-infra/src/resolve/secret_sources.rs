//! The source of each Secret: a person, or a store of External Secrets Operator.
use crate::model::{Backend, ExternalSecrets, NamespaceDecl, Platform, Spanned};
use crate::secrets::SecretNeed;
use std::collections::BTreeMap;

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
    let mut sources: Vec<SecretSource<'a>> = platform.secrets.iter().map(|declared| source(declared, None)).collect();
    let common = sources.first().map(|_| 0);
    let mut homes = BTreeMap::new();
    for home in namespaces {
        let own = home.secrets.as_ref().map(|declared| {
            sources.push(source(declared, Some(home)));
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

fn source<'a>(declared: &'a Spanned<ExternalSecrets>, home: Option<&'a NamespaceDecl>) -> SecretSource<'a> {
    let store = store_name(&declared.value, home.map(|home| &*home.name));
    SecretSource { declared, home, store, is_used: false }
}
/// The name of a store. The name of a namespace's own store ends with the name of the namespace.
fn store_name(source: &ExternalSecrets, namespace: Option<&str>) -> String {
    let default = match &source.backend {
        Backend::Vault { .. } => "coderev-vault",
        Backend::Aws { .. } => "coderev-aws",
        Backend::Google { .. } => "coderev-google",
        Backend::Azure { .. } => "coderev-azure",
        Backend::Existing { name } => return name.clone(),
    };
    namespace.map_or_else(|| default.into(), |namespace| format!("{default}-{namespace}"))
}
