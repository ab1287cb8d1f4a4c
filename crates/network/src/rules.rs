//! What is refused and what is asked for: `restrictions.csv` and `required_fields.csv` applied to a parcel.

use crate::{
    RideEnd, Shipment, Snapshot,
    pricing::convert,
    records::{
        CountryIdx, End, Field, FieldSet, FieldSubject, GoodsFilter, LineIdx, OperatorIdx,
        RequiredFieldIdx, Restriction, RestrictionIdx, RestrictionLimits, RestrictionSubject,
        ServiceIdx,
    },
};
use jiff::civil;
use portolan_model::{Code, Currency, Money, Shape, Size};
use rust_decimal::Decimal;

#[cfg(test)]
mod tests;

/// The restrictions of one subject that refuse a parcel on the hand-in day, in the order of their keys.
pub fn refusals(
    snapshot: &Snapshot,
    subject: RestrictionSubject,
    shipment: &Shipment,
    destination: &RideEnd,
    day: civil::Date,
) -> Vec<RestrictionIdx> {
    let Some(listed) = snapshot.lookups.restrictions.get(&subject) else {
        return Vec::new();
    };
    let refuses = |index: &RestrictionIdx| refuses(snapshot, *index, shipment, destination, day);
    listed.iter().copied().filter(refuses).collect()
}

/// Whether one restriction refuses a parcel on the hand-in day, whatever its subject.
pub fn refuses(
    snapshot: &Snapshot,
    restriction: RestrictionIdx,
    shipment: &Shipment,
    destination: &RideEnd,
    day: civil::Date,
) -> bool {
    let row = &snapshot.restrictions[restriction];
    row.provenance.valid.contains(day)
        && fits_goods(&row.goods, shipment)
        && fits_destination(row, destination)
        && (row.limits == RestrictionLimits::default()
            || breaks_limit(snapshot, &row.limits, shipment, day))
}

/// A route, as far as required fields ask about it.
#[derive(Debug, Clone, Copy)]
pub struct FieldQuestion<'a> {
    /// The destination.
    pub country: CountryIdx,
    /// The lines used.
    pub lines: &'a [LineIdx],
    /// The operators of the lines and legs used.
    pub operators: &'a [OperatorIdx],
    /// The service sold, where one is.
    pub service: Option<ServiceIdx>,
    /// The clearances of the legs that cross a border.
    pub clearances: &'a [Code],
    /// The parcel.
    pub shipment: &'a Shipment,
    /// The hand-in day.
    pub day: civil::Date,
}

/// The fields that a route asks for, in the order of their keys.
pub fn required_fields(snapshot: &Snapshot, question: &FieldQuestion) -> Vec<RequiredFieldIdx> {
    let indices = snapshot.required_fields.indices();
    indices.filter(|&index| is_required(snapshot, question, index)).collect()
}

/// The fields that a route asks for and that are not given, in the order of their keys.
pub fn missing_fields(
    snapshot: &Snapshot,
    question: &FieldQuestion,
    given: FieldSet,
) -> Vec<RequiredFieldIdx> {
    let mut asked = required_fields(snapshot, question);
    asked.retain(|&index| !given.contains(snapshot.required_fields[index].field));
    asked
}

/// The distinct fields of some required fields, in the order of the format's list.
pub fn fields_of(snapshot: &Snapshot, rows: &[RequiredFieldIdx]) -> Vec<Field> {
    let mut fields: Vec<_> = rows.iter().map(|&row| snapshot.required_fields[row].field).collect();
    fields.sort();
    fields.dedup();
    fields
}

fn fits_destination(row: &Restriction, destination: &RideEnd) -> bool {
    let names = |end: &End| match *end {
        End::Anywhere => true,
        End::Country(country) => destination.country == country,
        End::Place(node) => destination.lies_in(node),
    };
    row.destinations.is_empty() || row.destinations.iter().any(names)
}

fn fits_goods(filter: &GoodsFilter, shipment: &Shipment) -> bool {
    if filter.classes.is_empty() && filter.batteries.is_empty() {
        return true;
    }
    let battery_fits = shipment.goods.battery().is_some_and(|battery| {
        let same = |&(un, packing): &(_, Option<_>)| {
            un == battery.un() && packing.is_none_or(|packing| packing == battery.packing())
        };
        filter.batteries.iter().any(same)
    });
    battery_fits || filter.classes.intersects(shipment.goods.classes())
}

fn breaks_limit(
    snapshot: &Snapshot,
    limits: &RestrictionLimits,
    shipment: &Shipment,
    day: civil::Date,
) -> bool {
    let grams = shipment.actual.grams();
    limits.mass_max_grams.is_some_and(|max| grams > max)
        || limits.mass_min_grams.is_some_and(|min| grams < min)
        || shipment.size.as_ref().is_some_and(|size| breaks_size(limits, size))
        || limits.value_max.is_some_and(|max| is_worth_more(snapshot, shipment.value, max, day))
}

/// A roll is measured by the figures for rolls where the row has any; else by the box around it.
fn breaks_size(limits: &RestrictionLimits, size: &Size) -> bool {
    let has_roll_figures = limits.roll_length_max_mm.or(limits.roll_sum_max_mm).is_some();
    if let (Shape::Roll { length_mm, .. }, true) = (size.shape(), has_roll_figures) {
        let sum_mm = size.roll_sum_mm().unwrap_or(0);
        return limits.roll_length_max_mm.is_some_and(|max| length_mm > max)
            || limits.roll_sum_max_mm.is_some_and(|max| sum_mm > max);
    }
    limits.side_max_mm.is_some_and(|max| size.length_mm() > max)
        || limits.sum_max_mm.is_some_and(|max| size.sum_mm() > max)
        || limits.length_plus_girth_max_mm.is_some_and(|max| size.length_plus_girth_mm() > max)
        || limits.side_min_mm.is_some_and(|min| size.length_mm() < min)
        || limits.second_side_min_mm.is_some_and(|min| size.width_mm() < min)
}

/// Whether a value is above a limit. Without a rate nobody can tell, which counts as above.
fn is_worth_more(
    snapshot: &Snapshot,
    value: Money,
    (limit, currency): (Decimal, Currency),
    day: civil::Date,
) -> bool {
    if value.is_zero() {
        return false;
    }
    let converted = convert(snapshot, value.to_decimal(), value.currency(), currency, day);
    converted.is_none_or(|amount| amount > limit)
}

fn is_required(snapshot: &Snapshot, question: &FieldQuestion, index: RequiredFieldIdx) -> bool {
    let row = &snapshot.required_fields[index];
    let is_used = |subject: FieldSubject| match subject {
        FieldSubject::AnyLine => !question.lines.is_empty(),
        FieldSubject::Line(line) => question.lines.contains(&line),
        FieldSubject::AnyService => question.service.is_some(),
        FieldSubject::Service(service) => question.service == Some(service),
        FieldSubject::AnyOperator => !question.operators.is_empty(),
        FieldSubject::Operator(operator) => question.operators.contains(&operator),
    };
    let shipment = question.shipment;
    row.provenance.valid.contains(question.day)
        && row.country.is_none_or(|country| country == question.country)
        && row.subject.is_none_or(is_used)
        && row.clearance.as_ref().is_none_or(|wanted| question.clearances.contains(wanted))
        && (row.goods.is_empty() || row.goods.intersects(shipment.goods.classes()))
        && row
            .value_over
            .is_none_or(|limit| is_worth_more(snapshot, shipment.value, limit, question.day))
}
