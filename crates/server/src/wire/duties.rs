//! Declared goods of a request, and the duty of a route as it is shown.

use crate::wire::amounts::{money, read_money};
use crate::wire::faults::Found;
use portolan_api::duty::{Duty, DutyLine as WireLine, DutyNote, DutyStatus, QuoteItem};
use portolan_customs::{Assessment, Collected, Condition, DutyLine, Item, Unknown};
use portolan_model::{
    CivilDate, Code, CountryCode, CurrencyTable, HsCode, Mass, ModelError, Money, limits,
};
use portolan_routing::{DeclaredGoods, RouteDuty};
use std::collections::BTreeSet;

#[cfg(test)]
mod tests;

/// Most registrations of a request: one for every scheme of a country is few.
const REGISTRATIONS_MAX: usize = 20;

fn bounded(what: &'static str, found: usize, max: usize) -> Result<(), ModelError> {
    if found <= max { Ok(()) } else { Err(ModelError::Count { what, found, min: 0, max }) }
}

/// What goods have where their lines do not say it.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    /// The value of all goods.
    pub value: Money,
    /// The mass of the parcel.
    pub mass: Mass,
    /// Where the parcel starts.
    pub start: Option<CountryCode>,
}

/// The goods of a request; without lines all goods are one line of unknown code.
pub fn read_goods(
    found: &mut Found,
    items: &[QuoteItem],
    registrations: &[String],
    whole: Whole,
    currencies: &CurrencyTable,
) -> DeclaredGoods {
    found.keep("items", bounded("lines of goods", items.len(), limits::ORDER_LINES_MAX));
    found.keep("registrations", bounded("registrations", registrations.len(), REGISTRATIONS_MAX));
    if !found.is_empty() {
        return DeclaredGoods::default();
    }
    let given = registrations.iter().enumerate().filter_map(|(place, text)| {
        found.keep(&format!("registrations[{place}]"), Code::parse(text))
    });
    let given: BTreeSet<Code> = given.collect();
    let single = [QuoteItem::default()];
    let lines = if items.is_empty() { &single[..] } else { items };
    let pieces: u64 = lines.iter().map(|line| u64::from(line.quantity.unwrap_or(1))).sum();
    let is_alone = lines.len() == 1;
    let read = |(place, line): (usize, &QuoteItem)| {
        let field = |name: &str| format!("items[{place}].{name}");
        let hs = line.hs.as_deref().map(HsCode::parse).transpose();
        let origin = line.origin.as_deref().map(CountryCode::parse).transpose();
        let value =
            line.value.as_ref().map(|text| read_money(text, currencies)?.not_negative("value"));
        let value = match value {
            Some(value) => value,
            None if is_alone => Ok(whole.value),
            None => Err(ModelError::Contradiction {
                what: "a line of goods has no value",
                mend: "give each of several lines its value",
            }),
        };
        let quantity = line.quantity.unwrap_or(1);
        let quantity = if quantity == 0 {
            Err(ModelError::Count { what: "pieces", found: 0, min: 1, max: u32::MAX as usize })
        } else {
            Ok(quantity)
        };
        let hs = found.keep(&field("hs"), hs);
        let origin = found.keep(&field("origin"), origin);
        let value = found.keep(&field("value"), value);
        let quantity = found.keep(&field("quantity"), quantity);
        let (hs, origin, value, quantity) = (hs?, origin?, value?, quantity?);
        // The parcel's mass is shared over its pieces: only a charge by weight asks for it.
        let grams = u64::from(whole.mass.grams()) * u64::from(quantity) / pieces;
        let grams = u32::try_from(grams).unwrap_or(u32::MAX).max(1);
        let mass = Mass::from_grams(grams).ok()?;
        Some(Item { hs, origin: origin.or(whole.start), quantity, value, mass })
    };
    let items = lines.iter().enumerate().filter_map(read).collect();
    DeclaredGoods { items, given }
}

/// Whether a request left the origin of some goods to where the parcel starts.
pub fn is_origin_assumed(items: &[QuoteItem]) -> bool {
    items.is_empty() || items.iter().any(|item| item.origin.is_none())
}

/// Duty as it is shown.
pub fn shown(duty: &RouteDuty, is_origin_assumed: bool) -> Duty {
    match duty {
        RouteDuty::NoBorder => Duty::bare(DutyStatus::NoBorder),
        RouteDuty::NoValue => {
            Duty::not_known("value_missing", "the value of the goods is not given: give value")
        }
        RouteDuty::NoRate(currency) => {
            let reason = format!("{currency} has no rate of exchange");
            Duty::not_known("no_exchange_rate", &reason)
        }
        RouteDuty::Refused(error) => Duty::not_known(error.code(), &error.to_string()),
        RouteDuty::Assessed(assessment) => assessed(assessment, is_origin_assumed),
    }
}

fn assessed(assessment: &Assessment, is_origin_assumed: bool) -> Duty {
    let total = assessment.total();
    let collected = |when| assessment.total_collected(when).map(money);
    let mut conditions: Vec<DutyNote> = assessment.conditions.iter().map(condition).collect();
    if is_origin_assumed && !assessment.lines.is_empty() {
        let reason = "the goods are taken to be made where the parcel starts";
        conditions.push(note(None, "origin_assumed", reason.to_owned()));
    }
    Duty {
        status: if total.is_some() { DutyStatus::Known } else { DutyStatus::NotKnown },
        total: total.map(money),
        at_import: collected(Collected::Import),
        at_sale: collected(Collected::Sale),
        scheme: assessment.scheme.as_ref().map(Code::to_string),
        date: Some(assessment.date.to_string()),
        lines: assessment.lines.iter().map(line).collect(),
        unknown: assessment.unknown.iter().map(unknown).collect(),
        conditions,
        doubtful: assessment.is_doubtful(),
    }
}

fn line(line: &DutyLine) -> WireLine {
    WireLine {
        row: line.row.to_string(),
        kind: line.kind.as_str().to_owned(),
        charge: line.charge.to_string(),
        basis: line.basis.as_str().to_owned(),
        base: shortened(line.base),
        rate: line.rate.to_string(),
        amount: money(line.amount),
        collected: line.collected.as_str().to_owned(),
        waived: line.is_waived,
        valid_from: line.validity.from().map(|day: CivilDate| day.to_string()),
        valid_to: line.validity.to().map(|day| day.to_string()),
        source: line.source.clone(),
        doubtful: line.is_doubtful,
        estimated: line.is_estimated,
    }
}

/// A basis for reading: at most six decimals, the amount having been reckoned with all of them.
fn shortened(base: rust_decimal::Decimal) -> String {
    base.round_dp(6).normalize().to_string()
}

fn unknown(unknown: &Unknown) -> DutyNote {
    let bare = Unknown { charge: None, gap: unknown.gap.clone() };
    note(unknown.charge.as_ref(), unknown.gap.code(), bare.to_string())
}

fn condition(condition: &Condition) -> DutyNote {
    match condition {
        Condition::YearlyLimit { row } => {
            let reason = format!("the consignee keeps the yearly limit of `{row}`");
            note(None, condition.code(), reason)
        }
        Condition::PossibleFee { charge, source, .. } => {
            let reason = format!("a fee may come on top ({source})");
            note(Some(charge), condition.code(), reason)
        }
    }
}

fn note(charge: Option<&Code>, code: &str, reason: String) -> DutyNote {
    DutyNote { charge: charge.map(Code::to_string), code: code.to_owned(), reason }
}
