//! Builds values from the parser's events, without recursion.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::anchors::{Anchors, too_deep};
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
}

enum Inside {
    List(Vec<Value>),
    Map { map: Map<String, Value>, key: Option<String> },
}

#[derive(Default)]
struct Tree {
    documents: Vec<(Document, Node)>,
    with_positions: bool,
    anchors: Anchors,
    open: Vec<Open>,
    /// The line of the first node of the document.
    line: Option<usize>,
    root: Option<Value>,
    root_node: Option<Node>,
}

/// The documents, each with the positions of its nodes. Without `with_positions` the positions are empty.
pub(super) fn read(text: &str, with_positions: bool) -> Result<Vec<(Document, Node)>, ReadError> {
    let text = Lines::new(text);
    text.refuse_separators()?;
    let mut parser = Parser::new_from_str(&text.whole);
    let mut layout = Layout::new(&text.whole);
    let mut tree = Tree { with_positions, ..Tree::default() };
    let mut end = Marker::default();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| ReadError::scan(&error))?;
        match &event {
            Event::DocumentStart(true) => text.refuse_directives(end, span.start)?,
            Event::Scalar(value, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                text.refuse_open_end(value, span.start, span.end)?;
            }
            _ => {}
        }
        layout.check(&event, span)?;
        if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
            end = span.end;
        }
        tree.event(event, span.start)?;
    }
    Ok(tree.documents)
}

impl Tree {
    fn event(&mut self, event: Event<'_>, mark: Marker) -> Result<(), ReadError> {
        match event {
            Event::DocumentStart(_) => {
                self.anchors = Anchors::default();
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
                let value = value(&text, style, tag.as_deref(), mark)?;
                self.anchors.keep(anchor, &value, mark)?;
                self.put(value, leaf(mark), mark)?;
            }
            Event::Alias(anchor) => {
                let value = self.anchors.copy(anchor, self.open.len(), mark)?;
                self.put(value, leaf(mark), mark)?;
            }
            Event::SequenceStart(anchor, tag) => {
                expect(tag.as_deref(), "seq", mark)?;
                self.open(anchor, Inside::List(Vec::new()), mark)?;
            }
            Event::MappingStart(anchor, tag) => {
                expect(tag.as_deref(), "map", mark)?;
                self.open(anchor, Inside::Map { map: Map::new(), key: None }, mark)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { anchor, mark, inside, keys, nodes } =
                    self.open.pop().expect("a list or mapping that ends has started");
                let (value, below) = match inside {
                    Inside::List(list) => (Value::Array(list), Below::Items(nodes)),
                    Inside::Map { map, .. } => {
                        let fields = keys.into_iter().zip(nodes).map(|((key, at), node)| (key, at, node));
                        (Value::Object(map), Below::Fields(fields.collect()))
                    }
                };
                self.anchors.keep(anchor, &value, mark)?;
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
        self.open.push(Open { anchor, mark, inside, keys: Vec::new(), nodes: Vec::new() });
        Ok(())
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
            Inside::Map { map, key } => match key.take() {
                Some(key) => {
                    map.insert(key, value);
                }
                None => {
                    let name = new_key(map, value, mark)?;
                    if self.with_positions {
                        open.keys.push((name.as_str().into(), position(mark)));
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

/// Refuses every tag of a list or a mapping, except the tag of the type that it has anyway.
fn expect(tag: Option<&Tag>, name: &str, mark: Marker) -> Result<(), ReadError> {
    match tag {
        Some(tag) if core(tag) != Some(name) => Err(unknown(tag, mark)),
        _ => Ok(()),
    }
}

/// The name of a tag that YAML itself defines: `str` for `!!str` and `!<tag:yaml.org,2002:str>`.
fn core(tag: &Tag) -> Option<&str> {
    if tag.handle.is_empty() {
        return tag.suffix.strip_prefix("tag:yaml.org,2002:");
    }
    tag.is_yaml_core_schema().then_some(&*tag.suffix)
}

fn unknown(tag: &Tag, mark: Marker) -> ReadError {
    let (handle, suffix) = (tag.handle.as_str(), &tag.suffix);
    let handle = if tag.is_yaml_core_schema() { "!!" } else { handle };
    ReadError::at(mark, format!("the tag `{handle}{suffix}` has no meaning in JSON"))
}
