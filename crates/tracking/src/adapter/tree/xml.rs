//! XML into a tree: elements by their local names, attributes as `@name`, own text beside children as
//! `#text`.
//!
//! A document with a DOCTYPE is refused, and so is any entity but the five of XML itself: nothing is
//! expanded and nothing outside is looked at, so there is no bomb to defuse. Namespaces are not resolved;
//! carriers change prefixes, never meanings.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{Kind, Span, TEXT, Tree};
use crate::adapter::fault::MessageFault;
use crate::adapter::limits;

/// Reads one document; the root of the tree holds the document's element.
pub(crate) fn parse(text: &str) -> Result<Tree<'_>, MessageFault> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut builder = Builder { tree: Tree::of(text), open: Vec::new(), roots: 0 };
    let root = builder.tree.open(Span::EMPTY, Kind::Record, Span::EMPTY)?;
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
        let name = self.tree.span_of(local(start.name().as_ref()));
        let at = self.tree.open(name, Kind::Record, Span::EMPTY)?;
        let mut has_children = false;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|fault| malformed(&fault))?;
            let name = attribute.key.as_ref();
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::default())
                .map_err(|fault| malformed(&fault))?;
            let value = self.tree.span_of(&value);
            let name = self.tree.kept(&format!("@{}", local(name)));
            self.tree.open(name, Kind::Scalar, value)?;
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
        let text = if is_blank { Span::EMPTY } else { self.tree.span_of(&element.text) };
        match (element.has_children, is_blank) {
            (true, true) => {}
            (true, false) => {
                let name = self.tree.span_of(TEXT);
                self.tree.open(name, Kind::Scalar, text)?;
            }
            (false, true) => self.tree.set(element.at, Kind::Null, text),
            (false, false) => self.tree.set(element.at, Kind::Scalar, text),
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
