//! Builds values from the parser's events, without recursion.

use crate::pointer::pointer_part;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use super::anchors::{Anchors, too_deep};
use super::kubectl::{self, Ambiguity};
use super::layout::Layout;
use super::lines::Lines;
use super::positions::{Below, Node, Position};
use super::scalar;
use super::{DEPTH, Document, ReadError};

/// A list or a mapping that has not ended yet.
struct Open {
    anchor: usize,
    mark: Marker,
    inside: Inside,
    /// The positions of the fields and items inside; empty without `with_positions`.
    keys: Vec<(Box<str>, Position)>,
    nodes: Vec<Node>,
    /// The number of ambiguous places before it.
    before: usize,
}

enum Inside {
    List(Vec<Value>),
    Map { map: Map<String, Value>, key: Option<String>, is_merge: bool },
}

/// Which reader's values are wanted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Mode {
    /// The values on which all readers agree. Anything else is an error.
    #[default]
    Agreed,
    /// The values of kubectl, with a list of the ambiguous places.
    Kubectl,
}

/// The documents of a text as kubectl reads them.
pub(super) struct Lenient {
    pub(super) documents: Vec<(Document, Node)>,
    pub(super) ambiguities: Vec<Ambiguity>,
}

#[derive(Default)]
struct Tree {
    documents: Vec<(Document, Node)>,
    with_positions: bool,
    mode: Mode,
    ambiguities: Vec<Ambiguity>,
    /// The ambiguous places of each anchor, relative to it.
    ambiguous_anchors: BTreeMap<usize, Vec<(String, String)>>,
    anchors: Anchors,
    open: Vec<Open>,
    /// The line of the first node of the document.
    line: Option<usize>,
    root: Option<Value>,
    root_node: Option<Node>,
}

/// The documents, each with the positions of its nodes. Without `with_positions` the positions are empty.
pub(super) fn read(text: &str, with_positions: bool) -> Result<Vec<(Document, Node)>, ReadError> {
    Ok(events(text, Tree { with_positions, ..Tree::default() })?.documents)
}

/// The documents as kubectl reads them, with positions.
pub(super) fn read_as_kubectl(text: &str) -> Result<Lenient, ReadError> {
    let tree = events(text, Tree { with_positions: true, mode: Mode::Kubectl, ..Tree::default() })?;
    Ok(Lenient { documents: tree.documents, ambiguities: tree.ambiguities })
}

fn events(text: &str, mut tree: Tree) -> Result<Tree, ReadError> {
    let text = Lines::new(text);
    if tree.mode == Mode::Agreed {
        text.refuse_separators()?;
    }
    let mut parser = Parser::new_from_str(&text.whole);
    let mut layout = (tree.mode == Mode::Agreed).then(|| Layout::new(&text.whole));
    let mut end = Marker::default();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| ReadError::scan(&error))?;
        match &event {
            Event::DocumentStart(true) => text.refuse_directives(end, span.start)?,
            Event::Scalar(value, ScalarStyle::Literal | ScalarStyle::Folded, ..) if tree.mode == Mode::Agreed => {
                text.refuse_open_end(value, span.start, span.end)?;
            }
            _ => {}
        }
        if let Some(layout) = &mut layout {
            layout.check(&event, span)?;
        }
        if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
            end = span.end;
        }
        tree.event(event, span.start)?;
    }
    Ok(tree)
}

impl Tree {
    fn event(&mut self, event: Event<'_>, mark: Marker) -> Result<(), ReadError> {
        match event {
            Event::DocumentStart(_) => {
                self.anchors = Anchors::default();
                self.ambiguous_anchors.clear();
                self.line = None;
                self.root = None;
                self.root_node = None;
            }
            Event::DocumentEnd => {
                let value = self.root.take().unwrap_or_default();
                let node = self.root_node.take().unwrap_or_else(|| leaf(mark));
                self.documents.push((Document { line: self.line.unwrap_or(mark.line()), value }, node));
            }
            Event::Scalar(text, style, anchor, tag) => {
                if self.mode == Mode::Kubectl && self.starts_merge(&text, style, tag.as_deref()) {
                    self.ambiguous("readers disagree about the merge key `<<`: write the keys out", mark);
                    return Ok(());
                }
                let before = self.ambiguities.len();
                let value = self.scalar(&text, style, tag.as_deref(), mark)?;
                self.keep(anchor, &value, before, mark)?;
                self.put(value, leaf(mark), mark)?;
            }
            Event::Alias(anchor) => {
                let value = self.anchors.copy(anchor, self.open.len(), mark)?;
                self.repeat_ambiguities(anchor, mark);
                self.put(value, leaf(mark), mark)?;
            }
            Event::SequenceStart(anchor, tag) => {
                self.expect(tag.as_deref(), "seq", mark)?;
                self.open(anchor, Inside::List(Vec::new()), mark)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.expect(tag.as_deref(), "map", mark)?;
                self.open(anchor, Inside::Map { map: Map::new(), key: None, is_merge: false }, mark)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { anchor, mark, inside, keys, nodes, before } =
                    self.open.pop().expect("a list or mapping that ends has started");
                let (value, below) = match inside {
                    Inside::List(list) => (Value::Array(list), Below::Items(nodes)),
                    Inside::Map { map, .. } => {
                        let fields = keys.into_iter().zip(nodes).map(|((key, at), node)| (key, at, node));
                        (Value::Object(map), Below::Fields(fields.collect()))
                    }
                };
                self.keep(anchor, &value, before, mark)?;
                self.put(value, Node { at: position(mark), below }, mark)?;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
        }
        Ok(())
    }

    fn open(&mut self, anchor: usize, inside: Inside, mark: Marker) -> Result<(), ReadError> {
        self.line.get_or_insert(mark.line());
        if self.open.len() >= DEPTH {
            return Err(too_deep(mark));
        }
        let before = self.ambiguities.len();
        self.open.push(Open { anchor, mark, inside, keys: Vec::new(), nodes: Vec::new(), before });
        Ok(())
    }

    /// Whether this is the key `<<`, which merges the fields of its value into the mapping. The value follows.
    fn starts_merge(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> bool {
        match self.open.last_mut().map(|it| &mut it.inside) {
            Some(Inside::Map { key: None, is_merge, .. }) if text == "<<" && style == ScalarStyle::Plain => {
                *is_merge = tag.is_none_or(|tag| core(tag) == Some("merge"));
                *is_merge
            }
            _ => false,
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, mark: Marker) -> Result<Value, ReadError> {
        let agreed = value(text, style, tag, mark);
        if self.mode == Mode::Agreed {
            return agreed;
        }
        match (agreed, tag) {
            (Ok(value), _) => Ok(scalar::whole_number(value)),
            (Err(error), None) => {
                let value = scalar::as_kubectl(text).map_err(|reason| ReadError::at(mark, reason))?;
                // The name of a field that this scalar is the key of. Inside of a key there is no name yet.
                let name = kubectl::key_text(&value);
                self.ambiguities.push(Ambiguity::new(pointer(&self.open, name.as_deref()), mark, error.reason()));
                Ok(value)
            }
            // kubectl ignores the tags of other programs.
            (Err(error), Some(tag)) if !is_known(tag) => {
                self.ambiguous(error.reason(), mark);
                Ok(text.into())
            }
            (Err(error), Some(_)) => Err(error),
        }
    }

    /// Refuses every tag of a list or a mapping, except the tag of the type that it has anyway.
    fn expect(&mut self, tag: Option<&Tag>, name: &str, mark: Marker) -> Result<(), ReadError> {
        match tag {
            Some(tag) if core(tag) != Some(name) && self.mode == Mode::Kubectl && !is_known(tag) => {
                self.ambiguous(unknown(tag, mark).reason(), mark);
                Ok(())
            }
            Some(tag) if core(tag) != Some(name) => Err(unknown(tag, mark)),
            _ => Ok(()),
        }
    }

    fn ambiguous(&mut self, reason: &str, mark: Marker) {
        self.ambiguities.push(Ambiguity::new(pointer(&self.open, None), mark, reason));
    }

    fn keep(&mut self, anchor: usize, value: &Value, before: usize, mark: Marker) -> Result<(), ReadError> {
        self.anchors.keep(anchor, value, mark)?;
        if anchor != 0 && self.ambiguities.len() > before {
            let own = pointer(&self.open, None);
            let inside = self.ambiguities[before..].iter().filter_map(|it| it.relative_to(&own)).collect();
            self.ambiguous_anchors.insert(anchor, inside);
        }
        Ok(())
    }

    /// The ambiguous places of an anchor are ambiguous where an alias repeats them.
    fn repeat_ambiguities(&mut self, anchor: usize, mark: Marker) {
        let own = pointer(&self.open, None);
        for (below, reason) in self.ambiguous_anchors.get(&anchor).into_iter().flatten().take(kubectl::REPEATED) {
            self.ambiguities.push(Ambiguity::new(format!("{own}{below}"), mark, &**reason));
        }
    }

    fn put(&mut self, value: Value, node: Node, mark: Marker) -> Result<(), ReadError> {
        self.line.get_or_insert(mark.line());
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            self.root_node = Some(node);
            return Ok(());
        };
        match &mut open.inside {
            Inside::List(list) => list.push(value),
            Inside::Map { map, key, is_merge } => match key.take() {
                None if std::mem::take(is_merge) => {
                    for (name, value) in kubectl::merged(value, mark)? {
                        open.keys.push((name.as_str().into(), position(mark)));
                        open.nodes.push(leaf(mark));
                        map.insert(name, value);
                    }
                    return Ok(());
                }
                Some(key) => {
                    map.insert(key, value);
                }
                None => {
                    let name = match self.mode {
                        Mode::Agreed => new_key(map, value, mark)?,
                        Mode::Kubectl => {
                            let (name, doubt) = kubectl::key(map, value, mark)?;
                            let doubt = doubt.map(|it| Ambiguity::new(pointer(&self.open, Some(&name)), mark, it));
                            // The scalar itself may be ambiguous.
                            let last = self.ambiguities.last().map(|it| &it.pointer);
                            self.ambiguities.extend(doubt.filter(|it| last != Some(&it.pointer)));
                            name
                        }
                    };
                    let Some(Open { inside: Inside::Map { key, .. }, keys, .. }) = self.open.last_mut() else {
                        return Ok(());
                    };
                    if self.with_positions {
                        keys.push((name.as_str().into(), position(mark)));
                    }
                    *key = Some(name);
                    return Ok(());
                }
            },
        }
        if self.with_positions {
            open.nodes.push(node);
        }
        Ok(())
    }
}

/// The JSON pointer of the next value, or of the next key, inside of the open lists and mappings.
fn pointer(open: &[Open], last: Option<&str>) -> String {
    let mut pointer = String::new();
    for (depth, it) in open.iter().enumerate() {
        pointer.push('/');
        match &it.inside {
            Inside::List(list) => pointer.push_str(&list.len().to_string()),
            Inside::Map { key, .. } => {
                let name = if depth + 1 == open.len() { key.as_deref().or(last) } else { key.as_deref() };
                pointer.push_str(&pointer_part(name.unwrap_or("<<")));
            }
        }
    }
    pointer
}

fn position(mark: Marker) -> Position {
    Position::new(mark.line().max(1), mark.col() + 1)
}

fn leaf(mark: Marker) -> Node {
    Node { at: position(mark), below: Below::Nothing }
}

fn new_key(map: &Map<String, Value>, value: Value, mark: Marker) -> Result<String, ReadError> {
    let kind = match value {
        Value::String(key) if map.contains_key(&key) => {
            return Err(ReadError::at(mark, format!("duplicate key `{key}`")));
        }
        Value::String(key) => return Ok(key),
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    };
    Err(ReadError::at(mark, format!("a key must be a string, not {kind}")))
}

fn value(text: &str, style: ScalarStyle, tag: Option<&Tag>, mark: Marker) -> Result<Value, ReadError> {
    let plain = || scalar::plain(text).map_err(|reason| ReadError::at(mark, reason));
    let Some(tag) = tag else {
        return if style == ScalarStyle::Plain { plain() } else { Ok(text.into()) };
    };
    match core(tag) {
        Some("str") => return Ok(text.into()),
        Some(name) => {
            let value = plain()?;
            let fits = match value {
                Value::Null => name == "null",
                Value::Bool(_) => name == "bool",
                Value::Number(_) => name == "float" || name == "int" && !value.is_f64(),
                _ => false,
            };
            if fits {
                return Ok(value);
            }
        }
        None if tag.handle.is_empty() && tag.suffix == "!" => {
            let reason = "the tag `!` marks text in YAML 1.2, but PyYAML ignores it: use quotes instead";
            return Err(ReadError::at(mark, reason));
        }
        None => {}
    }
    Err(unknown(tag, mark))
}

/// The name of a tag that YAML itself defines: `str` for `!!str` and `!<tag:yaml.org,2002:str>`.
fn core(tag: &Tag) -> Option<&str> {
    if tag.handle.is_empty() {
        return tag.suffix.strip_prefix("tag:yaml.org,2002:");
    }
    tag.is_yaml_core_schema().then_some(&*tag.suffix)
}

/// Whether kubectl converts a value to the type of this tag.
fn is_known(tag: &Tag) -> bool {
    matches!(
        core(tag),
        Some("str" | "int" | "float" | "bool" | "null" | "seq" | "map" | "binary" | "timestamp" | "merge")
    )
}

fn unknown(tag: &Tag, mark: Marker) -> ReadError {
    let (handle, suffix) = (tag.handle.as_str(), &tag.suffix);
    let handle = if tag.is_yaml_core_schema() { "!!" } else { handle };
    ReadError::at(mark, format!("the tag `{handle}{suffix}` has no meaning in JSON"))
}
