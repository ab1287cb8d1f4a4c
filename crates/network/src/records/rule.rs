//! What is refused, what is asked for, what is sold and what is promised.

use super::{CountryIdx, End, LegIdx, LineIdx, NodeIdx, OperatorIdx, Provenance, ServiceIdx};
use crate::word::Word;
use portolan_model::{BatteryPacking, BatteryUn, Code, Currency, GoodsSet, Incoterm};
use rust_decimal::Decimal;

/// What is not carried.
#[derive(Debug, Clone)]
pub struct Restriction {
    /// The key.
    pub key: Code,
    /// By whom or where.
    pub subject: RestrictionSubject,
    /// Only for destinations in these countries or zones; none for all.
    pub destinations: Vec<End>,
    /// Which goods it is about.
    pub goods: GoodsFilter,
    /// What they may not break.
    pub limits: RestrictionLimits,
    /// In words.
    pub reason: String,
    /// In Chinese, empty where none is given.
    pub reason_zh: String,
    /// Validity and source.
    pub provenance: Provenance,
}

/// By whom or where goods are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RestrictionSubject {
    /// By an operator.
    Operator(OperatorIdx),
    /// On a line.
    Line(LineIdx),
    /// On a leg.
    Leg(LegIdx),
    /// At a facility.
    Facility(NodeIdx),
    /// For a service.
    Service(ServiceIdx),
    /// By a country.
    Country(CountryIdx, Direction),
}

/// How a parcel touches a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// The country is its destination.
    To,
    /// The country is its origin.
    From,
    /// It passes a facility there.
    Through,
}

impl Word for Direction {
    const WHAT: &'static str = "direction";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::To, "to"), (Self::From, "from"), (Self::Through, "through")];
}

/// Which goods a rule is about: any of the classes, or any of the batteries; with neither, all goods.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoodsFilter {
    /// The classes.
    pub classes: GoodsSet,
    /// The batteries; a UN number without packing stands for each.
    pub batteries: Vec<(BatteryUn, Option<BatteryPacking>)>,
}

/// The limits of a restriction; a row without any refuses the goods as such.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RestrictionLimits {
    /// Heaviest mass, in grams.
    pub mass_max_grams: Option<u32>,
    /// Lightest mass, in grams.
    pub mass_min_grams: Option<u32>,
    /// Longest side.
    pub side_max_mm: Option<u32>,
    /// Length, width and height together.
    pub sum_max_mm: Option<u32>,
    /// Length and twice width and height.
    pub length_plus_girth_max_mm: Option<u32>,
    /// The longest side is at least that.
    pub side_min_mm: Option<u32>,
    /// The second side is at least that.
    pub second_side_min_mm: Option<u32>,
    /// A roll's length.
    pub roll_length_max_mm: Option<u32>,
    /// A roll's length and twice its diameter.
    pub roll_sum_max_mm: Option<u32>,
    /// The declared value.
    pub value_max: Option<(Decimal, Currency)>,
}

/// A piece of data that a destination or an operator asks for.
#[derive(Debug, Clone)]
pub struct RequiredField {
    /// The key.
    pub key: Code,
    /// The destination; none for all.
    pub country: Option<CountryIdx>,
    /// For what is used; none for everything.
    pub subject: Option<FieldSubject>,
    /// Only if a crossing leg has this clearance.
    pub clearance: Option<Code>,
    /// What is asked for.
    pub field: Field,
    /// Only if the value is greater.
    pub value_over: Option<(Decimal, Currency)>,
    /// Only for these classes; empty for all.
    pub goods: GoodsSet,
    /// In words.
    pub reason: String,
    /// In Chinese, empty where none is given.
    pub reason_zh: String,
    /// Validity and source.
    pub provenance: Provenance,
}

/// For what a field is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldSubject {
    /// Every line.
    AnyLine,
    /// A line.
    Line(LineIdx),
    /// Every service.
    AnyService,
    /// A service.
    Service(ServiceIdx),
    /// Every operator.
    AnyOperator,
    /// An operator.
    Operator(OperatorIdx),
}

/// What may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The recipient's name.
    RecipientName,
    /// The recipient's telephone number.
    RecipientPhone,
    /// The recipient's e-mail address.
    RecipientEmail,
    /// The recipient's tax number.
    RecipientTaxId,
    /// The recipient's province or state.
    RecipientRegion,
    /// The postcode.
    Postcode,
    /// The HS code.
    HsCode,
    /// A description in English.
    DescriptionEn,
    /// A description in the destination's language.
    DescriptionLocal,
    /// The value.
    Value,
    /// The number of the EU's import one-stop shop.
    IossNumber,
    /// The sender's tax number.
    SenderTaxId,
    /// The manufacturer's identification code.
    Mid,
}

impl Word for Field {
    const WHAT: &'static str = "field";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::RecipientName, "recipient_name"),
        (Self::RecipientPhone, "recipient_phone"),
        (Self::RecipientEmail, "recipient_email"),
        (Self::RecipientTaxId, "recipient_tax_id"),
        (Self::RecipientRegion, "recipient_region"),
        (Self::Postcode, "postcode"),
        (Self::HsCode, "hs_code"),
        (Self::DescriptionEn, "description_en"),
        (Self::DescriptionLocal, "description_local"),
        (Self::Value, "value"),
        (Self::IossNumber, "ioss_number"),
        (Self::SenderTaxId, "sender_tax_id"),
        (Self::Mid, "mid"),
    ];
}

/// A set of fields, such as those that an order gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FieldSet(u16);

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self(0);

    /// The set with one more field.
    #[must_use]
    pub const fn with(self, field: Field) -> Self {
        Self(self.0 | 1 << field as u16)
    }

    /// Whether a field is in the set.
    pub const fn contains(self, field: Field) -> bool {
        self.0 & 1 << field as u16 != 0
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<T: IntoIterator<Item = Field>>(fields: T) -> Self {
        fields.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// What a seller buys.
#[derive(Debug, Clone)]
pub struct Service {
    /// The key.
    pub key: Code,
    /// The name in English.
    pub name: String,
    /// The name in Chinese, empty where none is given.
    pub name_zh: String,
    /// Every line on a route must fit one of them.
    pub lines: Vec<LinePattern>,
    /// How much of a route must be tracked.
    pub tracked: ServiceTracking,
    /// Calendar days from hand-in at p90, where limited.
    pub days_max_p90: Option<u32>,
    /// Loss of the route in parts per million, where limited.
    pub loss_ppm_max: Option<u32>,
    /// Which of the allowed routes is offered.
    pub best_by: BestBy,
    /// Who pays duty and tax, where they are known.
    pub incoterm: Incoterm,
    /// The destinations; none for every country.
    pub countries: Option<Vec<CountryIdx>>,
    /// Validity and source.
    pub provenance: Provenance,
}

impl Service {
    /// Whether it may use a line.
    pub fn fits_line(&self, key: &Code) -> bool {
        self.lines.iter().any(|pattern| pattern.fits(key))
    }

    /// Whether it goes to a country.
    pub fn serves(&self, country: CountryIdx) -> bool {
        self.countries.as_ref().is_none_or(|countries| countries.contains(&country))
    }
}

/// A line's key, or the beginning of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinePattern {
    /// Every key that begins so; empty for every line.
    Prefix(String),
    /// This line.
    Exactly(Code),
}

impl LinePattern {
    /// Whether a line's key fits.
    pub fn fits(&self, key: &Code) -> bool {
        match self {
            Self::Prefix(prefix) => key.as_str().starts_with(prefix.as_str()),
            Self::Exactly(line) => line == key,
        }
    }
}

/// How much of a route must be tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceTracking {
    /// Every leg.
    All,
    /// Tracking does not matter.
    Any,
}

impl Word for ServiceTracking {
    const WHAT: &'static str = "tracking";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::All, "all"), (Self::Any, "any")];
}

/// Which of the allowed routes is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BestBy {
    /// The cheapest.
    Price,
    /// The earliest at p50.
    P50,
    /// The earliest at p90.
    P90,
}

impl Word for BestBy {
    const WHAT: &'static str = "order";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Price, "price"), (Self::P50, "p50"), (Self::P90, "p90")];
}

/// What is paid when a promise is broken.
#[derive(Debug, Clone)]
pub struct Guarantee {
    /// The key.
    pub key: Code,
    /// The service.
    pub service: ServiceIdx,
    /// The destinations; none for every country.
    pub countries: Option<Vec<CountryIdx>>,
    /// What went wrong.
    pub cause: Cause,
    /// For `late`: later than so many days.
    pub days: Option<u32>,
    /// Of what a share is paid.
    pub pays: Pays,
    /// The share in percent.
    pub percent: Decimal,
    /// At most so much.
    pub cap: Option<(Decimal, Currency)>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What went wrong with a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It came late.
    Late,
    /// It was lost.
    Lost,
    /// It was damaged.
    Damaged,
    /// Customs kept it.
    Customs,
    /// Something was missing.
    Short,
}

impl Word for Cause {
    const WHAT: &'static str = "cause";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Late, "late"),
        (Self::Lost, "lost"),
        (Self::Damaged, "damaged"),
        (Self::Customs, "customs"),
        (Self::Short, "short"),
    ];
}

/// Of what a share is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pays {
    /// The freight.
    FreightShare,
    /// The declared value.
    DeclaredValue,
}

impl Word for Pays {
    const WHAT: &'static str = "compensation";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::FreightShare, "freight_share"), (Self::DeclaredValue, "declared_value")];
}
