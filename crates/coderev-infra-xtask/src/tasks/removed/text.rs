//! The list as a script for a shell. Commands that can delete data are comments.
use super::{Folder, order::in_order};
use crate::out::ledger::Removed;
use crate::out::terminal::visible;
use coderev_infra::Danger;
use std::fmt::Write;

/// The script for all folders. `command` starts this program.
pub(super) fn text(folders: &[Folder], name: Option<&str>, command: &str) -> String {
    let several = folders.len() > 1;
    let mut text = String::new();
    for folder in folders.iter().filter(|it| !it.ledger.removed().is_empty()) {
        if several {
            writeln!(text, "# {}", visible(&folder.root.display().to_string()))
                .expect("writing to a String cannot fail");
        }
        if !folder.ledger.removed().iter().all(|it| folder.knows_context(it)) {
            let root = folder.root.display().to_string();
            let root = visible(&root);
            writeln!(text, "# no platform of this program writes `{root}`: run commands without `--context` by hand, in the kubectl context of that platform")
                .expect("writing to a String cannot fail");
        }
        for (danger, title) in CLASSES {
            let objects: Vec<&Removed> =
                in_order(folder.ledger.removed()).into_iter().filter(|it| it.object.danger() == *danger).collect();
            if objects.is_empty() {
                continue;
            }
            writeln!(text, "# {title}").expect("writing to a String cannot fail");
            for object in objects {
                let by_hand = *danger == Danger::Data || !folder.knows_context(object);
                let comment = if by_hand { "# " } else { "" };
                writeln!(text, "{comment}{} --ignore-not-found", folder.delete_command(object))
                    .expect("writing to a String cannot fail");
                // The default of `persistentVolumeClaimRetentionPolicy`: the list does not have the fields of the object.
                if object.object.kind() == "StatefulSet" {
                    let (name, namespace) = (visible(object.object.name()), visible(object.object.namespace()));
                    writeln!(text, "# the volume claims of `{name}` stay in the namespace `{namespace}`: delete them when their data is not needed any more")
                        .expect("writing to a String cannot fail");
                }
            }
        }
    }
    if text.is_empty() {
        return "# the list is empty: it has no object that left the files\n".to_owned();
    }
    let text = BEFORE.to_owned() + &text;
    let name = name.map(|name| format!(" {}", visible(name))).unwrap_or_default();
    text + &format!("# afterwards: {command} removed{name} --forget-all\n")
}

/// The time of the commands: until then, the old objects serve requests.
const BEFORE: &str = "# run these commands after the new files are applied and their pods are ready\n";

/// The classes, in ascending order of danger.
const CLASSES: &[(Danger, &str)] = &[
    (Danger::Harmless, "harmless: no request and no data depends on these objects"),
    (Danger::Traffic, "traffic: pods stop or cannot start, or requests no longer reach them"),
    (Danger::Data, "data: can be lost with these objects; save it, then run the command by hand"),
];
