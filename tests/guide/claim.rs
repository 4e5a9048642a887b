//! The claims of a row about the output, and the changes that must refute them.
use crate::output::{Object, Output};
use crate::path::{self, Path};
use serde_json::Value;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

type The = Object<'static>;

/// One claim of a row.
pub(crate) enum Claim {
    /// A field of an object has this value, in JSON.
    Json(The, &'static str, &'static str),
    /// A field of an object has this text.
    Text(The, &'static str, &'static str),
    /// An object exists and does not have a field.
    Absent(The, &'static str),
    /// No such object exists.
    Missing(The),
    /// A file contains this text.
    States(&'static str, &'static str),
    /// A file exists and does not contain this text.
    Never(&'static str, &'static str),
}

/// A change to the output that must make a claim false.
pub(crate) enum Change {
    /// Removes a field.
    Remove(The, String),
    /// Adds a value where no value is allowed.
    Insert(The, &'static str),
    /// Adds an object.
    Add(The),
    /// Removes a text from a file.
    Cut(&'static str, &'static str),
    /// Adds a text to a file.
    Append(&'static str, &'static str),
}

impl Claim {
    /// The actual content, if the claim is false. None if the claim is true.
    pub(crate) fn found_instead(&self, output: &Output) -> Option<String> {
        match self {
            Self::Json(object, path, _) | Self::Text(object, path, _) => {
                let Some(fields) = output.get(object) else { return Some("no such object".to_owned()) };
                let found = Path::new(path).get(fields);
                let wrong = found.as_ref() != Some(&self.value());
                wrong.then(|| found.map_or_else(|| "nothing".to_owned(), |found| found.to_string()))
            }
            Self::Absent(object, path) => match output.get(object) {
                None => Some("no such object".to_owned()),
                Some(fields) => Path::new(path).get(fields).map(|found| found.to_string()),
            },
            Self::Missing(object) => output.first(object).map(|found| found.to_string()),
            Self::States(file, text) => match output.files.get(*file) {
                None => Some("no such file".to_owned()),
                Some(found) => (!found.contains(text)).then(|| "nothing".to_owned()),
            },
            Self::Never(file, text) => match output.files.get(*file) {
                None => Some("no such file".to_owned()),
                Some(found) => found.contains(text).then(|| (*text).to_owned()),
            },
        }
    }

    /// Whether the fields of this claim differ between the two outputs.
    pub(crate) fn sees(&self, before: &Output, after: &Output) -> bool {
        match self {
            Self::Json(object, ..) | Self::Text(object, ..) | Self::Absent(object, _) => !before.shares(after, object),
            Self::States(file, _) | Self::Never(file, _) => !Rc::ptr_eq(&before.files[*file], &after.files[*file]),
            Self::Missing(_) => true,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Json(_, path, json) => {
                serde_json::from_str(json).unwrap_or_else(|error| panic!("`{json}` for `{path}`: {error}"))
            }
            Self::Text(_, _, text) => Value::from(*text),
            Self::Absent(..) | Self::Missing(..) | Self::States(..) | Self::Never(..) => Value::Null,
        }
    }

    /// Every change that affects only the content of the claim.
    pub(crate) fn refutations(&self, output: &Output) -> Vec<Change> {
        match *self {
            Self::Json(object, path, _) | Self::Text(object, path, _) => {
                let Some(fields) = output.get(&object) else { return Vec::new() };
                let places = Path::new(path).places(fields);
                let places = places.iter().flat_map(|place| path::below(fields, place));
                places.map(|place| Change::Remove(object, place)).collect()
            }
            Self::Absent(object, path) => vec![Change::Insert(object, path)],
            Self::Missing(object) => vec![Change::Add(object)],
            Self::States(file, text) => vec![Change::Cut(file, text)],
            Self::Never(file, text) => vec![Change::Append(file, text)],
        }
    }

    /// Whether `change`, which converts `before` to `after`, changes a field of this claim.
    pub(crate) fn speaks_of(&self, change: &Change, before: &Output, after: &Output) -> bool {
        match (self, change) {
            (Self::Missing(wanted), Change::Add(object)) => object.is(wanted),
            (Self::States(own, text) | Self::Never(own, text), Change::Cut(file, cut)) => {
                own == file && overlap(&spans(&before.files[*file], text), &spans(&before.files[*file], cut))
            }
            (Self::States(own, text) | Self::Never(own, text), Change::Append(file, more)) => {
                own == file && more.contains(text)
            }
            (Self::Json(own, path, _) | Self::Text(own, path, _) | Self::Absent(own, path), _) => {
                let (object, changed) = match change {
                    Change::Remove(object, place) => (object, vec![place.clone()]),
                    Change::Insert(object, path) => (object, leans_on(after, object, path)),
                    Change::Add(..) | Change::Cut(..) | Change::Append(..) => return false,
                };
                let mut own_places = leans_on(before, own, path);
                own_places.extend(leans_on(after, own, path));
                own == object && own_places.iter().any(|place| changed.iter().any(|other| related(place, other)))
            }
            _ => false,
        }
    }
}

impl Change {
    /// The output after this change.
    pub(crate) fn apply(&self, output: &Output) -> Output {
        let mut after = output.clone();
        match self {
            Self::Remove(object, place) => path::remove(fields(&mut after, object), place),
            Self::Insert(object, path) => Path::new(path).insert(fields(&mut after, object)),
            Self::Add(object) => after.add(object),
            Self::Cut(file, text) => {
                let kept = output.files[*file].replace(text, "");
                after.files.insert((*file).to_owned(), kept.into());
            }
            Self::Append(file, text) => {
                let more = format!("{}{text}", output.files[*file]);
                after.files.insert((*file).to_owned(), more.into());
            }
        }
        after
    }
}

fn fields<'a>(output: &'a mut Output, object: &The) -> &'a mut Value {
    output.get_mut(object).expect("only true claims are refuted, and their objects exist")
}

fn leans_on(output: &Output, object: &The, path: &str) -> Vec<String> {
    output.get(object).map(|fields| Path::new(path).leans_on(fields)).unwrap_or_default()
}

/// Whether one place equals the other, or contains it.
fn related(one: &str, other: &str) -> bool {
    let holds =
        |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|r| r.is_empty() || r.starts_with('/'));
    holds(one, other) || holds(other, one)
}

fn spans(file: &str, text: &str) -> Vec<Range<usize>> {
    file.match_indices(text).map(|(start, _)| start..start + text.len()).collect()
}

fn overlap(some: &[Range<usize>], others: &[Range<usize>]) -> bool {
    some.iter().any(|one| others.iter().any(|other| one.start < other.end && other.start < one.end))
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(object, path, _) | Self::Text(object, path, _) => {
                write!(f, "{object}, {path}: expected {}", self.value())
            }
            Self::Absent(object, path) => write!(f, "{object}, {path}: expected nothing"),
            Self::Missing(object) => write!(f, "{object}: expected no such object"),
            Self::States(file, text) => write!(f, "{file}: expected the text {text:?}"),
            Self::Never(file, text) => write!(f, "{file}: expected no text {text:?}"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remove(object, place) => write!(f, "{object} without {place}"),
            Self::Insert(object, path) => write!(f, "{object} with {path}"),
            Self::Add(object) => write!(f, "one more {object}"),
            Self::Cut(file, text) => write!(f, "{file} without {text:?}"),
            Self::Append(file, text) => write!(f, "{file} with {text:?}"),
        }
    }
}
