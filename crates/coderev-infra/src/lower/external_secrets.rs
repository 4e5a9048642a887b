//! Secrets that an operator copies from where they are kept. No value is in the manifests, as everywhere.
use crate::crd::external_secrets::*;
use crate::lower::meta::{PART_OF, cluster_meta, namespaced_meta, pairs, select};
use crate::manifest::SecretNeed;
use crate::words::{ExternalSecrets, Keeper, Platform};
use serde_json::json;
use std::collections::BTreeMap;

/// Where secrets are kept; none where that is there already.
pub(crate) fn store(platform: &Platform, said: &ExternalSecrets) -> Option<ClusterSecretStore> {
    let account = json!({"name": "external-secrets", "namespace": "external-secrets"});
    let provider = match &said.keeper {
        Keeper::Vault { server, mount } => Provider::Vault(json!({
            "server": server, "path": mount, "version": "v2",
            "auth": {"kubernetes": {"mountPath": "kubernetes", "role": "coderev", "serviceAccountRef": account}}
        })),
        Keeper::Aws { region } => Provider::Aws(json!({
            "service": "SecretsManager", "region": region, "auth": {"jwt": {"serviceAccountRef": account}}
        })),
        Keeper::Google { project } => Provider::Gcpsm(json!({
            "projectID": project, "auth": {"workloadIdentity": {"serviceAccountRef": account}}
        })),
        Keeper::Azure { vault_url } => Provider::Azurekv(json!({
            "vaultUrl": vault_url, "authType": "WorkloadIdentity", "serviceAccountRef": account
        })),
        Keeper::Existing { .. } => return None,
    };
    let ours = select(pairs([(PART_OF, &platform.part_of)]));
    let spec = ClusterSecretStoreSpec { conditions: vec![Condition { namespace_selector: ours }], provider };
    Some(ClusterSecretStore::new(cluster_meta(platform, store_name(said)), spec))
}
fn store_name(said: &ExternalSecrets) -> &str {
    match &said.keeper {
        Keeper::Vault { .. } => "coderev-vault",
        Keeper::Aws { .. } => "coderev-aws",
        Keeper::Google { .. } => "coderev-google",
        Keeper::Azure { .. } => "coderev-azure",
        Keeper::Existing { name } => name,
    }
}

/// One for each Secret that somebody needs.
pub(crate) fn secrets(platform: &Platform, said: &ExternalSecrets, needs: &[SecretNeed]) -> Vec<ExternalSecret> {
    needs.iter().filter_map(|need| secret(platform, said, need)).collect()
}
fn secret(platform: &Platform, said: &ExternalSecrets, need: &SecretNeed) -> Option<ExternalSecret> {
    let namespace = platform.namespaces.iter().find(|namespace| namespace.name == need.namespace)?;
    let key = entry(said, need);
    let reference = |property: &str| RemoteRef { key: key.clone(), property: property.into() };
    let mut data = Vec::new();
    let mut texts = BTreeMap::new();
    for (name, hint) in &need.keys {
        // An address with a password in it: the rest of it is known, and what stands in a URL is quoted.
        if hint.contains(PASSWORD) {
            data.push(Data { secret_key: "password".into(), remote_ref: reference("password") });
            texts.insert(name.clone(), hint.replace(PASSWORD, "{{ .password | urlquery }}"));
        } else {
            data.push(Data { secret_key: name.clone(), remote_ref: reference(name) });
        }
    }
    // A template makes the whole Secret, so with one every key has to stand in it.
    if !texts.is_empty() {
        let others: Vec<_> = data.iter().map(|it| it.secret_key.clone()).filter(|key| key != "password").collect();
        texts.extend(others.into_iter().map(|key| (key.clone(), format!("{{{{ index . {key:?} }}}}"))));
    }
    let template = (!texts.is_empty()).then_some(Template { engine_version: "v2", kind: "Opaque", data: texts });
    let whole = need.keys.is_empty().then(|| DataFrom { extract: Extract { key: key.clone() } });
    let spec = ExternalSecretSpec {
        refresh_interval: format!("{}s", said.refresh_interval.as_secs()),
        refresh_policy: "Periodic",
        secret_store_ref: StoreRef { kind: "ClusterSecretStore", name: store_name(said).into() },
        target: Target {
            name: need.name.clone(),
            creation_policy: "Owner",
            // A secret that vanishes from the store takes no pod with it.
            deletion_policy: "Retain",
            template,
        },
        data,
        data_from: whole.into_iter().collect(),
    };
    Some(ExternalSecret::new(namespaced_meta(platform, namespace, &need.name), spec))
}
/// What a hint has in the place of a password.
const PASSWORD: &str = "<password>";

/// The name of a Secret's entry in the store.
pub(crate) fn entry(said: &ExternalSecrets, need: &SecretNeed) -> String {
    let joint = match said.keeper {
        Keeper::Google { .. } | Keeper::Azure { .. } => "-",
        _ => "/",
    };
    let parts = [&*said.prefix, &need.namespace, &need.name];
    let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(joint);
    if joint == "-" { name.replace(['/', '.'], "-") } else { name }
}
