//! Fields that do not match the type of their object.
use super::node::{Node, Type};
use super::path::{FieldPath, Part};
use super::version::{KubernetesVersion, Versions};
use crate::nearest::nearest;
use serde_json::Value;
use std::fmt;

/// A field that does not match the type of its object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldProblem {
    /// No version of the type has the field.
    #[non_exhaustive]
    Unknown {
        /// The field.
        path: FieldPath,
        /// The names of the fields that the type has.
        known: Vec<&'static str>,
    },
    /// Other versions of Kubernetes have the field, or the whole kind if the path is empty.
    #[non_exhaustive]
    NotInVersion {
        /// The field.
        path: FieldPath,
        /// The version that does not have it.
        version: KubernetesVersion,
        /// The versions that have it.
        versions: Versions,
    },
    /// The value does not have the type of the field.
    #[non_exhaustive]
    WrongType {
        /// The value.
        path: FieldPath,
        /// The type of the field.
        expected: Type,
        /// A description of the value for the message. The content of a string is not part of it.
        found: String,
        /// How to write the value with the right type, if that is clear.
        fix: Option<String>,
    },
    /// A required field is not set.
    #[non_exhaustive]
    Missing {
        /// The field.
        path: FieldPath,
        /// The type of the field.
        expected: Type,
    },
}

impl FieldProblem {
    /// The path of the field, also if the field is missing.
    pub fn path(&self) -> &FieldPath {
        match self {
            Self::Unknown { path, .. }
            | Self::NotInVersion { path, .. }
            | Self::WrongType { path, .. }
            | Self::Missing { path, .. } => path,
        }
    }

    /// How to fix the problem.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { path, known } => match nearest(path.name().unwrap_or_default(), known.iter().copied()) {
                Some(best) => format!("did you mean `{}`?", path.sibling(best)),
                None if known.is_empty() => "remove it: this object has no fields".into(),
                None => format!("the known fields are {}", quoted(known)),
            },
            Self::NotInVersion { versions, .. } => format!("remove it, or target Kubernetes {}", versions.joined("or")),
            Self::WrongType { fix: Some(fix), .. } => fix.clone(),
            Self::WrongType { expected, .. } => format!("write {expected}"),
            Self::Missing { path, expected } => format!("set `{path}` to {expected}"),
        }
    }
}

/// The text of a message after the name of the object: `has no field ..`.
impl fmt::Display for FieldProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { path, .. } => write!(out, "has no field `{path}`"),
            Self::NotInVersion { path, version, versions } if path.name().is_none() => {
                write!(out, "is not a kind of Kubernetes {version} (only of {versions})")
            }
            Self::NotInVersion { path, version, versions } => {
                write!(out, "has no field `{path}` in Kubernetes {version} (only in {versions})")
            }
            Self::WrongType { path, expected, found, .. } => {
                write!(out, "has {found} in `{path}` instead of {expected}")
            }
            Self::Missing { path, .. } => write!(out, "has no value for the required field `{path}`"),
        }
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl Node {
    /// All problems of `value` for a version of Kubernetes. `null` means not set, except in a list or a map.
    pub fn problems(&self, value: &Value, version: KubernetesVersion) -> Vec<FieldProblem> {
        if !self.versions().contains(version) {
            let (path, versions) = (FieldPath::default(), self.versions());
            return vec![FieldProblem::NotInVersion { path, version, versions }];
        }
        let mut walk = Walk { version, parts: Vec::new(), problems: Vec::new() };
        walk.value(value, Type::Object(*self));
        walk.problems
    }
}

struct Walk<'a> {
    version: KubernetesVersion,
    /// The path of the current value.
    parts: Vec<Part<'a>>,
    problems: Vec<FieldProblem>,
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: &'a Value, ty: Type) {
        match (ty, value) {
            (Type::Object(node) | Type::ObjectOrAny(node), Value::Object(fields)) => self.object(node, fields),
            (Type::Map(item), Value::Object(fields)) => {
                for (name, value) in fields {
                    self.parts.push(Part::Field(name));
                    self.value(value, item.ty());
                    self.parts.pop();
                }
            }
            (Type::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.parts.push(Part::Item(index, value.get("name").and_then(Value::as_str)));
                    self.value(value, item.ty());
                    self.parts.pop();
                }
            }
            _ if is_scalar_of(ty, value) => {}
            _ => self.problems.push(FieldProblem::WrongType {
                path: FieldPath::from_parts(&self.parts),
                expected: ty,
                found: named(value),
                fix: fix(ty, value),
            }),
        }
    }

    fn path_of(&self, field: &str) -> FieldPath {
        FieldPath::from_parts(&self.parts).field(field)
    }

    fn object(&mut self, node: Node, fields: &'a serde_json::Map<String, Value>) {
        for (name, value) in fields {
            let Some(field) = node.field(name) else {
                if !node.is_open() {
                    let known = node.fields().filter(|it| it.versions().contains(self.version)).map(|it| it.name());
                    let (path, known) = (self.path_of(name), known.collect());
                    self.problems.push(FieldProblem::Unknown { path, known });
                }
                continue;
            };
            if value.is_null() {
                continue;
            }
            if !field.versions().contains(self.version) {
                let (path, version, versions) = (self.path_of(name), self.version, field.versions());
                self.problems.push(FieldProblem::NotInVersion { path, version, versions });
                continue;
            }
            self.parts.push(Part::Field(name));
            self.value(value, field.ty());
            self.parts.pop();
        }
        for field in node.required(self.version) {
            if fields.get(field.name()).is_none_or(Value::is_null) {
                let (path, expected) = (self.path_of(field.name()), field.ty());
                self.problems.push(FieldProblem::Missing { path, expected });
            }
        }
    }
}

/// Whether a value without fields or items has the type. Objects and lists with a type of their own never do.
fn is_scalar_of(ty: Type, value: &Value) -> bool {
    match ty {
        Type::String | Type::Time | Type::Bytes => value.is_string(),
        Type::Boolean => value.is_boolean(),
        Type::Int32 => value.as_i64().is_some_and(|it| i32::try_from(it).is_ok()),
        Type::Int64 => value.is_i64(),
        Type::Number => value.is_number(),
        Type::Quantity => value.is_string() || value.is_number(),
        Type::IntOrString => value.is_string() || value.as_i64().is_some_and(|it| i32::try_from(it).is_ok()),
        Type::Any | Type::ObjectOrAny(_) => true,
        Type::Object(_) | Type::List(_) | Type::Map(_) => false,
    }
}

fn named(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(_) => "a string".into(),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    }
}

/// The most frequent mistake in YAML is the use of quotes.
fn fix(ty: Type, value: &Value) -> Option<String> {
    let text = value.as_str();
    let fix = match ty {
        Type::Int32 | Type::Int64 if let Some(number) = text.and_then(octal) => {
            return Some(format!("write `{number}`, because YAML and JSON have no octal number that all readers know"));
        }
        Type::String if value.is_number() || value.is_boolean() => Some("put it in quotes"),
        Type::Int32 | Type::Int64 if text.is_some_and(|it| it.parse::<i64>().is_ok()) => Some("remove the quotes"),
        Type::Number if text.is_some_and(|it| it.parse::<f64>().is_ok()) => Some("remove the quotes"),
        Type::Boolean if matches!(text, Some("true" | "false")) => Some("remove the quotes"),
        Type::List(item)
            if is_scalar_of(item.ty(), value) || value.is_object() && matches!(item.ty(), Type::Object(_)) =>
        {
            Some("write a list with this one item")
        }
        _ => None,
    };
    fix.map(str::to_owned)
}

/// The number of a text such as `0644` or `0o644`: in quotes it is text, and without them readers disagree.
fn octal(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('0').filter(|digits| !digits.is_empty())?;
    i64::from_str_radix(digits.strip_prefix(['o', 'O']).unwrap_or(digits), 8).ok().filter(|number| *number >= 0)
}
