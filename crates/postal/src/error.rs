//! Why something cannot be printed, in words that say what to do about it.

use thiserror::Error;

/// Why a label, a declaration, a barcode or a manifest cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LabelError {
    /// Text with a character that cannot be printed.
    #[error("{field} `{text}` cannot be printed, no font draws {letter}: {mend}")]
    Script {
        /// The field, such as `recipient.city`.
        field: &'static str,
        /// Its text.
        text: String,
        /// The first character that no font draws.
        letter: String,
        /// What to do.
        mend: &'static str,
    },
    /// A font that cannot be read or cut out.
    #[error("a font of this program cannot be used: build the fonts again (`make web`)")]
    Font,
    /// A field that must be there.
    #[error("{field} is empty: a label cannot go without it")]
    Empty {
        /// The field.
        field: &'static str,
    },
    /// Text that stays too long at the smallest size, where cutting it would lose the parcel.
    #[error("{field} `{text}` does not fit the label even in its smallest print: shorten it")]
    TooLong {
        /// The field, or the block of lines.
        field: &'static str,
        /// Its text.
        text: String,
    },
    /// Text that Code 128 is not used for.
    #[error("`{text}` cannot be a barcode: give 1 to 64 printable ASCII characters")]
    Barcode {
        /// The text.
        text: String,
    },
    /// A barcode wider than the paper.
    #[error(
        "the barcode of `{text}` would be wider than the label: use an identifier of at most 35 characters"
    )]
    BarcodeWide {
        /// The text.
        text: String,
    },
    /// Bars too fine for a printer.
    #[error("the bars are too fine for {dpi} dpi: print at 300 dpi or from the PDF")]
    Resolution {
        /// Its dots per inch.
        dpi: u16,
    },
    /// A number that is no serial shipping container code.
    #[error("`{text}` is no SSCC: give 18 digits with a right check digit")]
    Sscc {
        /// The text.
        text: String,
    },
    /// A piece number outside its range.
    #[error("piece {piece} of {count} does not exist: count from 1 to at most 99")]
    Piece {
        /// The piece.
        piece: u16,
        /// How many there are.
        count: u16,
    },
    /// A declaration or manifest without rows, or with too many.
    #[error("{what} has {found} rows: give 1 to {max}")]
    RowCount {
        /// What is too long or empty.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// Amounts of a declaration in several currencies, or too large to add.
    #[error("the values declared cannot be added: give all of them in one currency")]
    DeclaredCurrency,
    /// A total that is not the sum of its rows.
    #[error("the {what} declared is {declared} but its rows make {sum}: correct one of them")]
    DeclaredTotal {
        /// `value` or `mass`.
        what: &'static str,
        /// The total given.
        declared: String,
        /// The total of the rows.
        sum: String,
    },
    /// Goods worth more than a CN 22 may declare.
    #[error("goods worth {value} exceed the {ceiling} of a CN 22: attach a CN 23 declaration")]
    NeedsCn23 {
        /// The value declared.
        value: String,
        /// The ceiling in the same currency.
        ceiling: String,
    },
}

impl LabelError {
    /// A name that stays the same from version to version, for programs to match on.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Script { .. } => "label_script",
            Self::Font => "label_font",
            Self::Empty { .. } => "label_empty",
            Self::TooLong { .. } => "label_too_long",
            Self::Barcode { .. } => "label_barcode",
            Self::BarcodeWide { .. } => "label_barcode_wide",
            Self::Resolution { .. } => "label_resolution",
            Self::Sscc { .. } => "label_sscc",
            Self::Piece { .. } => "label_piece",
            Self::RowCount { .. } => "label_row_count",
            Self::DeclaredCurrency => "label_declared_currency",
            Self::DeclaredTotal { .. } => "label_declared_total",
            Self::NeedsCn23 { .. } => "label_needs_cn23",
        }
    }
}
