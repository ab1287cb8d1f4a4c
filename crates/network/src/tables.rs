//! The tables of the format, one file each or two where one is nothing without the other.
//!
//! Each declares its columns, reads its cells and resolves its references. The columns are those of the
//! page of the format; a test compares the two.

pub(crate) mod agreements;
pub(crate) mod ambiguity;
pub(crate) mod countries;
pub(crate) mod departures;
pub(crate) mod disruptions;
pub(crate) mod duties;
mod facilities;
pub(crate) mod fx;
pub(crate) mod guarantees;
pub(crate) mod holidays;
pub(crate) mod identifier_ranges;
pub(crate) mod legs;
pub(crate) mod lines;
pub(crate) mod operators;
pub(crate) mod processes;
pub(crate) mod required_fields;
pub(crate) mod restrictions;
pub(crate) mod service_points;
pub(crate) mod services;
pub(crate) mod surcharges;
pub(crate) mod tariff_bands;
pub(crate) mod tariffs;
#[cfg(test)]
mod tests;
pub(crate) mod zones;

pub(crate) use agreements::AgreementRow;
pub(crate) use countries::CountryRow;
pub(crate) use departures::DepartureRow;
pub(crate) use disruptions::DisruptionRow;
pub(crate) use duties::DutyRow;
pub(crate) use facilities::FacilityRow;
pub(crate) use fx::FxRow;
pub(crate) use guarantees::GuaranteeRow;
pub(crate) use holidays::HolidayRow;
pub(crate) use identifier_ranges::IdentifierRangeRow;
pub(crate) use legs::LegRow;
pub(crate) use lines::{LineLegRow, LineRow};
pub(crate) use operators::OperatorRow;
pub(crate) use processes::ProcessRow;
pub(crate) use required_fields::RequiredFieldRow;
pub(crate) use restrictions::RestrictionRow;
pub(crate) use service_points::ServicePointRow;
pub(crate) use services::ServiceRow;
pub(crate) use surcharges::SurchargeRow;
pub(crate) use tariff_bands::TariffBandRow;
pub(crate) use tariffs::TariffRow;
pub(crate) use zones::ZoneRow;

use crate::{
    read::{
        CellFault, Row,
        cell::{GoodsName, Hours},
    },
    records::TimeOfDay,
};
use portolan_model::{ClientTier, GoodsSet, Side};

/// Two columns' values as one key, shown as `a, b`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair<A, B>(pub A, pub B);

impl<A: std::fmt::Display, B: std::fmt::Display> std::fmt::Display for Pair<A, B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.0, self.1)
    }
}

/// Checks that opening hours are given both or neither, and end after they begin.
fn check_hours(row: &mut Row, opens: Option<TimeOfDay>, closes: Option<TimeOfDay>) {
    row.check(opens.is_some() == closes.is_some(), "closes", || {
        CellFault::new(
            "hours_half",
            "only one of opens and closes is given",
            "give both or neither",
        )
    });
    let is_fine = opens.zip(closes).is_none_or(|(opens, closes)| opens < closes);
    row.check(is_fine, "closes", || {
        let mend = "write a later time, 24:00 at most; hours past midnight are two rows";
        CellFault::new("hours_backwards", "it closes before it opens", mend)
    });
}

/// Checks that nine of ten are not faster than five of ten.
fn check_quantiles(row: &mut Row, p50: Hours, p90: Hours) {
    row.check(p50.seconds <= p90.seconds, "p90_hours", || {
        CellFault::new("quantiles_swapped", "p90 is less than p50", "write at least p50_hours")
    });
}

/// Checks that an amount has a currency.
fn check_currency(row: &mut Row, has_amount: bool, has_currency: bool) {
    row.check(!has_amount || has_currency, "currency", || {
        CellFault::new("currency_missing", "an amount has no currency", "fill in the currency")
    });
}

/// Checks that only what is sold has a client tier.
fn check_tier(row: &mut Row, side: Side, tier: Option<ClientTier>) {
    row.check(side == Side::Sell || tier.is_none(), "tier", || {
        CellFault::new("tier_of_buy", "what is bought has no client tier", "empty the cell")
    });
}

/// The classes of goods that a cell lists.
fn goods(row: &mut Row, column: &'static str) -> GoodsSet {
    let classes = row.list::<GoodsName>(column);
    classes.iter().fold(GoodsSet::EMPTY, |set, class| set.union(class.0))
}
