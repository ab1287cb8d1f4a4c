//! How one field of a scan is taken from a message: paths, then transforms from a closed list.

use std::borrow::Cow;

use super::limits;
use super::path::{Path, Place, Scope};
use super::tree::Tree;

/// What is done to a text, from a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Transform {
    /// Blanks off both ends.
    Trim,
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
    /// ASCII digits alone.
    Digits,
    /// What stands before the first of a text; the whole where it does not occur.
    Before(Box<str>),
    /// What stands behind the first of a text; nothing where it does not occur.
    After(Box<str>),
    /// What stands before the last of a text; the whole where it does not occur.
    BeforeLast(Box<str>),
    /// What stands behind the last of a text; nothing where it does not occur.
    AfterLast(Box<str>),
    /// The text where it has a shape, an `A` for each letter and a `0` for each digit; else nothing.
    Like(Box<str>),
    /// Another text instead, whatever it was.
    Instead(Box<str>),
}

impl Transform {
    /// Reads `trim`, `upper`, `lower`, `digits`, or one of `before`, `after`, `before_last`, `after_last`,
    /// `like` and `instead` with its text, as `before('…')`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "trim" => return Some(Self::Trim),
            "upper" => return Some(Self::Upper),
            "lower" => return Some(Self::Lower),
            "digits" => return Some(Self::Digits),
            _ => {}
        }
        let (name, rest) = text.split_once("('")?;
        let mark: Box<str> = rest.strip_suffix("')").filter(|mark| !mark.is_empty())?.into();
        match name {
            "before" => Some(Self::Before(mark)),
            "after" => Some(Self::After(mark)),
            "before_last" => Some(Self::BeforeLast(mark)),
            "after_last" => Some(Self::AfterLast(mark)),
            "like" => Some(Self::Like(mark)),
            "instead" => Some(Self::Instead(mark)),
            _ => None,
        }
    }

    fn apply<'t>(&'t self, text: Cow<'t, str>) -> Option<Cow<'t, str>> {
        let part = |text: Cow<'t, str>, from: usize, to: usize| match text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[from..to]),
            Cow::Owned(text) => Cow::Owned(text[from..to].to_owned()),
        };
        let length = text.len();
        Some(match self {
            Self::Trim => {
                let from = length - text.trim_start().len();
                let to = from + text.trim().len();
                part(text, from, to)
            }
            Self::Upper => Cow::Owned(text.to_uppercase()),
            Self::Lower => Cow::Owned(text.to_lowercase()),
            Self::Digits => Cow::Owned(text.chars().filter(char::is_ascii_digit).collect()),
            Self::Before(mark) => {
                let to = text.find(&**mark).unwrap_or(length);
                part(text, 0, to)
            }
            Self::BeforeLast(mark) => {
                let to = text.rfind(&**mark).unwrap_or(length);
                part(text, 0, to)
            }
            Self::After(mark) => {
                let from = text.find(&**mark)? + mark.len();
                part(text, from, length)
            }
            Self::AfterLast(mark) => {
                let from = text.rfind(&**mark)? + mark.len();
                part(text, from, length)
            }
            Self::Like(shape) => return Some(text).filter(|text| has_shape(text, shape)),
            Self::Instead(text) => Cow::Borrowed(text),
        })
    }
}

/// Whether a text has a letter for every `A` of a shape, a digit for every `0`, and all else as it stands.
fn has_shape(text: &str, shape: &str) -> bool {
    let (text, shape) = (text.as_bytes(), shape.as_bytes());
    let fits = |(is, wanted): (&u8, &u8)| match wanted {
        b'A' => is.is_ascii_alphabetic(),
        b'0' => is.is_ascii_digit(),
        other => is == other,
    };
    text.len() == shape.len() && text.iter().zip(shape).all(fits)
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// One place of the message.
    Path(Path),
    /// Several places, joined; those that are empty are left out.
    Join(Vec<Path>, Box<str>),
    /// A text of the adapter's own.
    Fixed(Box<str>),
}

/// One way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) origin: Origin,
    pub(crate) transforms: Vec<Transform>,
}

impl Way {
    fn read<'t>(&'t self, tree: &'t Tree<'_>, place: Place) -> Option<Cow<'t, str>> {
        let mut text = match &self.origin {
            Origin::Path(path) => Cow::Borrowed(cut(path.find_text(tree, place)?)),
            Origin::Fixed(text) => Cow::Borrowed(&**text),
            Origin::Join(paths, with) => {
                let pieces = paths.iter().filter_map(|path| path.find_text(tree, place));
                let pieces: Vec<&str> = pieces.map(cut).collect();
                Cow::Owned(pieces.join(with))
            }
        };
        for transform in &self.transforms {
            text = transform.apply(text)?;
        }
        // Most texts begin with a letter; only of others has it to be found out whether they are blank.
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_graphic());
        if begins || !text.trim().is_empty() { Some(text) } else { None }
    }
}

/// A field: the first of its ways that gives a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Field {
    pub(crate) ways: Vec<Way>,
}

impl Field {
    /// The text of the field, where any way gives one.
    pub(crate) fn read<'t>(&'t self, tree: &'t Tree<'_>, place: Place) -> Option<Cow<'t, str>> {
        self.ways.iter().find_map(|way| way.read(tree, place))
    }

    /// The narrowest thing it is about: what is of the message or the parcel need not be looked up anew for
    /// every event.
    pub(crate) fn scope(&self) -> Scope {
        let paths = self.ways.iter().flat_map(|way| match &way.origin {
            Origin::Path(path) => std::slice::from_ref(path),
            Origin::Join(paths, _) => paths.as_slice(),
            Origin::Fixed(_) => &[],
        });
        paths.map(|path| path.scope).max().unwrap_or(Scope::Message)
    }

    /// Whether the adapter names it at all.
    pub(crate) const fn is_given(&self) -> bool {
        !self.ways.is_empty()
    }
}

/// A text cut to what a field may hold, at a character's end.
fn cut(text: &str) -> &str {
    if text.len() <= limits::FIELD_BYTES_MAX {
        return text;
    }
    let mut end = limits::FIELD_BYTES_MAX;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
