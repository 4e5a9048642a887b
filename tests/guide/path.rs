//! The path of a field, as a row writes it: `spec.template.spec.containers[name=v3-api].image`.
use serde_json::{Map, Value};

/// The steps from an object to a field of it, or to the same field of every item of a list.
pub(crate) struct Path(Vec<Step>);

enum Step {
    /// `spec`, or `"app.kubernetes.io/name"` for a key with a dot.
    Key(String),
    /// `[0]`.
    Index(usize),
    /// `[name=tmp]`, or `[resource.name=cpu]` if a deeper field identifies the items.
    Item { by: String, value: String },
    /// `[*]`: a list of the results of the remaining path for each item, with null for items without a result.
    Every,
}

impl Path {
    /// Reads `text`. An error is a mistake in the table, so this function panics.
    pub(crate) fn new(text: &str) -> Self {
        let (mut steps, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let step;
            (step, rest) = Step::first_of(rest);
            steps.push(step);
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        Self(steps)
    }

    /// The value at the path.
    pub(crate) fn get(&self, object: &Value) -> Option<Value> {
        get(&self.0, object)
    }

    /// The JSON pointer of the value, or one JSON pointer for each item of `[*]`.
    pub(crate) fn places(&self, object: &Value) -> Vec<String> {
        let mut found = Found::default();
        places(&self.0, object, String::new(), &mut found);
        found.places
    }

    /// The same pointers, and the pointers of the fields that identify the items on the path. Without these fields
    /// the path finds no value.
    pub(crate) fn leans_on(&self, object: &Value) -> Vec<String> {
        let mut found = Found::default();
        places(&self.0, object, String::new(), &mut found);
        found.places.append(&mut found.passed);
        found.places
    }

    /// Sets a value, and creates the missing objects and lists above it.
    pub(crate) fn insert(&self, object: &mut Value) {
        let mut at = object;
        for step in &self.0 {
            at = step.enter(at);
        }
        if at.is_null() {
            *at = Value::from("inserted");
        }
    }
}

impl Step {
    fn first_of(text: &str) -> (Self, &str) {
        if let Some(text) = text.strip_prefix('"') {
            let (key, rest) = text.split_once('"').expect("a quoted key ends");
            return (Self::Key(key.to_owned()), rest);
        }
        if let Some(text) = text.strip_prefix('[') {
            let (inside, rest) = text.split_once(']').expect("a bracket is closed");
            let step = match (inside, inside.split_once('=')) {
                ("*", _) => Self::Every,
                (_, Some((by, value))) => Self::Item { by: by.to_owned(), value: value.to_owned() },
                (index, None) => Self::Index(index.parse().expect("an index is a number")),
            };
            return (step, rest);
        }
        let end = text.find(['.', '[']).unwrap_or(text.len());
        (Self::Key(text[..end].to_owned()), &text[end..])
    }

    /// The child for this step, with its key in a JSON pointer.
    fn child<'a>(&self, value: &'a Value) -> Option<(String, &'a Value)> {
        match self {
            Self::Key(key) => value.get(key).map(|child| (key.replace('~', "~0").replace('/', "~1"), child)),
            Self::Index(index) => value.get(index).map(|child| (index.to_string(), child)),
            Self::Item { by, value: wanted } => {
                let index = value.as_array()?.iter().position(|item| tells_apart(item, by, wanted))?;
                Some((index.to_string(), &value[index]))
            }
            Self::Every => None,
        }
    }

    /// The child for this step. A missing child is created.
    fn enter<'a>(&self, value: &'a mut Value) -> &'a mut Value {
        let (Self::Key(key), false) = (self, value.is_array()) else { return self.enter_list(value) };
        if !value.is_object() {
            *value = Value::Object(Map::new());
        }
        value.as_object_mut().expect("the value is now an object").entry(key).or_insert(Value::Null)
    }

    fn enter_list<'a>(&self, value: &'a mut Value) -> &'a mut Value {
        if !value.is_array() {
            *value = Value::Array(Vec::new());
        }
        let items = value.as_array_mut().expect("the value is now a list");
        let index = match self {
            Self::Item { by, value: wanted } => items.iter().position(|item| tells_apart(item, by, wanted)),
            Self::Index(index) => Some(*index),
            Self::Key(_) | Self::Every => None,
        };
        let index = index.unwrap_or(items.len());
        if index >= items.len() {
            let mut item = Value::Null;
            if let Self::Item { by, value: wanted } = self {
                let last = by.split('.').fold(&mut item, |at, key| Self::Key(key.to_owned()).enter(at));
                *last = Value::from(wanted.as_str());
            }
            items.resize(index, Value::Null);
            items.push(item);
        }
        &mut items[index]
    }
}

fn tells_apart(item: &Value, by: &str, wanted: &str) -> bool {
    let found = by.split('.').try_fold(item, |at, key| at.get(key));
    found.and_then(Value::as_str) == Some(wanted)
}

fn get(steps: &[Step], value: &Value) -> Option<Value> {
    match steps.split_first() {
        None => Some(value.clone()),
        Some((Step::Every, rest)) => {
            Some(value.as_array()?.iter().map(|item| get(rest, item).unwrap_or(Value::Null)).collect())
        }
        Some((step, rest)) => get(rest, step.child(value)?.1),
    }
}

/// JSON pointers: the ends of the path, and the fields that identified the items on the path.
#[derive(Default)]
struct Found {
    places: Vec<String>,
    passed: Vec<String>,
}

fn places(steps: &[Step], value: &Value, at: String, found: &mut Found) {
    match steps.split_first() {
        None => found.places.push(at),
        Some((Step::Every, rest)) => {
            for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                places(rest, item, format!("{at}/{index}"), found);
            }
        }
        Some((step, rest)) => {
            if let Some((key, child)) = step.child(value) {
                if let Step::Item { by, .. } = step {
                    found.passed.push(format!("{at}/{key}/{}", by.replace('.', "/")));
                }
                places(rest, child, format!("{at}/{key}"), found);
            }
        }
    }
}

/// `place`, and every place below it.
pub(crate) fn below(object: &Value, place: &str) -> Vec<String> {
    let mut found = vec![place.to_owned()];
    let children: Vec<String> = match object.pointer(place) {
        Some(Value::Object(fields)) => fields.keys().map(|key| key.replace('~', "~0").replace('/', "~1")).collect(),
        Some(Value::Array(items)) => (0..items.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    };
    found.extend(children.iter().flat_map(|child| below(object, &format!("{place}/{child}"))));
    found
}

/// Removes the value at `place`.
pub(crate) fn remove(object: &mut Value, place: &str) {
    let (parent, key) = place.rsplit_once('/').expect("a row is about a field, never about a complete object");
    match object.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(items.remove(key.parse().expect("a list is entered by an index"))),
        _ => unreachable!("`{place}` was found a moment ago"),
    }
}
