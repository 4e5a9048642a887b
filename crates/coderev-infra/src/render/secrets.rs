//! `secrets.commands.txt`: how to create what the manifests refer to and never hold.
use super::certificates;
use crate::secrets::{RemoteSecret, SecretNeed, Secrets};
use coderev_objects::Inventory;
use std::collections::BTreeSet;
use std::fmt::Write;

const HEAD: &str = "\
# Secrets that the manifests refer to. Nothing here is a value: write the files, NAMESPACE/SECRET/KEY, run the commands, delete the files.
# A value on a command line would stay in the shell's history; a file does not.
# Where one key is asked for in several namespaces, each has a value of its own: another role, another key.
";

/// Whether the file is written.
pub(super) fn is_needed(secrets: &Secrets, inventory: &Inventory) -> bool {
    !secrets.by_hand.is_empty() || !secrets.kept.is_empty() || !certificates::by_hand(inventory).is_empty()
}

/// None if no Secret is needed.
pub(super) fn text(secrets: &Secrets, inventory: &Inventory) -> Option<String> {
    let Secrets { by_hand, kept } = secrets;
    let certificates = certificates::by_hand(inventory);
    let mut parts = Vec::new();
    if !by_hand.is_empty() {
        parts.push(commands(by_hand));
    }
    if !certificates.is_empty() {
        parts.push(issued(&certificates));
    }
    let stores: BTreeSet<&str> = kept.iter().map(|kept| &*kept.store).collect();
    parts.extend(stores.into_iter().map(|name| store(name, kept.iter().filter(|kept| kept.store == name))));
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// What has to be in a store that an operator reads.
fn store<'a>(name: &str, kept: impl Iterator<Item = &'a RemoteSecret>) -> String {
    let mut text = format!(
        "\
# Secrets that External Secrets Operator brings from the store `{name}`. Nothing here is a value: it has to be in the store, under these names.
# Where one property is asked for under several names, each has a value of its own: another role, another key.
"
    );
    for RemoteSecret { at, properties, .. } in kept {
        writeln!(text, "\n# {at}").expect("a String takes all");
        for (property, hint) in properties {
            writeln!(text, "#   {property}: {hint}").expect("a String takes all");
        }
        if properties.is_empty() {
            writeln!(text, "#   every property that the pods expect").expect("a String takes all");
        }
    }
    text
}

/// Certificates that the edge shows, with their keys.
fn issued(certificates: &BTreeSet<(&str, &str)>) -> String {
    let mut text = "\
# Certificates that somebody else issues. Nothing here is a value: write the files, run the commands, delete the files.
"
    .to_owned();
    for (namespace, name) in certificates {
        let folder = format!("./{namespace}/{name}");
        write!(
            text,
            "\n# {namespace}/{name}\n#   tls.crt: the certificate and those who signed it\n#   tls.key: its private key\n\
             kubectl create secret tls {name} --cert={folder}/tls.crt --key={folder}/tls.key -n {namespace}\n"
        )
        .expect("a String takes all");
    }
    text
}

fn commands(needs: &[SecretNeed]) -> String {
    let mut text = HEAD.to_owned();
    for need in needs {
        let SecretNeed { namespace, name, keys } = need;
        writeln!(text, "\n# {namespace}/{name}").expect("a String takes all");
        for (key, hint) in keys {
            writeln!(text, "#   {key}: {hint}").expect("a String takes all");
        }
        if keys.is_empty() {
            writeln!(text, "kubectl create secret generic {name} --from-file=./{namespace}/{name}/ -n {namespace}")
                .expect("a String takes all");
        } else {
            let files: String =
                keys.keys().map(|key| format!(" \\\n  --from-file={key}=./{namespace}/{name}/{key}")).collect();
            writeln!(text, "kubectl create secret generic {name}{files} \\\n  -n {namespace}")
                .expect("a String takes all");
        }
    }
    text
}
