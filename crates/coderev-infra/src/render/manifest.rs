//! The text of a file of objects: YAML, in the order of application.
use super::HEADER;
use crate::file_layout::ObjectFile;
use coderev_objects::{Inventory, Object};

pub(super) fn text(file: &ObjectFile, inventory: &Inventory) -> String {
    let mut text = HEADER.to_owned();
    for object in objects(file, inventory) {
        append(&mut text, object);
        // The objects of a file have about the same size.
        if object.0 == 0 {
            text.reserve(text.len() * file.objects.len());
        }
    }
    text
}

/// The same text, one object at a time.
pub(super) fn parts<'a>(file: &'a ObjectFile, inventory: &'a Inventory) -> impl Iterator<Item = String> + use<'a> {
    let objects = objects(file, inventory).map(|(number, object)| {
        let mut text = String::new();
        append(&mut text, (number, object));
        text
    });
    std::iter::once(HEADER.to_owned()).chain(objects)
}

fn objects<'a>(file: &'a ObjectFile, inventory: &'a Inventory) -> impl Iterator<Item = (usize, &'a Object)> + use<'a> {
    file.objects.iter().map(|at| inventory.documents()[*at].source()).enumerate()
}

fn append(text: &mut String, (number, object): (usize, &Object)) {
    if number > 0 {
        text.push_str("---\n");
    }
    let start = text.len();
    coderev_yaml::append(text, object).expect("typed objects hold strings, numbers and maps with string keys");
    metadata_first(text, start);
}

/// Moves `metadata` of the document that begins at `start` up to its kind: people look for the name first, and the
/// alphabet puts a ConfigMap's `data` before it. It moves whole lines, so no field is lost.
fn metadata_first(text: &mut String, start: usize) {
    let document = &text[start..];
    let Some(kind_at) = document.find("\nkind:") else { return };
    let Some(from) = document[kind_at + 1..].find('\n').map(|end| kind_at + end + 2) else { return };
    if document[from..].starts_with("metadata:") {
        return;
    }
    let Some(at) = document[from..].find("\nmetadata:").map(|at| from + at + 1) else { return };
    let mut end = at;
    for line in document[at..].split_inclusive('\n') {
        if end > at && !line.starts_with([' ', '-', '\n']) {
            break;
        }
        end += line.len();
    }
    let metadata = text[start + at..start + end].to_owned();
    text.replace_range(start + at..start + end, "");
    text.insert_str(start + from, &metadata);
}

#[cfg(test)]
mod tests {
    use super::metadata_first;

    fn check(before: &str, after: &str) {
        let mut text = format!("# head\n---\n{before}");
        metadata_first(&mut text, "# head\n---\n".len());
        assert_eq!(text, format!("# head\n---\n{after}"));
    }

    #[test]
    fn metadata_stands_after_the_kind() {
        check(
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    x\n\n    metadata:\nmetadata:\n  name: a\n",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: |\n    x\n\n    metadata:\n",
        );
        check(
            "apiVersion: v1\nkind: A\nimmutable: true\nmetadata:\n  name: a\nsecrets:\n- name: b\n",
            "apiVersion: v1\nkind: A\nmetadata:\n  name: a\nimmutable: true\nsecrets:\n- name: b\n",
        );
    }
    #[test]
    fn what_stands_right_stays() {
        let text = "apiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec: {}\n";
        check(text, text);
    }
}
