//! EDIFACT (generic syntax of ISO 9735, versions 1 to 3) into a tree.
//!
//! A segment is a record named by its tag; its elements are named `1`, `2`, …, and so are their components.
//! A tag that opens a group (as the adapter lists them, outermost first) takes in what follows, up to the
//! next tag of its own or an outer group. The counts and references of `UNT` and `UNZ` are checked: an
//! interchange that does not add up is refused as a whole. Repetition of elements (version 4) is not read.

use super::{Kind, Span, Tree};
use crate::adapter::fault::MessageFault;

/// Most elements of a segment with its tag, and most components of an element.
const PARTS_MAX: usize = 40;

/// Names of elements and components by their position, one behind the other.
const POSITIONS: &str = "12345678910111213141516171819202122232425262728293031323334353637383940";

/// The characters that part an interchange, all ASCII.
#[derive(Debug, Clone, Copy)]
struct Signs {
    component: u8,
    element: u8,
    release: u8,
    segment: u8,
}

/// What an interchange uses that tells nothing else (ISO 9735, level A).
const USUAL: Signs = Signs { component: b':', element: b'+', release: b'?', segment: b'\'' };

/// Reads one interchange.
pub(crate) fn parse<'a>(text: &'a str, groups: &[Box<str>]) -> Result<Tree<'a>, MessageFault> {
    let begin = text.len() - text.trim_start().len();
    let (signs, advised) = signs_of(&text[begin..])?;
    let mut builder = Builder::new(text, groups)?;
    let mut segment = Segment::default();
    let mut at = begin + advised;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if at == text.len() {
            return builder.finish();
        }
        at = segment.read(&mut builder.tree, text, at, signs)?;
        builder.take(&segment)?;
    }
}

/// The signs, and how many bytes the advice about them takes.
fn signs_of(text: &str) -> Result<(Signs, usize), MessageFault> {
    let Some(advice) = text.strip_prefix("UNA") else { return Ok((USUAL, 0)) };
    let signs = advice.as_bytes().first_chunk::<6>().filter(|signs| signs.is_ascii());
    let Some(&[component, element, _, release, _, segment]) = signs else {
        return Err(malformed("UNA is cut"));
    };
    Ok((Signs { component, element, release, segment }, "UNA".len() + 6))
}

fn malformed(what: &str) -> MessageFault {
    MessageFault::malformed("EDIFACT interchange", what)
}

/// One segment: the components of its elements one behind the other. Read anew for every segment, so that
/// its lists are made once.
#[derive(Default)]
struct Segment {
    components: Vec<Span>,
    /// Behind which component each element ends; the first is the tag.
    ends: Vec<usize>,
}

impl Segment {
    /// Reads the segment that begins at a byte; tells the one behind it.
    fn read(
        &mut self,
        tree: &mut Tree<'_>,
        text: &str,
        begin: usize,
        signs: Signs,
    ) -> Result<usize, MessageFault> {
        self.components.clear();
        self.ends.clear();
        let bytes = text.as_bytes();
        let Signs { component, element, release, segment } = signs;
        let (mut start, mut at) = (begin, begin);
        let mut released: Option<usize> = None;
        while let Some(&sign) = bytes.get(at) {
            if sign == release {
                let Some(kept) = text[at + 1..].chars().next() else {
                    return Err(malformed("it ends with a release character"));
                };
                released.get_or_insert(tree.undone_length());
                tree.undo_stretch(start, at);
                tree.undo_character(kept);
                at += 1 + kept.len_utf8();
                start = at;
                continue;
            }
            if ![component, element, segment].contains(&sign) {
                at += 1;
                continue;
            }
            let piece = match released.take() {
                None => Tree::stretch(start, at),
                Some(from) => {
                    tree.undo_stretch(start, at);
                    tree.undone_from(from)
                }
            };
            self.add(piece)?;
            at += 1;
            start = at;
            if sign != component {
                self.ends.push(self.components.len());
            }
            if sign == segment {
                return Ok(at);
            }
        }
        Err(malformed("its last segment has no end"))
    }

    fn add(&mut self, piece: Span) -> Result<(), MessageFault> {
        let of_element = self.components.len() - self.ends.last().copied().unwrap_or_default();
        if self.ends.len() >= PARTS_MAX || of_element >= PARTS_MAX {
            return Err(malformed("a segment has more than 40 elements or components"));
        }
        self.components.push(piece);
        Ok(())
    }

    /// The components of an element; the tag is element 0.
    fn element(&self, element: usize) -> &[Span] {
        let Some(&end) = self.ends.get(element) else { return &[] };
        let start = element.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.components[start..end]
    }

    /// The value of an element's component, both from 1; empty where it is not there.
    fn value(&self, element: usize, component: usize) -> Span {
        self.element(element).get(component - 1).copied().unwrap_or(Span::EMPTY)
    }
}

struct Builder<'a, 'g> {
    tree: Tree<'a>,
    root: usize,
    /// Names of elements and components by their position.
    positions: Vec<Span>,
    groups: &'g [Box<str>],
    /// The groups that are open, by their position in `groups` and in the tree.
    open: Vec<(usize, usize)>,
    interchange: Option<Span>,
    message: Option<Span>,
    segments: usize,
    messages: usize,
    is_over: bool,
}

impl<'a, 'g> Builder<'a, 'g> {
    fn new(text: &'a str, groups: &'g [Box<str>]) -> Result<Self, MessageFault> {
        let mut tree = Tree::of(text);
        let root = tree.open(Span::EMPTY, Kind::Record, Span::EMPTY)?;
        let all = tree.kept(POSITIONS);
        let digits = |at: usize| if at < 10 { at - 1..at } else { 2 * at - 11..2 * at - 9 };
        let positions = (1..=PARTS_MAX).map(|at| all.part(&digits(at))).collect();
        Ok(Self {
            tree,
            root,
            positions,
            groups,
            open: Vec::new(),
            interchange: None,
            message: None,
            segments: 0,
            messages: 0,
            is_over: false,
        })
    }

    fn take(&mut self, segment: &Segment) -> Result<(), MessageFault> {
        if self.is_over {
            return Err(malformed("segments behind UNZ"));
        }
        let name = segment.value(0, 1);
        let tag: Option<[u8; 3]> = self.tree.slice(name).as_bytes().try_into().ok();
        let is_letter = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let Some(tag) = tag.filter(|tag| tag.iter().all(is_letter)) else {
            return Err(malformed("a segment without a tag"));
        };
        self.segments += 1;
        match &tag {
            b"UNB" if self.interchange.is_none() => {
                self.interchange = Some(segment.value(5, 1));
            }
            b"UNB" => return Err(malformed("more than one interchange in a message")),
            _ if self.interchange.is_none() => return Err(malformed("it does not begin with UNB")),
            b"UNH" if self.message.is_none() => {
                self.message = Some(segment.value(1, 1));
                self.segments = 1;
                self.messages += 1;
            }
            b"UNH" => return Err(malformed("a message begins within another")),
            b"UNT" => self.end_of_message(segment)?,
            b"UNZ" => self.end_of_interchange(segment)?,
            _ => {}
        }
        self.place(tag, name, segment)
    }

    fn end_of_message(&mut self, segment: &Segment) -> Result<(), MessageFault> {
        let reference = self.message.take().ok_or_else(|| malformed("UNT without UNH"))?;
        let value = |element| self.tree.slice(segment.value(element, 1));
        check_reference("UNT", value(2), self.tree.slice(reference))?;
        check_count("UNT", value(1), self.segments)
    }

    fn end_of_interchange(&mut self, segment: &Segment) -> Result<(), MessageFault> {
        if self.message.is_some() {
            return Err(malformed("UNZ before UNT"));
        }
        self.is_over = true;
        let reference = self.interchange.unwrap_or(Span::EMPTY);
        let value = |element| self.tree.slice(segment.value(element, 1));
        check_reference("UNZ", value(2), self.tree.slice(reference))?;
        check_count("UNZ", value(1), self.messages)
    }

    /// Puts a segment into the innermost group that is open, or opens its own.
    fn place(&mut self, tag: [u8; 3], name: Span, segment: &Segment) -> Result<(), MessageFault> {
        let group = self.groups.iter().position(|group| group.as_bytes() == tag);
        let is_service = matches!(&tag, b"UNB" | b"UNH" | b"UNT" | b"UNZ");
        let keep = if is_service { 0 } else { group.unwrap_or(usize::MAX) };
        while let Some(&(level, at)) = self.open.last() {
            if level < keep {
                break;
            }
            self.tree.close(at);
            self.open.pop();
        }
        let at = self.tree.open(name, Kind::Record, Span::EMPTY)?;
        for element in 1..segment.ends.len() {
            let name = self.positions[element - 1];
            let inner = self.tree.open(name, Kind::Record, Span::EMPTY)?;
            for (&component, &name) in segment.element(element).iter().zip(&self.positions) {
                if !self.tree.slice(component).is_empty() {
                    self.tree.open(name, Kind::Scalar, component)?;
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
