//! `secrets.commands.txt`: how to create the Secrets that the manifests refer to and never contain.
use super::certificates;
use super::shell::{one_line, quoted};
use crate::secrets::{RemoteSecret, SecretNeed, Secrets};
use coderev_objects::Inventory;
use std::collections::BTreeSet;
use std::fmt::Write;

const HEAD: &str = "\
# Secrets that the manifests refer to. This file contains no values: write each value to a file, NAMESPACE/SECRET/KEY, run the commands, delete the files.
# A value on a command line would stay in the history of the shell; a file does not.
# A newline at the end of a file is a part of the value, and editors add one: `read -rs value && printf %s \"$value\" > FILE` writes none.
# A key that several namespaces need has a different value in each: another role, another key.
";

/// In a script, the commands after an error would run too.
const FIRST: &str = "set -e # `sh secrets.commands.txt` ends at the first error\n\n";

/// Whether the file is written.
pub(super) fn is_needed(secrets: &Secrets, inventory: &Inventory) -> bool {
    !secrets.kept.is_empty() || has_commands(secrets, inventory)
}

/// Whether the file has commands. The values of a store need no command.
pub(super) fn has_commands(secrets: &Secrets, inventory: &Inventory) -> bool {
    !secrets.by_hand.is_empty() || !certificates::by_hand(inventory).is_empty()
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
    let first = if has_commands(secrets, inventory) { FIRST } else { "" };
    (!parts.is_empty()).then(|| [first, &parts.join("\n")].concat())
}

/// The values that a store must contain for External Secrets Operator.
fn store<'a>(name: &str, kept: impl Iterator<Item = &'a RemoteSecret>) -> String {
    let mut text = format!(
        "\
# Secrets that External Secrets Operator reads from the store `{name}`. This file contains no values: write them to the store, under these names.
# A property that appears under several names has a different value under each: another role, another key.
"
    );
    for RemoteSecret { at, properties, .. } in kept {
        writeln!(text, "\n# {}", one_line(at)).expect("writing to a String cannot fail");
        for (property, hint) in properties {
            writeln!(text, "#   {}: {}", one_line(property), one_line(hint)).expect("writing to a String cannot fail");
        }
        if properties.is_empty() {
            writeln!(text, "#   every property that the pods expect").expect("writing to a String cannot fail");
        }
    }
    text
}

/// Certificates that the edge serves, with their keys.
fn issued(certificates: &BTreeSet<(&str, &str)>) -> String {
    let mut text = "\
# Certificates that these manifests do not issue. This file contains no values: write the files, run the commands, delete the files.
"
    .to_owned();
    for (namespace, name) in certificates {
        let folder = format!("./{namespace}/{name}");
        let [certificate, key] = ["tls.crt", "tls.key"].map(|file| format!("{folder}/{file}"));
        let (title, namespace, name) = (format!("{namespace}/{name}"), quoted(namespace), quoted(name));
        write!(
            text,
            "\n# {}\n#   tls.crt: the certificate and its chain\n#   tls.key: its private key\n\
             kubectl create secret tls {name} --cert={} --key={} -n {namespace}\n",
            one_line(&title),
            quoted(&certificate),
            quoted(&key)
        )
        .expect("writing to a String cannot fail");
    }
    text
}

fn commands(needs: &[SecretNeed]) -> String {
    let mut text = HEAD.to_owned();
    for need in needs {
        let SecretNeed { namespace, name, keys } = need;
        let folder = format!("./{namespace}/{name}/");
        writeln!(text, "\n# {}/{}", one_line(namespace), one_line(name)).expect("writing to a String cannot fail");
        for (key, hint) in keys {
            writeln!(text, "#   {}: {}", one_line(key), one_line(hint)).expect("writing to a String cannot fail");
        }
        let (name, namespace) = (quoted(name), quoted(namespace));
        if keys.is_empty() {
            writeln!(text, "kubectl create secret generic {name} --from-file={} -n {namespace}", quoted(&folder))
                .expect("writing to a String cannot fail");
        } else {
            let file = |key: &String| format!(" \\\n  --from-file={}", quoted(&format!("{key}={folder}{key}")));
            let files: String = keys.keys().map(file).collect();
            writeln!(text, "kubectl create secret generic {name}{files} \\\n  -n {namespace}")
                .expect("writing to a String cannot fail");
        }
    }
    text
}
