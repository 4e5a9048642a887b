//! The fields of Kubernetes, from the sources of the published types and from the list of custom resources.
use crate::types::{keys, types};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The fields and kinds of the published types and of the custom resources of this repository.
pub(crate) struct Schema(BTreeSet<String>);
impl Schema {
    /// Reads the schema from the sources of the types, and from the library in `repository`.
    pub(crate) fn read(repository: &Path) -> Self {
        let mut fields = BTreeSet::new();
        for source in sources(&types()) {
            fields.extend(keys(&source));
            for part in source.split("const KIND: &'static str = \"").skip(1) {
                fields.extend(part.split('"').next().map(str::to_owned));
            }
        }
        assert!(fields.len() > 800, "only {} fields found", fields.len());
        let custom = fs::read_to_string(repository.join("crates/coderev-objects/src/crd/fields.txt"))
            .expect("custom resources have fields");
        let lines = custom.lines().filter(|line| !line.starts_with('#'));
        // `http3 ..` is a field with any fields below it.
        let names = lines.flat_map(|line| line.trim_end_matches(" ..").split_whitespace().last());
        fields.extend(names.map(str::to_owned));
        fields.extend(coderev_objects::Kind::all().iter().map(|kind| kind.name().to_owned()));
        Self(fields)
    }
    /// The path of the field or kind in `code`, without brackets. For an annotation or a label, the complete name.
    pub(crate) fn field<'a>(&self, code: &'a str) -> Option<Vec<&'a str>> {
        if code.contains("::") {
            return None;
        }
        let path = code.split([':', '=']).next().unwrap_or_default().trim();
        if path.split_once('/').is_some_and(|(domain, name)| domain.contains('.') && !name.is_empty()) {
            return Some(vec![path]);
        }
        let steps: Vec<_> = path.split('.').map(|step| step.trim_end_matches("[]")).collect();
        steps.iter().all(|step| self.0.contains(*step)).then_some(steps)
    }
}
/// The texts between backticks.
pub(crate) fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
/// The part of a documentation's first line that contains the fields: up to the first colon outside backticks.
pub(crate) fn head(doc: &str) -> &str {
    let mut is_code = false;
    let end = doc.find(|letter| {
        is_code ^= letter == '`';
        letter == ':' && !is_code
    });
    &doc[..end.unwrap_or(doc.len())]
}

/// The texts of all sources below `folder`.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let each = |path: PathBuf| match path.is_dir() {
        true => sources(&path),
        false => vec![fs::read_to_string(&path).expect("a source is text")],
    };
    entries.flat_map(|entry| each(entry.expect("readable").path())).collect()
}
