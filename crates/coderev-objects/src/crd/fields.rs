//! The names of the fields of other projects' custom resources.
use serde_json::Value;
use std::collections::BTreeMap;

/// The fields that are allowed below a field.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// `*` where any name is allowed.
    fields: BTreeMap<String, Self>,
    /// Whether any field is allowed here.
    open: bool,
}
impl Tree {
    /// The path of the first field of `value` that the type does not have, and the fields that the type has.
    pub(crate) fn stranger(&self, value: &Value) -> Option<(String, Vec<String>)> {
        let Value::Object(fields) = value else { return None };
        fields
            .iter()
            .filter(|(name, _)| !matches!(&***name, "apiVersion" | "kind" | "metadata"))
            .find_map(|(name, value)| self.below(name, value))
    }
    fn at(&self, value: &Value) -> Option<(String, Vec<String>)> {
        match value {
            _ if self.open => None,
            Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
                let name = item.get("name").and_then(Value::as_str);
                let part = name.map_or_else(|| index.to_string(), |name| format!("[name={name}]"));
                self.at(item).map(|(path, known)| (format!("/{part}{path}"), known))
            }),
            Value::Object(fields) => fields.iter().find_map(|(name, value)| self.below(name, value)),
            _ => None,
        }
    }
    fn below(&self, name: &str, value: &Value) -> Option<(String, Vec<String>)> {
        match self.fields.get(name).or_else(|| self.fields.get("*")) {
            Some(tree) => tree.at(value).map(|(path, known)| (format!("/{name}{path}"), known)),
            None => Some((format!("/{name}"), self.fields.keys().cloned().collect())),
        }
    }
}

/// The fields of the kind, if they are known.
pub(crate) fn tree(api_version: &str, kind: &str) -> Option<Tree> {
    let head = format!("{api_version} {kind}");
    let mut lines = FIELDS.lines().skip_while(|line| *line != head);
    lines.next()?;
    let mut root = Tree::default();
    let mut path: Vec<&str> = Vec::new();
    for line in lines.take_while(|line| line.starts_with(' ')) {
        let name = line.trim_start();
        path.truncate(line.len() - name.len() - 1);
        let (name, open) = name.strip_suffix(" ..").map_or((name, false), |name| (name, true));
        path.push(name);
        let tree = path.iter().fold(&mut root, |tree, name| tree.fields.entry((*name).into()).or_default());
        tree.open = open;
    }
    Some(root)
}

/// Each kind is on a line of its own, followed by its fields, indented. `*` is any name, `..` any fields below.
const FIELDS: &str = include_str!("fields.txt");
