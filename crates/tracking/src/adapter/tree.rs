//! One shape for every kind of message: a flat tree of named values that borrows from the bytes.
//!
//! Nodes stand in the order of the message; a node's subtree is the stretch up to its `end`. A node is a few
//! numbers: its name and its text are stretches of the message, or of one buffer of what had to be undone
//! (escapes, quotes), so that a whole message takes two allocations. What is in no tree: types of numbers
//! (they stay text, so that no digit of a long number is lost) and order across formats.

pub(crate) mod edifact;
pub(crate) mod json;
pub(crate) mod sheet;
pub(crate) mod xml;

#[cfg(test)]
mod tests;

use super::fault::MessageFault;
use super::limits;

/// The name under which an element's own text stands beside attributes or children.
pub(crate) const TEXT: &str = "#text";

/// What a node holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    /// Nothing.
    Null,
    /// A text, a number as written, `true` or `false`.
    Scalar(&'t str),
    /// Nodes without names.
    List,
    /// Nodes with names.
    Record,
}

/// What kind of node it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Scalar,
    List,
    Record,
}

/// A stretch of the message, or of what was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Where it begins; [`UNDONE`] is added where that is counted in the buffer of what was undone.
    start: u32,
    length: u32,
}

/// Marks a stretch of what was undone. A message is far shorter (`limits::MESSAGE_BYTES_MAX`).
const UNDONE: u32 = 1 << 31;

impl Span {
    /// No text.
    pub(crate) const EMPTY: Self = Self { start: 0, length: 0 };

    /// A stretch of it.
    pub(crate) fn part(self, range: &std::ops::Range<usize>) -> Self {
        debug_assert!(range.end <= self.length as usize, "a part lies within the whole");
        Self { start: self.start + position(range.start), length: position(range.len()) }
    }
}

/// A name as it is looked for: with its key, by which most others are told from it at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    text: Box<str>,
    key: u32,
}

impl Name {
    /// A name to look for.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.into(), key: key_of(text.as_bytes()) }
    }
}

/// A number that differs for most names of one message: of their length, beginning and end.
fn key_of(name: &[u8]) -> u32 {
    let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
    let ends = match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            u32::from_le_bytes(*first) ^ u32::from_le_bytes(*last).rotate_left(11)
        }
        _ => name.iter().fold(0, |sum, &byte| sum << 8 | u32::from(byte)),
    };
    ends ^ length.wrapping_mul(0x9E37_79B1)
}

/// One value with its name; of a member of a list the name is empty.
#[derive(Debug, Clone, Copy)]
struct Node {
    name: Span,
    key: u32,
    /// The text of a scalar.
    text: Span,
    /// The position behind its subtree.
    end: u32,
    kind: Kind,
}

/// A message as a tree; the root is at position 0.
#[derive(Debug, Clone)]
pub(crate) struct Tree<'a> {
    message: &'a str,
    undone: String,
    nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// An empty tree of a message.
    pub(crate) fn of(message: &'a str) -> Self {
        // A value takes about sixteen bytes of a carrier's message.
        let nodes = Vec::with_capacity((message.len() / 16).clamp(16, limits::NODES_MAX));
        Self { message, undone: String::new(), nodes }
    }

    /// Opens a node; its subtree ends where [`Self::close`] is called.
    pub(crate) fn open(
        &mut self,
        name: Span,
        kind: Kind,
        text: Span,
    ) -> Result<usize, MessageFault> {
        let at = self.nodes.len();
        if at >= limits::NODES_MAX {
            return Err(MessageFault::too_many_values());
        }
        let key = key_of(self.bytes(name));
        let end = position(at + 1);
        self.nodes.push(Node { name, key, text, end, kind });
        Ok(at)
    }

    /// Ends the subtree of a node here.
    pub(crate) fn close(&mut self, at: usize) {
        let end = position(self.nodes.len());
        self.nodes[at].end = end;
    }

    /// Changes what a node without children holds.
    pub(crate) fn set(&mut self, at: usize, kind: Kind, text: Span) {
        let node = &mut self.nodes[at];
        (node.kind, node.text) = (kind, text);
    }

    /// A stretch of the message from one byte up to another.
    pub(crate) fn stretch(from: usize, to: usize) -> Span {
        debug_assert!(from <= to, "a stretch does not run backwards");
        Span { start: position(from), length: position(to - from) }
    }

    /// The stretch that a text is; a text that is no part of the message is kept with what was undone.
    pub(crate) fn span_of(&mut self, text: &str) -> Span {
        let offset = text.as_ptr().addr().wrapping_sub(self.message.as_ptr().addr());
        let is_inside = offset.checked_add(text.len()).is_some_and(|end| end <= self.message.len());
        if is_inside {
            return Self::stretch(offset, offset + text.len());
        }
        self.kept(text)
    }

    /// Keeps a text with what was undone.
    pub(crate) fn kept(&mut self, text: &str) -> Span {
        let from = self.undone.len();
        self.undone.push_str(text);
        self.undone_from(from)
    }

    /// How much was undone so far.
    pub(crate) fn undone_length(&self) -> usize {
        self.undone.len()
    }

    /// What was undone since.
    pub(crate) fn undone_from(&self, from: usize) -> Span {
        Span { start: position(from) | UNDONE, length: position(self.undone.len() - from) }
    }

    /// Adds a stretch of the message to what was undone.
    pub(crate) fn undo_stretch(&mut self, from: usize, to: usize) {
        self.undone.push_str(&self.message[from..to]);
    }

    /// Adds a character to what was undone.
    pub(crate) fn undo_character(&mut self, character: char) {
        self.undone.push(character);
    }

    /// The text of a stretch.
    pub(crate) fn slice(&self, span: Span) -> &str {
        let from = (span.start & !UNDONE) as usize;
        let source = if span.start & UNDONE == 0 { self.message } else { &self.undone };
        &source[from..from + span.length as usize]
    }

    fn bytes(&self, span: Span) -> &[u8] {
        let from = (span.start & !UNDONE) as usize;
        let source = if span.start & UNDONE == 0 { self.message } else { &self.undone };
        &source.as_bytes()[from..from + span.length as usize]
    }

    /// What the node at a position holds.
    pub(crate) fn value(&self, at: usize) -> Value<'_> {
        let node = &self.nodes[at];
        match node.kind {
            Kind::Null => Value::Null,
            Kind::Scalar => Value::Scalar(self.slice(node.text)),
            Kind::List => Value::List,
            Kind::Record => Value::Record,
        }
    }

    /// The kind of the node at a position.
    pub(crate) fn kind(&self, at: usize) -> Kind {
        self.nodes[at].kind
    }

    /// The name of the node at a position.
    pub(crate) fn name(&self, at: usize) -> &str {
        self.slice(self.nodes[at].name)
    }

    /// Whether the node at a position has this name.
    pub(crate) fn is_named(&self, at: usize, name: &Name) -> bool {
        let node = &self.nodes[at];
        node.key == name.key && self.bytes(node.name) == name.text.as_bytes()
    }

    /// The positions of a node's children.
    pub(crate) fn children(&self, at: usize) -> Children<'_> {
        Children { nodes: &self.nodes, next: at + 1, end: self.nodes[at].end as usize }
    }

    /// The text of a node: its scalar, or the text beside an element's attributes.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        match self.value(at) {
            Value::Scalar(text) => Some(text),
            Value::Record => {
                let own = self.children(at).find(|&child| self.name(child) == TEXT)?;
                self.text(own)
            }
            Value::Null | Value::List => None,
        }
    }
}

/// A position as it is kept.
fn position(at: usize) -> u32 {
    debug_assert!(at < UNDONE as usize, "messages are far shorter");
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The positions of a node's children, first to last.
pub(crate) struct Children<'t> {
    nodes: &'t [Node],
    next: usize,
    end: usize,
}

impl Iterator for Children<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.next >= self.end {
            return None;
        }
        let at = self.next;
        self.next = self.nodes[at].end as usize;
        Some(at)
    }
}
