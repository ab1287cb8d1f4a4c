//! EDIFACT (generic syntax of ISO 9735, versions 1 to 3) into a tree.
//!
//! A segment is a record named by its tag; its elements are named `1`, `2`, …, and so are their components.
//! A tag that opens a group (as the adapter lists them, outermost first) takes in what follows, up to the
//! next tag of its own or an outer group. The counts and references of `UNT` and `UNZ` are checked: an
//! interchange that does not add up is refused as a whole. Repetition of elements (version 4) is not read.

use std::borrow::Cow;

use super::{Tree, Value};
use crate::adapter::fault::MessageFault;

/// Names of elements and components by their position.
const POSITIONS: [&str; 40] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
    "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33",
    "34", "35", "36", "37", "38", "39", "40",
];

/// The characters that part an interchange.
#[derive(Debug, Clone, Copy)]
struct Signs {
    component: char,
    element: char,
    release: char,
    segment: char,
}

/// What an interchange uses that tells nothing else (ISO 9735, level A).
const USUAL: Signs = Signs { component: ':', element: '+', release: '?', segment: '\'' };

/// One segment: its elements, each with its components.
type Segment<'a> = Vec<Vec<Cow<'a, str>>>;

/// Reads one interchange.
pub(crate) fn parse<'a>(text: &'a str, groups: &[Box<str>]) -> Result<Tree<'a>, MessageFault> {
    let (signs, rest) = signs_of(text.trim_start())?;
    let mut builder = Builder::new(text.len(), groups)?;
    let mut rest = rest.trim_start();
    while !rest.is_empty() {
        let (segment, behind) = next_segment(rest, signs)?;
        builder.take(segment)?;
        rest = behind.trim_start();
    }
    builder.finish()
}

fn signs_of(text: &str) -> Result<(Signs, &str), MessageFault> {
    let Some(advice) = text.strip_prefix("UNA") else { return Ok((USUAL, text)) };
    let mut characters = advice.chars();
    let mut next = || characters.next().filter(char::is_ascii);
    let read = [next(), next(), next(), next(), next(), next()];
    let [Some(component), Some(element), Some(_), Some(release), Some(_), Some(segment)] = read
    else {
        return Err(malformed("UNA is cut"));
    };
    Ok((Signs { component, element, release, segment }, &advice[6..]))
}

fn malformed(what: &str) -> MessageFault {
    MessageFault::malformed("EDIFACT interchange", what)
}

/// Parts one segment off; a text is borrowed unless a release character stands in it.
fn next_segment(text: &str, signs: Signs) -> Result<(Segment<'_>, &str), MessageFault> {
    let mut segment: Segment<'_> = vec![Vec::new()];
    let mut start = 0;
    let mut released: Option<String> = None;
    let mut characters = text.char_indices();
    while let Some((at, sign)) = characters.next() {
        if sign == signs.release {
            let held = released.get_or_insert_default();
            held.push_str(&text[start..at]);
            let Some((_, kept)) = characters.next() else {
                return Err(malformed("it ends with a release character"));
            };
            held.push(kept);
            start = at + sign.len_utf8() + kept.len_utf8();
            continue;
        }
        if ![signs.component, signs.element, signs.segment].contains(&sign) {
            continue;
        }
        let piece = &text[start..at];
        let component = match released.take() {
            Some(held) => Cow::Owned(held + piece),
            None => Cow::Borrowed(piece),
        };
        start = at + sign.len_utf8();
        let many = segment.len() > POSITIONS.len()
            || segment.last().is_some_and(|element| element.len() >= POSITIONS.len());
        if many {
            return Err(malformed("a segment has more than 40 elements or components"));
        }
        if let Some(element) = segment.last_mut() {
            element.push(component);
        }
        if sign == signs.element {
            segment.push(Vec::new());
        } else if sign == signs.segment {
            return Ok((segment, &text[start..]));
        }
    }
    Err(malformed("its last segment has no end"))
}

/// The value of an element's component, both from 1; empty where it is not there.
fn value_of<'s>(segment: &'s Segment<'_>, element: usize, component: usize) -> &'s str {
    let element = segment.get(element).and_then(|element| element.get(component - 1));
    element.map_or("", |value| value)
}

struct Builder<'a, 'g> {
    tree: Tree<'a>,
    root: usize,
    groups: &'g [Box<str>],
    /// The groups that are open, by their position in `groups` and in the tree.
    open: Vec<(usize, usize)>,
    interchange: Option<String>,
    message: Option<String>,
    segments: usize,
    messages: usize,
    is_over: bool,
}

impl<'a, 'g> Builder<'a, 'g> {
    fn new(bytes: usize, groups: &'g [Box<str>]) -> Result<Self, MessageFault> {
        let mut tree = Tree::for_bytes(bytes);
        let root = tree.open(Cow::Borrowed(""), Value::Record)?;
        let (interchange, message) = (None, None);
        let (segments, messages, is_over, open) = (0, 0, false, Vec::new());
        Ok(Self { tree, root, groups, open, interchange, message, segments, messages, is_over })
    }

    fn take(&mut self, segment: Segment<'a>) -> Result<(), MessageFault> {
        if self.is_over {
            return Err(malformed("segments behind UNZ"));
        }
        let tag = value_of(&segment, 0, 1).to_owned();
        if tag.len() != 3 || !tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Err(malformed("a segment without a tag"));
        }
        self.segments += 1;
        match tag.as_str() {
            "UNB" if self.interchange.is_none() => {
                self.interchange = Some(value_of(&segment, 5, 1).to_owned());
            }
            "UNB" => return Err(malformed("more than one interchange in a message")),
            _ if self.interchange.is_none() => return Err(malformed("it does not begin with UNB")),
            "UNH" if self.message.is_none() => {
                self.message = Some(value_of(&segment, 1, 1).to_owned());
                self.segments = 1;
                self.messages += 1;
            }
            "UNH" => return Err(malformed("a message begins within another")),
            "UNT" => self.end_of_message(&segment)?,
            "UNZ" => self.end_of_interchange(&segment)?,
            _ => {}
        }
        self.place(&tag, segment)
    }

    fn end_of_message(&mut self, segment: &Segment<'_>) -> Result<(), MessageFault> {
        let reference = self.message.take().ok_or_else(|| malformed("UNT without UNH"))?;
        check_reference("UNT", value_of(segment, 2, 1), &reference)?;
        check_count("UNT", value_of(segment, 1, 1), self.segments)
    }

    fn end_of_interchange(&mut self, segment: &Segment<'_>) -> Result<(), MessageFault> {
        if self.message.is_some() {
            return Err(malformed("UNZ before UNT"));
        }
        self.is_over = true;
        let reference = self.interchange.clone().unwrap_or_default();
        check_reference("UNZ", value_of(segment, 2, 1), &reference)?;
        check_count("UNZ", value_of(segment, 1, 1), self.messages)
    }

    /// Puts a segment into the innermost group that is open, or opens its own.
    fn place(&mut self, tag: &str, segment: Segment<'a>) -> Result<(), MessageFault> {
        let group = self.groups.iter().position(|group| **group == *tag);
        let is_service = matches!(tag, "UNB" | "UNH" | "UNT" | "UNZ");
        let keep = if is_service { 0 } else { group.unwrap_or(usize::MAX) };
        while let Some(&(level, at)) = self.open.last() {
            if level < keep {
                break;
            }
            self.tree.close(at);
            self.open.pop();
        }
        let at = self.tree.open(Cow::Owned(tag.to_owned()), Value::Record)?;
        for (position, element) in segment.into_iter().enumerate().skip(1) {
            let name = Cow::Borrowed(POSITIONS[position - 1]);
            let inner = self.tree.open(name, Value::Record)?;
            for (place, component) in element.into_iter().enumerate() {
                if !component.is_empty() {
                    let name = Cow::Borrowed(POSITIONS[place]);
                    self.tree.open(name, Value::Scalar(component))?;
                }
            }
            self.tree.close(inner);
        }
        match group {
            Some(level) => self.open.push((level, at)),
            None => self.tree.close(at),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Tree<'a>, MessageFault> {
        if !self.is_over {
            return Err(malformed("it ends before UNZ"));
        }
        while let Some((_, at)) = self.open.pop() {
            self.tree.close(at);
        }
        self.tree.close(self.root);
        Ok(self.tree)
    }
}

fn check_reference(tag: &str, found: &str, wanted: &str) -> Result<(), MessageFault> {
    if found == wanted {
        return Ok(());
    }
    let what = format!("{tag} names another reference than the one it ends");
    Err(MessageFault::new("edifact_reference", what, "ask for the interchange again"))
}

fn check_count(tag: &str, told: &str, counted: usize) -> Result<(), MessageFault> {
    if told.parse() == Ok(counted) {
        return Ok(());
    }
    let told: String = told.chars().take(20).collect();
    let what = format!("{tag} counts {told}, but there are {counted}");
    Err(MessageFault::new("edifact_count", what, "something was lost: ask for it again"))
}
