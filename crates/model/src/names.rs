//! Closed lists of words: an enum whose variants have one stable text name each.
//!
//! The name is what files, the store and the HTTP interface carry; it never changes once published.

/// Declares an enum with `ALL`, `as_str`, `parse`, `Display` and `FromStr` over its stable names.
///
/// `$what` names the list in the error a reader sees.
macro_rules! named_enum {
    (
        $(#[$meta:meta])* $vis:vis enum $name:ident ($what:literal) {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// Every stable name, in the order of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$($text,)+];

            /// The stable name that files and interfaces carry.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Reads a stable name; letter case and surrounding blanks do not matter, `-` and blanks
            /// stand for `_`. Anything else is [`ModelError::Choice`](crate::ModelError::Choice).
            pub fn parse(text: &str) -> Result<Self, crate::ModelError> {
                let wanted = text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
                let found = Self::ALL.iter().find(|value| value.as_str() == wanted);
                found.copied().ok_or_else(|| crate::ModelError::Choice {
                    what: $what,
                    found: crate::text::excerpt(text),
                    allowed: Self::NAMES.join(", "),
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::ModelError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Self::parse(text) }
        }
    };
}

pub(crate) use named_enum;
