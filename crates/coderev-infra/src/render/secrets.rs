//! `secrets.commands.txt`: how to create what the manifests refer to and never hold.
use crate::manifest::SecretNeed;
use crate::synth::File;
use std::fmt::Write;

const HEAD: &str = "\
# Secrets that the manifests refer to. Nothing here is a value: write the files, NAMESPACE/SECRET/KEY, run the commands, delete the files.
# A value on a command line would stay in the shell's history; a file does not.
# Where one key is asked for in several namespaces, each has a value of its own: another role, another key.
";

const COPIED: &str = "\
# Secrets that the manifests refer to. The operator copies them from the store of secrets; this says what must be there, and is no value.
# Each is one entry, with a field for each key. An address is made of the field `password` and what is known of it.
";

/// None where no secret is needed.
pub(crate) fn file(needs: &[SecretNeed]) -> Option<File> {
    if needs.is_empty() {
        return None;
    }
    let is_copied = needs.iter().any(|need| need.entry.is_some());
    let mut text = if is_copied { COPIED } else { HEAD }.to_owned();
    for need in needs {
        let SecretNeed { namespace, name, keys, entry } = need;
        writeln!(text, "\n# {namespace}/{name}").expect("a String takes all");
        for (key, hint) in keys {
            writeln!(text, "#   {key}: {hint}").expect("a String takes all");
        }
        if let Some(entry) = entry {
            writeln!(text, "{entry}").expect("a String takes all");
        } else if keys.is_empty() {
            writeln!(text, "kubectl create secret generic {name} --from-file=./{namespace}/{name}/ -n {namespace}")
                .expect("a String takes all");
        } else {
            let files: String =
                keys.keys().map(|key| format!(" \\\n  --from-file={key}=./{namespace}/{name}/{key}")).collect();
            writeln!(text, "kubectl create secret generic {name}{files} \\\n  -n {namespace}")
                .expect("a String takes all");
        }
    }
    Some(File { path: "secrets.commands.txt".into(), text })
}
