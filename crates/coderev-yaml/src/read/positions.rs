//! The position of each field of a document.

/// A position in a text: line and column, both counted from 1. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Position {
    pub(super) fn new(line: usize, column: usize) -> Self {
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: small(line), column: small(column) }
    }

    /// The position with more lines before it.
    pub(super) fn below(self, lines: usize) -> Self {
        Self { line: self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)), ..self }
    }
}

/// The positions of all nodes of a document, by JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Positions {
    root: Node,
}

/// A value, and the nodes in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) at: Position,
    pub(super) below: Below,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Below {
    /// A scalar, or an alias. The nodes of an alias have no positions of their own.
    Nothing,
    Items(Vec<Node>),
    /// Each field, with the position of its key.
    Fields(Vec<(Box<str>, Position, Node)>),
}

impl Node {
    /// Changes the positions of a node and of all nodes below it.
    pub(super) fn change(&mut self, change: &impl Fn(&mut Position)) {
        change(&mut self.at);
        match &mut self.below {
            Below::Nothing => {}
            Below::Items(items) => items.iter_mut().for_each(|it| it.change(change)),
            Below::Fields(fields) => {
                for (_, key, node) in fields {
                    change(key);
                    node.change(change);
                }
            }
        }
    }
}

impl Positions {
    pub(super) fn move_down(&mut self, lines: usize) {
        if lines > 0 {
            self.root.change(&|at| *at = at.below(lines));
        }
    }

    pub(super) const fn new(root: Node) -> Self {
        Self { root }
    }

    /// The position of the value at a JSON pointer, such as `/spec/containers/0/image`. None where the document has no such value.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Option<Position> {
        self.find(pointer).map(|(_, node)| node.at)
    }

    /// The position of the key of a field. For an item of a list, and for the whole document, the position of the value.
    #[must_use]
    pub fn key(&self, pointer: &str) -> Option<Position> {
        self.find(pointer).map(|(key, _)| key)
    }

    fn find(&self, pointer: &str) -> Option<(Position, &Node)> {
        let mut found = (self.root.at, &self.root);
        if pointer.is_empty() {
            return Some(found);
        }
        for step in pointer.strip_prefix('/')?.split('/') {
            found = match &found.1.below {
                Below::Nothing => return None,
                Below::Items(items) => {
                    let node = items.get(step.parse::<usize>().ok()?)?;
                    (node.at, node)
                }
                Below::Fields(fields) => {
                    let name = step.replace("~1", "/").replace("~0", "~");
                    let (_, key, node) = fields.iter().find(|(field, ..)| **field == *name)?;
                    (*key, node)
                }
            };
        }
        Some(found)
    }
}
