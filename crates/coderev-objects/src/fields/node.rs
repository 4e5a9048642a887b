//! An object type, its fields, and their types.
use super::text;
use super::version::{KubernetesVersion, Versions};
use std::fmt;

/// The type of an object: a kind, or an object at any depth in a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The fields, in the format of the generated file.
    line: &'static str,
    /// Fields with other names are allowed too.
    is_open: bool,
    versions: Versions,
}

/// A field of an object type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    name: &'static str,
    letters: &'static str,
    versions: Versions,
    required: Versions,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// A signed 32-bit integer.
    Int32,
    /// A signed 64-bit integer.
    Int64,
    /// A number.
    Number,
    /// An amount, such as `500m` or `1Gi`: a string or a number.
    Quantity,
    /// A port number or name, or a count or a percentage.
    IntOrString,
    /// A time in the format of RFC 3339, as a string.
    Time,
    /// Bytes in base64, as a string.
    Bytes,
    /// Any value.
    Any,
    /// An object with known fields.
    Object(Node),
    /// An object with known fields, or any value that is not an object.
    ObjectOrAny(Node),
    /// A list.
    List(ItemType),
    /// An object with arbitrary names and values of one type.
    Map(ItemType),
}

/// The type of the items of a list, or of the values of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemType {
    letters: &'static str,
    versions: Versions,
}

impl Node {
    #[cfg(test)]
    pub(super) fn line(&self) -> &'static str {
        self.line
    }

    pub(super) fn of_kind(api_version: &str, kind: &str) -> Option<Self> {
        let (position, digits) = text::kind(api_version, kind)?;
        Some(Self::at(position, digits.map_or(Versions::ALL, Versions::from_digits)))
    }

    fn at(position: u32, versions: Versions) -> Self {
        let line = text::type_at(position);
        match line.strip_prefix('*') {
            Some(line) => Self { line, is_open: true, versions },
            None => Self { line, is_open: false, versions },
        }
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<Field> {
        Field::read(text::field(self.line, name)?, self.versions)
    }

    /// All fields, sorted by name.
    pub fn fields(&self) -> impl Iterator<Item = Field> + use<> {
        let versions = self.versions;
        self.line.split(' ').filter_map(move |word| Field::read(word, versions))
    }

    /// The fields that a manifest for this version must set.
    pub(super) fn required(&self, version: KubernetesVersion) -> impl Iterator<Item = Field> + use<> {
        let versions = self.versions;
        let words = text::required(self.line);
        words.filter_map(move |word| Field::read(word, versions)).filter(move |field| field.is_required(version))
    }

    /// Whether fields with other names are allowed: `x-kubernetes-preserve-unknown-fields`.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The Kubernetes versions that have the type. For a custom resource, all versions.
    pub fn versions(&self) -> Versions {
        self.versions
    }
}

impl Field {
    /// Reads a field from its text in a line, such as `name:s!` or `ports:[#00rk@67!7`. The line of an object without
    /// fields has one empty text.
    fn read(word: &'static str, versions: Versions) -> Option<Self> {
        let (name, rest) = word.split_once(':')?;
        let (rest, required) = rest.split_once('!').map_or((rest, None), |(rest, digits)| (rest, Some(digits)));
        let (letters, digits) = rest.split_once('@').map_or((rest, None), |(rest, digits)| (rest, Some(digits)));
        let versions = digits.map_or(versions, |digits| versions.and(Versions::from_digits(digits)));
        let required = match required {
            Some("") => versions,
            Some(digits) => versions.and(Versions::from_digits(digits)),
            None => Versions::NONE,
        };
        Some(Self { name, letters, versions, required })
    }

    /// The name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The type.
    pub fn ty(&self) -> Type {
        Type::read(self.letters, self.versions)
    }

    /// Whether a manifest for this version must set the field. A field with a default is not required.
    pub fn is_required(&self, version: KubernetesVersion) -> bool {
        self.required.contains(version)
    }

    /// The Kubernetes versions that have the field.
    pub fn versions(&self) -> Versions {
        self.versions
    }
}

impl Type {
    fn read(letters: &'static str, versions: Versions) -> Self {
        let (first, rest) = letters.split_at(1);
        let node = || Node::at(text::position(rest), versions);
        let item = ItemType { letters: rest, versions };
        match first {
            "s" => Self::String,
            "b" => Self::Boolean,
            "i" => Self::Int32,
            "l" => Self::Int64,
            "n" => Self::Number,
            "q" => Self::Quantity,
            "x" => Self::IntOrString,
            "t" => Self::Time,
            "y" => Self::Bytes,
            "a" => Self::Any,
            "#" => Self::Object(node()),
            "?" => Self::ObjectOrAny(node()),
            "[" => Self::List(item),
            "{" => Self::Map(item),
            other => unreachable!("the generated file has no type `{other}`"),
        }
    }
}

impl ItemType {
    /// The type.
    pub fn ty(&self) -> Type {
        Type::read(self.letters, self.versions)
    }
}

/// The name of the type in messages: `a string`, `a list`.
impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::String => "a string",
            Self::Boolean => "`true` or `false`",
            Self::Int32 => "an integer of 32 bits",
            Self::Int64 => "an integer",
            Self::Number => "a number",
            Self::Quantity => "a quantity",
            Self::IntOrString => "an integer or a string",
            Self::Time => "a time",
            Self::Bytes => "bytes in base64",
            Self::Any | Self::ObjectOrAny(_) => "any value",
            Self::Object(_) => "an object",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        })
    }
}
