//! How a language counts: which form of a word goes with a number.
//!
//! The rules are those of Unicode CLDR for whole numbers below a million. A file of texts names one of
//! them; a language whose rule is not here needs one here.

/// The form that goes with a number, by CLDR's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PluralForm {
    /// Nothing.
    Zero,
    /// One, and what is counted like it.
    One,
    /// Two.
    Two,
    /// A few.
    Few,
    /// Many.
    Many,
    /// All others.
    Other,
}

impl PluralForm {
    /// Its name in files of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// A rule of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PluralRule {
    /// One form for all: Chinese, Japanese, Korean, Vietnamese, Thai, Indonesian, Malay.
    None,
    /// One, and all others: English, German, Dutch, Spanish, Italian, Greek, Turkish.
    One,
    /// Nothing and one, and all others: French, Brazilian Portuguese.
    ZeroOne,
    /// By the last digits: Russian, Ukrainian, Belarusian.
    EastSlavic,
    /// By the last digits, with one alone apart: Polish.
    Polish,
    /// One, two to four, and all others: Czech, Slovak.
    WestSlavic,
    /// Six forms: Arabic.
    Arabic,
}

impl PluralRule {
    /// Every rule.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::One,
        Self::ZeroOne,
        Self::EastSlavic,
        Self::Polish,
        Self::WestSlavic,
        Self::Arabic,
    ];

    /// Its name in files of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::One => "one",
            Self::ZeroOne => "zero_one",
            Self::EastSlavic => "east_slavic",
            Self::Polish => "polish",
            Self::WestSlavic => "west_slavic",
            Self::Arabic => "arabic",
        }
    }

    /// The forms that a text needs.
    pub const fn forms(self) -> &'static [PluralForm] {
        use PluralForm::{Few, Many, One, Other, Two, Zero};
        match self {
            Self::None => &[Other],
            Self::One | Self::ZeroOne => &[One, Other],
            Self::EastSlavic | Self::Polish => &[One, Few, Many],
            Self::WestSlavic => &[One, Few, Other],
            Self::Arabic => &[Zero, One, Two, Few, Many, Other],
        }
    }

    /// The form that goes with a number.
    pub const fn form_of(self, count: u64) -> PluralForm {
        let (last, last_two) = (count % 10, count % 100);
        let is_few = matches!(last, 2..=4) && !matches!(last_two, 12..=14);
        match self {
            Self::One | Self::Polish if count == 1 => PluralForm::One,
            Self::ZeroOne if count <= 1 => PluralForm::One,
            Self::None | Self::One | Self::ZeroOne => PluralForm::Other,
            Self::EastSlavic if last == 1 && last_two != 11 => PluralForm::One,
            Self::EastSlavic | Self::Polish if is_few => PluralForm::Few,
            Self::EastSlavic | Self::Polish => PluralForm::Many,
            Self::WestSlavic => match count {
                1 => PluralForm::One,
                2..=4 => PluralForm::Few,
                _ => PluralForm::Other,
            },
            Self::Arabic => match (count, last_two) {
                (0, _) => PluralForm::Zero,
                (1, _) => PluralForm::One,
                (2, _) => PluralForm::Two,
                (_, 3..=10) => PluralForm::Few,
                (_, 11..=99) => PluralForm::Many,
                _ => PluralForm::Other,
            },
        }
    }
}
