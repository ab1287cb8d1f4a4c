//! The rows of a compiled network, with references resolved to indices.
//!
//! Every record keeps when it is valid and where it is from. Times are whole seconds, masses grams,
//! lengths millimetres, prices exact decimals of a named currency.

mod duty;
mod money;
mod movement;
mod place;
mod rule;

pub use duty::{
    Duty, DutyBasis, DutyCollected, DutyKind, DutyMeasure, DutyTerms, DutyThreshold, DutyValue,
};
pub use money::{
    Band, BaseRate, ChargeBasis, End, FxRate, Surcharge, SurchargeKind, SurchargeSubject, Tariff,
    TariffSubject, Volumetric,
};
pub use movement::{
    Agreement, AgreementSubject, Applies, Departure, Disruption, DisruptionSubject, Effect,
    ExportMode, IdentifierRange, Leg, LegRide, Line, LineLeg, Operator, OperatorKind, Process,
    ProcessKind, RangeMode, RangeScheme, Runs, Shift,
};
pub use place::{
    Calendar, Country, FacilityKind, Node, NodeKind, Pattern, PatternKind, PostcodeShape,
    ServicePoint, ServicePointKind, ZoneKinds,
};
pub use rule::{
    BestBy, Cause, Direction, Field, FieldSet, FieldSubject, GoodsFilter, Guarantee, LinePattern,
    Pays, RequiredField, Restriction, RestrictionLimits, RestrictionSubject, Service,
    ServiceTracking,
};

use crate::index::Idx;
use jiff::civil;
use portolan_model::Validity;
use std::sync::Arc;

/// The place of a country.
pub type CountryIdx = Idx<Country>;
/// The place of an operator.
pub type OperatorIdx = Idx<Operator>;
/// The place of a facility or a zone, which share one list.
pub type NodeIdx = Idx<Node>;
/// The place of a process.
pub type ProcessIdx = Idx<Process>;
/// The place of a leg.
pub type LegIdx = Idx<Leg>;
/// The place of a line.
pub type LineIdx = Idx<Line>;
/// The place of a calendar.
pub type CalendarIdx = Idx<Calendar>;
/// The place of a service point.
pub type ServicePointIdx = Idx<ServicePoint>;
/// The place of a range of identifiers.
pub type IdentifierRangeIdx = Idx<IdentifierRange>;
/// The place of an agreement.
pub type AgreementIdx = Idx<Agreement>;
/// The place of a disruption.
pub type DisruptionIdx = Idx<Disruption>;
/// The place of a tariff.
pub type TariffIdx = Idx<Tariff>;
/// The place of a surcharge.
pub type SurchargeIdx = Idx<Surcharge>;
/// The place of a duty.
pub type DutyIdx = Idx<Duty>;
/// The place of a restriction.
pub type RestrictionIdx = Idx<Restriction>;
/// The place of a required field.
pub type RequiredFieldIdx = Idx<RequiredField>;
/// The place of a service.
pub type ServiceIdx = Idx<Service>;
/// The place of a guarantee.
pub type GuaranteeIdx = Idx<Guarantee>;

/// Where a fact is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNote {
    /// Where it was published and when, or the rule that estimated it; one copy per distinct text.
    pub text: Arc<str>,
    /// Whether it follows from a rule instead of a publication.
    pub estimated: bool,
}

/// What every record keeps beside its own columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// When the row counts.
    pub valid: Validity,
    /// Where the row is from.
    pub source: SourceNote,
}

/// A set of weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WeekdayMask(u8);

impl WeekdayMask {
    /// Every day.
    pub const ALL: Self = Self(0b0111_1111);
    /// No day.
    pub const NONE: Self = Self(0);

    /// The set with one more day, 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn with(self, days_from_monday: u8) -> Self {
        Self(self.0 | 1 << (days_from_monday % 7))
    }

    /// Whether a day, 0 for Monday to 6 for Sunday, is in the set.
    pub const fn contains(self, days_from_monday: u8) -> bool {
        self.0 & 1 << (days_from_monday % 7) != 0
    }

    /// Whether the day of a date is in the set.
    pub fn contains_date(self, date: civil::Date) -> bool {
        self.contains(date.weekday().to_monday_zero_offset().unsigned_abs())
    }

    /// Whether no day is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A time of day in minutes from midnight; 1440 is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay {
    /// Minutes from the day's midnight, at most 1440.
    pub minutes: u16,
}

impl TimeOfDay {
    /// The start of a day.
    pub const START: Self = Self { minutes: 0 };
    /// The end of a day.
    pub const END: Self = Self { minutes: 1440 };
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}
