//! Closed lists of words: the names that cells of the tables may hold.
//!
//! A name never changes once published. Reading is exact: tables are written by people with the page of
//! the format beside them, and a near miss is answered with the nearest name.

/// An enum whose values have one stable name each.
pub trait Word: Copy + Eq + 'static {
    /// What the list is of, for messages.
    const WHAT: &'static str;
    /// Every value and its name.
    const WORDS: &'static [(Self, &'static str)];

    /// The stable name.
    fn as_str(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(value, _)| *value == self);
        found.map(|(_, name)| *name).expect("invariant: every value is in its list")
    }

    /// The value of a name.
    fn find(name: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
    }
}
