//! One shape for every kind of message: a flat tree of named values that borrows from the bytes.
//!
//! Nodes stand in the order of the message; a node's subtree is the stretch up to its `end`. Parsing
//! allocates one list, and text only where an escape has to be undone. What is in no tree: types of
//! numbers (they stay text, so that no digit of a long number is lost) and order across formats.

pub(crate) mod edifact;
pub(crate) mod json;
pub(crate) mod sheet;
pub(crate) mod xml;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::fault::MessageFault;
use super::limits;

/// The name under which an element's own text stands beside attributes or children.
pub(crate) const TEXT: &str = "#text";

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// Nothing.
    Null,
    /// A text, a number as written, `true` or `false`.
    Scalar(Cow<'a, str>),
    /// Nodes without names.
    List,
    /// Nodes with names.
    Record,
}

/// One value with its name; of a member of a list the name is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'a> {
    /// Its name in the record around it.
    pub(crate) name: Cow<'a, str>,
    /// What it holds.
    pub(crate) value: Value<'a>,
    /// The position behind its subtree.
    pub(crate) end: usize,
}

/// A message as a tree; the root is at position 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    /// A tree for a message of so many bytes.
    pub(crate) fn for_bytes(bytes: usize) -> Self {
        // A value takes about twenty bytes of a carrier's message.
        Self { nodes: Vec::with_capacity((bytes / 20).min(limits::NODES_MAX)) }
    }

    /// Opens a node; its subtree ends where [`Self::close`] is called.
    pub(crate) fn open(
        &mut self,
        name: Cow<'a, str>,
        value: Value<'a>,
    ) -> Result<usize, MessageFault> {
        let at = self.nodes.len();
        if at >= limits::NODES_MAX {
            return Err(MessageFault::too_many_values());
        }
        self.nodes.push(Node { name, value, end: at + 1 });
        Ok(at)
    }

    /// Ends the subtree of a node here.
    pub(crate) fn close(&mut self, at: usize) {
        let end = self.nodes.len();
        self.nodes[at].end = end;
    }

    /// A node that was opened.
    pub(crate) fn node_mut(&mut self, at: usize) -> &mut Node<'a> {
        &mut self.nodes[at]
    }

    /// The node at a position.
    pub(crate) fn node(&self, at: usize) -> &Node<'a> {
        &self.nodes[at]
    }

    /// The positions of a node's children.
    pub(crate) fn children(&self, at: usize) -> Children<'_, 'a> {
        let end = self.nodes[at].end;
        Children { tree: self, next: at + 1, end }
    }

    /// The text of a node: its scalar, or the text beside an element's attributes.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        match &self.nodes[at].value {
            Value::Scalar(text) => Some(text),
            Value::Record => {
                let mut children = self.children(at);
                let own = children.find(|&child| self.nodes[child].name == TEXT)?;
                self.text(own)
            }
            Value::Null | Value::List => None,
        }
    }
}

/// The positions of a node's children, first to last.
pub(crate) struct Children<'t, 'a> {
    tree: &'t Tree<'a>,
    next: usize,
    end: usize,
}

impl Iterator for Children<'_, '_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.next >= self.end {
            return None;
        }
        let at = self.next;
        self.next = self.tree.nodes[at].end;
        Some(at)
    }
}
