//! XML into a tree: elements by their local names, attributes as `@name`, own text beside children as
//! `#text`.
//!
//! A document with a DOCTYPE is refused, and so is any entity but the five of XML itself: nothing is
//! expanded and nothing outside is looked at, so there is no bomb to defuse. Namespaces are not resolved;
//! carriers change prefixes, never meanings.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{TEXT, Tree, Value};
use crate::adapter::fault::MessageFault;
use crate::adapter::limits;

/// Reads one document; the root of the tree holds the document's element.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>, MessageFault> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut builder = Builder { tree: Tree::for_bytes(text.len()), open: Vec::new(), roots: 0 };
    let root = builder.tree.open(Cow::Borrowed(""), Value::Record)?;
    loop {
        let event = reader.read_event().map_err(|fault| malformed(&fault))?;
        match event {
            Event::Start(start) => builder.start(&start)?,
            Event::Empty(start) => {
                builder.start(&start)?;
                builder.end()?;
            }
            Event::End(_) => builder.end()?,
            Event::Text(text) => builder.text(text.into_inner())?,
            Event::CData(text) => builder.text(text.into_inner())?,
            Event::GeneralRef(reference) => builder.reference(&reference)?,
            Event::DocType(_) => return Err(doctype()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if !builder.open.is_empty() || builder.roots == 0 {
        return Err(MessageFault::malformed("XML", "it ends before its element does"));
    }
    builder.tree.close(root);
    Ok(builder.tree)
}

fn malformed(fault: &dyn std::fmt::Display) -> MessageFault {
    let words: String = fault.to_string().chars().take(200).collect();
    MessageFault::malformed("XML", &words)
}

fn doctype() -> MessageFault {
    MessageFault::new(
        "xml_doctype",
        "the message declares a document type".to_owned(),
        "take it out: types and entities are never read, because they can name files or grow without end",
    )
}

/// An element that is not yet at its end.
struct Open<'a> {
    at: usize,
    text: Cow<'a, str>,
    has_children: bool,
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<Open<'a>>,
    roots: usize,
}

impl<'a> Builder<'a> {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), MessageFault> {
        if self.open.len() >= limits::DEPTH_MAX {
            return Err(MessageFault::too_deep());
        }
        if let Some(parent) = self.open.last_mut() {
            parent.has_children = true;
        } else {
            self.roots += 1;
            if self.roots > 1 {
                return Err(MessageFault::malformed("XML", "it has more than one element"));
            }
        }
        let name = local(start.name().as_ref()).to_owned();
        let at = self.tree.open(Cow::Owned(name), Value::Record)?;
        let mut has_children = false;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|fault| malformed(&fault))?;
            let name = attribute.key.as_ref();
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::default())
                .map_err(|fault| malformed(&fault))?
                .into_owned();
            let name = Cow::Owned(format!("@{}", local(name)));
            self.tree.open(name, Value::Scalar(Cow::Owned(value)))?;
            has_children = true;
        }
        self.open.push(Open { at, text: Cow::Borrowed(""), has_children });
        Ok(())
    }

    fn end(&mut self) -> Result<(), MessageFault> {
        let Some(element) = self.open.pop() else {
            return Err(MessageFault::malformed("XML", "an element ends that never began"));
        };
        let is_blank = element.text.trim().is_empty();
        if element.has_children {
            if !is_blank {
                self.tree.open(Cow::Borrowed(TEXT), Value::Scalar(element.text))?;
            }
        } else if is_blank {
            self.tree.node_mut(element.at).value = Value::Null;
        } else {
            self.tree.node_mut(element.at).value = Value::Scalar(element.text);
        }
        self.tree.close(element.at);
        Ok(())
    }

    fn text(&mut self, text: Cow<'a, str>) -> Result<(), MessageFault> {
        match self.open.last_mut() {
            Some(element) if element.text.is_empty() => element.text = text,
            Some(element) => element.text.to_mut().push_str(&text),
            None if text.trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty() => {}
            None => return Err(MessageFault::malformed("XML", "text outside its element")),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), MessageFault> {
        let character = match reference.resolve_char_ref().map_err(|fault| malformed(&fault))? {
            Some(character) => character,
            None => match reference.as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => return Err(entity()),
            },
        };
        self.text(Cow::Owned(character.to_string()))
    }
}

fn entity() -> MessageFault {
    MessageFault::new(
        "xml_entity",
        "the message uses an entity that XML itself does not have".to_owned(),
        "write the character instead: entities are never expanded",
    )
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
