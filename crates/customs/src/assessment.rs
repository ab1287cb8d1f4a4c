//! The answer: each charge with its row, and what is not known with the reason.

use crate::{Basis, ChargeKind, Collected};
use portolan_model::{CivilDate, Code, CountryCode, Currency, Money, Validity};
use rust_decimal::Decimal;
use std::fmt;

/// What a consignment is charged under one scheme on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The country of import.
    pub country: CountryCode,
    /// The scheme; none where the table has none that is open.
    pub scheme: Option<Code>,
    /// The day whose rows counted.
    pub date: CivilDate,
    /// The currency of every amount.
    pub currency: Currency,
    /// What is charged, in the order duty, excise, tax, fee.
    pub lines: Vec<DutyLine>,
    /// What cannot be told; with anything here there is no total.
    pub unknown: Vec<Unknown>,
    /// What the answer rests on without having been told.
    pub conditions: Vec<Condition>,
}

impl Assessment {
    /// An answer that knows nothing but why.
    pub(crate) fn empty(
        country: CountryCode,
        date: CivilDate,
        currency: Currency,
        unknown: Vec<Unknown>,
    ) -> Self {
        let (lines, conditions) = (Vec::new(), Vec::new());
        Self { country, scheme: None, date, currency, lines, unknown, conditions }
    }

    /// Everything charged; none where anything is not known, never zero for that.
    pub fn total(&self) -> Option<Money> {
        self.unknown.is_empty().then(|| self.sum(|_| true)).flatten()
    }

    /// What is known of the charges, which is less than the total where anything is not known.
    pub fn known(&self) -> Option<Money> {
        self.sum(|_| true)
    }

    /// What is taken at the border, or with the price; none where anything is not known.
    pub fn total_collected(&self, collected: Collected) -> Option<Money> {
        let is_so = |line: &DutyLine| line.collected == collected;
        self.unknown.is_empty().then(|| self.sum(is_so)).flatten()
    }

    /// Whether any row used is doubtful.
    pub fn is_doubtful(&self) -> bool {
        self.lines.iter().any(|line| line.is_doubtful)
    }

    fn sum(&self, counts: impl Fn(&DutyLine) -> bool) -> Option<Money> {
        let amounts = self.lines.iter().filter(|line| counts(line)).map(|line| line.amount);
        Money::sum(self.currency, amounts).ok()
    }
}

/// One charge by one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyLine {
    /// The row's key.
    pub row: Code,
    /// What it is.
    pub kind: ChargeKind,
    /// The charge's name.
    pub charge: Code,
    /// Of what it was taken.
    pub basis: Basis,
    /// How much of that there was: an exact amount of the answer's currency, or a count.
    pub base: Decimal,
    /// The rate.
    pub rate: Rate,
    /// What is charged, rounded once.
    pub amount: Money,
    /// From whom it is taken.
    pub collected: Collected,
    /// Whether it is so little that it is not collected.
    pub is_waived: bool,
    /// The goods it is about: places in the declaration, in order.
    pub items: Vec<usize>,
    /// The days on which the row holds.
    pub validity: Validity,
    /// Where it was published.
    pub source: String,
    /// Whether the sources disagree or the rule was not seen confirmed.
    pub is_doubtful: bool,
    /// Whether it follows from a written rule.
    pub is_estimated: bool,
}

/// The rate of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// In percent.
    Percent(Decimal),
    /// For each.
    Amount(Decimal, Currency),
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "{} %", percent.normalize()),
            Self::Amount(amount, currency) => write!(f, "{} {currency}", amount.normalize()),
        }
    }
}

/// A charge that cannot be told, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The charge; none where it is about all.
    pub charge: Option<Code>,
    /// Why.
    pub gap: Gap,
}

/// Why a charge cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The table has no row for the country on that day.
    Country,
    /// The country has rows, but no scheme of them is open to the consignment.
    Scheme,
    /// No row of the scheme charges or frees any goods of this kind on that day.
    Kind(ChargeKind),
    /// No row fits the value, the origin or the code of the goods.
    Row,
    /// The row says that the law charges something which the table does not hold.
    NotKnown {
        /// The row's key.
        row: Code,
        /// Where it says so.
        source: String,
    },
    /// Several rows fit equally.
    Ambiguous {
        /// Their keys.
        rows: Vec<Code>,
    },
    /// The charge depends on the goods' HS code, which is not given.
    HsCode,
    /// The charge depends on where the goods were made, which is not given.
    Origin,
    /// A currency has no rate of exchange.
    Exchange(Currency),
    /// The charge is taken of duty that is not known.
    Duty,
}

impl Gap {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Country => "country_not_held",
            Self::Scheme => "no_scheme_open",
            Self::Kind(_) => "kind_not_held",
            Self::Row => "no_row_fits",
            Self::NotKnown { .. } => "rate_not_held",
            Self::Ambiguous { .. } => "rows_ambiguous",
            Self::HsCode => "hs_code_missing",
            Self::Origin => "origin_missing",
            Self::Exchange(_) => "no_exchange_rate",
            Self::Duty => "duty_not_known",
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(charge) = &self.charge {
            write!(f, "{charge}: ")?;
        }
        match &self.gap {
            Gap::Country => f.write_str("the network holds no duty of this country on this day"),
            Gap::Scheme => f.write_str("no scheme of this country is open to the consignment"),
            Gap::Kind(kind) => write!(f, "the network holds no {} of this scheme", kind.as_str()),
            Gap::Row => f.write_str("the network holds no row for goods of this value and kind"),
            Gap::NotKnown { source, .. } => write!(f, "the rate is not held ({source})"),
            Gap::Ambiguous { rows } => {
                let rows: Vec<_> = rows.iter().map(Code::as_str).collect();
                write!(f, "several rows fit equally: {}", rows.join(", "))
            }
            Gap::HsCode => f.write_str("it depends on the HS code of the goods: give hs_code"),
            Gap::Origin => f.write_str("it depends on where the goods were made: give the origin"),
            Gap::Exchange(currency) => write!(f, "{currency} has no rate of exchange"),
            Gap::Duty => f.write_str("it is taken of a duty that is not known"),
        }
    }
}

/// What an answer rests on without having been told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The consignee keeps the row's limit of the year: what was bought before is not known.
    YearlyLimit {
        /// The row's key.
        row: Code,
    },
    /// A fee that may be charged: announced, neither its amount nor its day confirmed.
    PossibleFee {
        /// The row's key.
        row: Code,
        /// Its name.
        charge: Code,
        /// Where it says so.
        source: String,
    },
}

impl Condition {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::YearlyLimit { .. } => "yearly_limit_not_checked",
            Self::PossibleFee { .. } => "fee_not_confirmed",
        }
    }
}
