//! Patterns of postcodes and shapes of postcodes. All text is upper case without blanks and dashes.

use crate::records::{Pattern, PatternKind, PostcodeShape};

impl Pattern {
    /// Reads `*`, `75*`, `75011`, `20-21` or `310000-311999`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bare = |part: &str| part.trim().replace(' ', "").to_ascii_uppercase();
        let is_code =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let text = text.trim();
        let kind = if text == "*" {
            PatternKind::Everything
        } else if let Some(prefix) = text.strip_suffix('*') {
            PatternKind::Prefix(bare(&prefix.replace('-', "")))
        } else if let Some((first, last)) = text.split_once('-') {
            PatternKind::Range(bare(first), bare(last))
        } else {
            PatternKind::Exactly(bare(text))
        };
        let is_fine = match &kind {
            PatternKind::Everything => true,
            PatternKind::Prefix(code) | PatternKind::Exactly(code) => is_code(code),
            PatternKind::Range(first, last) => {
                is_code(first) && is_code(last) && first.len() == last.len() && first <= last
            }
        };
        is_fine.then_some(Self { kind })
    }

    /// How many characters of a postcode it fixes; more is more specific.
    pub fn specificity(&self) -> u8 {
        let length = match &self.kind {
            PatternKind::Everything => 0,
            PatternKind::Prefix(code) | PatternKind::Exactly(code) => code.len(),
            PatternKind::Range(first, _) => first.len(),
        };
        u8::try_from(length).unwrap_or(u8::MAX)
    }

    /// Whether a postcode, in the form that is compared, fits.
    pub fn fits(&self, postcode: &str) -> bool {
        match &self.kind {
            PatternKind::Everything => true,
            PatternKind::Prefix(prefix) => postcode.starts_with(prefix.as_str()),
            PatternKind::Exactly(code) => postcode == code,
            PatternKind::Range(first, last) => postcode
                .get(..first.len())
                .is_some_and(|head| first.as_str() <= head && head <= last.as_str()),
        }
    }

    /// The characters with which the least code that fits begins: what stands for the pattern where only
    /// a zone is known.
    pub(crate) fn representative(&self) -> &str {
        match &self.kind {
            PatternKind::Everything => "",
            PatternKind::Prefix(code) | PatternKind::Exactly(code) => code,
            PatternKind::Range(first, _) => first,
        }
    }

    /// Whether some postcode fits both.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let (low, high) = self.bounds();
        let (other_low, other_high) = other.bounds();
        // Compare as far as both reach: a shorter pattern holds every continuation.
        let length = low.len().min(other_low.len());
        low[..length] <= other_high[..length] && other_low[..length] <= high[..length]
    }

    fn bounds(&self) -> (&str, &str) {
        match &self.kind {
            PatternKind::Everything => ("", ""),
            PatternKind::Prefix(code) | PatternKind::Exactly(code) => (code, code),
            PatternKind::Range(first, last) => (first, last),
        }
    }
}

impl PostcodeShape {
    /// Reads a shape; blanks and dashes are dropped.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let is_fine = !kept.is_empty() && kept.chars().all(|c| c.is_ascii_alphanumeric());
        is_fine.then(|| Self(kept.to_ascii_uppercase()))
    }

    /// Whether a postcode, in the form that is compared, has this shape.
    pub fn fits(&self, postcode: &str) -> bool {
        let same = |(shape, found): (u8, u8)| match shape {
            b'9' => found.is_ascii_digit(),
            b'A' => found.is_ascii_alphabetic(),
            other => other == found,
        };
        self.0.len() == postcode.len() && self.0.bytes().zip(postcode.bytes()).all(same)
    }

    /// Whether some postcode of this shape begins with some characters.
    pub(crate) fn may_begin_with(&self, code: &str) -> bool {
        self.0.get(..code.len()).is_some_and(|head| Self(head.to_owned()).fits(code))
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            PatternKind::Everything => f.write_str("*"),
            PatternKind::Prefix(prefix) => write!(f, "{prefix}*"),
            PatternKind::Exactly(code) => f.write_str(code),
            PatternKind::Range(first, last) => write!(f, "{first}-{last}"),
        }
    }
}
