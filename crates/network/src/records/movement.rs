//! Who moves parcels and when: operators, processes, legs and their departures, lines, agreements.

use super::{LegIdx, LineIdx, NodeIdx, OperatorIdx, Provenance, TimeOfDay, WeekdayMask};
use crate::{
    schedule::Clock,
    timetable::{Days, Interruptions, Timetable},
    word::Word,
};
use jiff::{Timestamp, civil};
use portolan_model::{Code, CountryCode, Currency};
use rust_decimal::Decimal;

/// Who runs facilities and moves parcels.
#[derive(Debug, Clone)]
pub struct Operator {
    /// The key.
    pub key: Code,
    /// The name in English.
    pub name: String,
    /// The name in Chinese, empty where none is given.
    pub name_zh: String,
    /// What it is.
    pub kind: OperatorKind,
    /// Where it is at home.
    pub country: CountryCode,
    /// Its UPU operator code, may be empty.
    pub upu_code: String,
    /// Its IATA airline code, may be empty.
    pub iata_code: String,
    /// Any other code, may be empty.
    pub other_code: String,
    /// The adapter that reads its tracking messages, may be empty.
    pub tracking_adapter: String,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What an operator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperatorKind {
    /// A designated postal operator.
    Post,
    /// A parcel carrier.
    Carrier,
    /// One who joins many senders' parcels.
    Consolidator,
    /// An airline.
    Airline,
    /// A railway.
    Railway,
    /// A road haulier.
    RoadHaulier,
    /// A shipping line.
    ShippingLine,
    /// A customs broker.
    Broker,
    /// A warehouse keeper.
    WarehouseKeeper,
}

impl Word for OperatorKind {
    const WHAT: &'static str = "kind of operator";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Post, "post"),
        (Self::Carrier, "carrier"),
        (Self::Consolidator, "consolidator"),
        (Self::Airline, "airline"),
        (Self::Railway, "railway"),
        (Self::RoadHaulier, "road_haulier"),
        (Self::ShippingLine, "shipping_line"),
        (Self::Broker, "broker"),
        (Self::WarehouseKeeper, "warehouse_keeper"),
    ];
}

/// Numbers an operator has given the network to use.
#[derive(Debug, Clone)]
pub struct IdentifierRange {
    /// The key.
    pub key: Code,
    /// Whose numbers they are.
    pub operator: OperatorIdx,
    /// How a number is written.
    pub scheme: RangeScheme,
    /// The first number.
    pub first: u64,
    /// The last number.
    pub last: u64,
    /// How many are leased at a time.
    pub block: u32,
    /// For real parcels or for tests.
    pub mode: RangeMode,
    /// The lines whose parcels take it; none means every line of the operator.
    pub lines: Vec<LineIdx>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// How a number of a range is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RangeScheme {
    /// UPU S10: indicator, eight digits, check digit, issuer.
    S10 {
        /// The two letters in front.
        indicator: String,
        /// The country behind.
        issuer: CountryCode,
    },
    /// A plain sequence.
    Sequence {
        /// What stands in front.
        prefix: String,
        /// What stands behind.
        suffix: String,
        /// Digits of the number, zeros in front.
        digits: u8,
    },
}

/// Whether numbers are for real parcels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeMode {
    /// Real parcels.
    Live,
    /// Tests.
    Test,
}

impl Word for RangeMode {
    const WHAT: &'static str = "mode";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Live, "live"), (Self::Test, "test")];
}

/// Work done on a parcel at a facility; its rows are its shifts.
#[derive(Debug, Clone)]
pub struct Process {
    /// The key of its first row.
    pub key: Code,
    /// Where it is done.
    pub facility: NodeIdx,
    /// What is done.
    pub kind: ProcessKind,
    /// To which parcels.
    pub applies: Applies,
    /// Only when the crossing leg has this clearance; none for any.
    pub clearance: Option<Code>,
    /// Order among the processes of the facility, from 1.
    pub step: u16,
    /// Median duration in seconds.
    pub p50_seconds: u32,
    /// Ninety-percent duration in seconds.
    pub p90_seconds: u32,
    /// Pieces per shift, where a limit is known.
    pub capacity_pieces: Option<u32>,
    /// When work may start, in the order of keys.
    pub shifts: Vec<Shift>,
    /// Validity and source of its first row.
    pub provenance: Provenance,
}

impl Process {
    /// How long it takes.
    pub const fn seconds(&self, clock: Clock) -> u32 {
        match clock {
            Clock::P50 => self.p50_seconds,
            Clock::P90 => self.p90_seconds,
        }
    }
}

/// When work of a process may start.
#[derive(Debug, Clone)]
pub struct Shift {
    /// The row's key.
    pub key: Code,
    /// On which days.
    pub weekdays: WeekdayMask,
    /// From when, inclusive.
    pub opens: TimeOfDay,
    /// Until when, exclusive.
    pub closes: TimeOfDay,
    /// The days on which it counts, as numbers.
    pub(crate) days: Days,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProcessKind {
    /// Sorting.
    Sorting,
    /// Customs when leaving.
    ExportCustoms,
    /// Customs when entering.
    ImportCustoms,
    /// Security screening.
    Security,
    /// Packing.
    Packing,
    /// Any other handling.
    Handling,
}

impl Word for ProcessKind {
    const WHAT: &'static str = "kind of process";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Sorting, "sorting"),
        (Self::ExportCustoms, "export_customs"),
        (Self::ImportCustoms, "import_customs"),
        (Self::Security, "security"),
        (Self::Packing, "packing"),
        (Self::Handling, "handling"),
    ];
}

/// To which parcels a process applies, in the order they are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Applies {
    /// The last leg entered the customs territory.
    Import,
    /// Every parcel that leaves the facility.
    Always,
    /// The next leg leaves the customs territory.
    Export,
}

impl Word for Applies {
    const WHAT: &'static str = "case";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Always, "always"), (Self::Export, "export"), (Self::Import, "import")];
}

/// One scheduled or on-demand movement.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the table's row")]
pub struct Leg {
    /// The key.
    pub key: Code,
    /// Who moves.
    pub operator: OperatorIdx,
    /// Where from.
    pub from: NodeIdx,
    /// Where to.
    pub to: NodeIdx,
    /// How: an open list of words.
    pub mode: Code,
    /// Whether the sender brings the parcel (`mode` is `drop_off`).
    pub is_drop_off: bool,
    /// How customs is cleared where it crosses a border.
    pub clearance: Option<Code>,
    /// Whether it crosses from one customs territory into another.
    pub crosses_border: bool,
    /// Kilometres.
    pub distance_km: u32,
    /// For a leg without departures: something leaves so often, in seconds.
    pub headway_seconds: Option<u32>,
    /// Median transit in seconds.
    pub p50_seconds: u32,
    /// Ninety-percent transit in seconds.
    pub p90_seconds: u32,
    /// Grams per departure, where a limit is known.
    pub capacity_grams: Option<u64>,
    /// Pieces per departure, where a limit is known.
    pub capacity_pieces: Option<u32>,
    /// Whether parcels are tracked.
    pub tracked: bool,
    /// Parcels lost per million.
    pub loss_ppm: u32,
    /// Parcels damaged per million.
    pub damage_ppm: u32,
    /// Its departures in the order of their time of day, then of their keys; empty for on-demand legs.
    pub departures: Vec<Departure>,
    /// Whether it was written with departures (then none left valid means that nothing leaves).
    pub is_scheduled: bool,
    /// Whether it may be bought by itself: a `buy` tariff names it.
    pub is_sold_alone: bool,
    /// The lines it is part of, in the order of lines.
    pub rides: Vec<LegRide>,
    /// What disrupts it whatever line it is ridden on, in the order of disruptions.
    pub disruptions: Vec<super::DisruptionIdx>,
    /// The days and times prepared for search.
    pub(crate) timetable: Timetable,
    /// Validity and source.
    pub provenance: Provenance,
}

/// A leg as part of a line.
#[derive(Debug, Clone)]
pub struct LegRide {
    /// The line.
    pub line: LineIdx,
    /// Its stage on the line, from 1; a ride goes on with higher stages only.
    pub stage: u16,
    /// Whether the line may be entered by taking this leg.
    pub entry: bool,
    /// Whether the line may be left after it.
    pub exit: bool,
    /// Validity and source of the row.
    pub provenance: Provenance,
}

/// When a leg leaves.
#[derive(Debug, Clone)]
pub struct Departure {
    /// The key.
    pub key: Code,
    /// On which days.
    pub runs: Runs,
    /// The local time at the place it leaves.
    pub departs: TimeOfDay,
    /// The parcel must be ready so long before, in seconds.
    pub cutoff_seconds: u32,
    /// Whether it does not leave on holidays of the place it leaves.
    pub skips_holidays: bool,
    /// Grams, instead of the leg's.
    pub capacity_grams: Option<u64>,
    /// Pieces, instead of the leg's.
    pub capacity_pieces: Option<u32>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// On which days a departure leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Runs {
    /// Every week.
    Weekly(WeekdayMask),
    /// Once.
    Once(civil::Date),
}

/// A named product of one or more legs, bought as a whole.
#[derive(Debug, Clone)]
pub struct Line {
    /// The key.
    pub key: Code,
    /// The name in English.
    pub name: String,
    /// The name in Chinese, empty where none is given.
    pub name_zh: String,
    /// Who sells it.
    pub operator: OperatorIdx,
    /// How it is called in trade.
    pub export_mode: ExportMode,
    /// In words, may be empty.
    pub description: String,
    /// Its legs, in the order of stage, then of legs.
    pub legs: Vec<LineLeg>,
    /// What disrupts it, in the order of disruptions.
    pub disruptions: Vec<super::DisruptionIdx>,
    /// The same as numbers.
    pub(crate) interruptions: Interruptions,
    /// Validity and source.
    pub provenance: Provenance,
}

impl Line {
    /// Whether something closes or delays the line itself, on some day.
    pub fn is_interrupted(&self) -> bool {
        !self.interruptions.is_none()
    }
}

/// A leg of a line.
#[derive(Debug, Clone)]
pub struct LineLeg {
    /// The leg.
    pub leg: LegIdx,
    /// Its stage, from 1.
    pub stage: u16,
    /// Whether the line may be entered by taking it.
    pub entry: bool,
    /// Whether the line may be left after it.
    pub exit: bool,
}

/// The six ways of exporting parcels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportMode {
    /// The posts' express mail.
    Ems,
    /// A post's small packet.
    SmallPacket,
    /// A post's parcel.
    PostalParcel,
    /// A dedicated line.
    DedicatedLine,
    /// Stock abroad, delivered locally.
    OverseasWarehouse,
    /// A domestic courier's own international product.
    DomesticExpress,
    /// An international integrator.
    InternationalExpress,
}

impl Word for ExportMode {
    const WHAT: &'static str = "export mode";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Ems, "ems"),
        (Self::SmallPacket, "small_packet"),
        (Self::PostalParcel, "postal_parcel"),
        (Self::DedicatedLine, "dedicated_line"),
        (Self::OverseasWarehouse, "overseas_warehouse"),
        (Self::DomesticExpress, "domestic_express"),
        (Self::InternationalExpress, "international_express"),
    ];
}

/// Who may use whose facility, leg, line or service point, and for what.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// The key.
    pub key: Code,
    /// Who gives.
    pub giver: OperatorIdx,
    /// Who takes.
    pub taker: OperatorIdx,
    /// What is used.
    pub subject: AgreementSubject,
    /// Price per piece, where one is agreed.
    pub price: Option<Decimal>,
    /// The currency of the prices.
    pub currency: Option<Currency>,
    /// Lower is preferred.
    pub preference: i32,
    /// The least share of the taker's volume, in percent.
    pub share_min_percent: Option<Decimal>,
    /// The greatest share of the taker's volume, in percent.
    pub share_max_percent: Option<Decimal>,
    /// Pieces the taker commits to per period.
    pub committed_pieces: Option<u32>,
    /// The period in days.
    pub period_days: Option<u32>,
    /// Price per missing piece.
    pub shortfall_price: Option<Decimal>,
    /// What data is shared: `scans`, `addresses`, `volumes`; empty for none.
    pub data_shared: Vec<String>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What an agreement is about; `None` inside means all of the giver's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementSubject {
    /// Facilities.
    Facility(Option<NodeIdx>),
    /// Legs.
    Leg(Option<LegIdx>),
    /// Lines.
    Line(Option<LineIdx>),
    /// Service points.
    ServicePoint(Option<super::ServicePointIdx>),
}

/// A closure or a delay.
#[derive(Debug, Clone)]
pub struct Disruption {
    /// The key.
    pub key: Code,
    /// What is disrupted.
    pub subject: DisruptionSubject,
    /// From when, inclusive.
    pub from: Timestamp,
    /// Until when, exclusive.
    pub to: Timestamp,
    /// What happens.
    pub effect: Effect,
    /// In words, may be empty.
    pub note: String,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What is disrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisruptionSubject {
    /// A leg.
    Leg(LegIdx),
    /// A facility.
    Facility(NodeIdx),
    /// A line.
    Line(LineIdx),
    /// A country.
    Country(super::CountryIdx),
}

/// What a disruption does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing leaves.
    Closed,
    /// Departures leave later.
    Delay {
        /// By so many seconds, at most to the end of the disruption.
        seconds: u32,
    },
}
