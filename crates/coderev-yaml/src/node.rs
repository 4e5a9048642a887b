//! The node: one value at its place in the text.

use crate::list::List;
use crate::map::Map;
use crate::out::Out;

/// The text before a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing: the value is the document.
    Root,
    /// A key and its colon: a scalar follows on that line, entries on lines of their own.
    Key,
    /// A dash and its space: anything follows on that line.
    Dash,
}

/// One value that is about to be written; `column` is that of the key or the dash before it.
pub(crate) struct Node<'a> {
    out: &'a mut Out,
    column: usize,
    place: Place,
}

impl<'a> Node<'a> {
    pub(crate) fn root(out: &'a mut Out) -> Self {
        Self { out, column: 0, place: Place::Root }
    }

    #[inline]
    pub(crate) fn new(out: &'a mut Out, column: usize, place: Place) -> Self {
        Self { out, column, place }
    }

    #[inline]
    pub(crate) fn after_key(out: &'a mut Out, column: usize) -> Self {
        Self { out, column, place: Place::Key }
    }

    #[inline]
    pub(crate) fn after_dash(out: &'a mut Out, column: usize) -> Self {
        Self { out, column, place: Place::Dash }
    }

    /// Writes a scalar that needs no quotes, to the end of its line.
    #[inline]
    pub(crate) fn write(self, scalar: &str) {
        self.out.push(self.lead());
        self.out.push(scalar);
        self.out.push("\n");
    }

    /// Writes a string in the form that its characters require.
    #[inline]
    pub(crate) fn write_string(self, text: &str) {
        self.out.push(self.lead());
        self.out.push_string(text, self.column + 2);
        self.out.push("\n");
    }

    #[inline]
    pub(crate) fn into_list(self) -> List<'a> {
        let column = if self.place == Place::Dash { self.column + 2 } else { self.column };
        List::new(self.out, column, self.place)
    }

    #[inline]
    pub(crate) fn into_map(self) -> Map<'a> {
        let column = if self.place == Place::Root { 0 } else { self.column + 2 };
        Map::new(self.out, column, self.place)
    }

    /// The separator between a scalar and the text before it.
    #[inline]
    fn lead(&self) -> &'static str {
        if self.place == Place::Key { " " } else { "" }
    }
}
