//! What is refused on a lane, by which rule, and what it would have cost.

use portolan_model::Money;
use portolan_network::records::{
    Direction, FieldSubject, RequiredFieldIdx, RestrictionSubject, ServiceIdx, SourceNote,
    TariffIdx,
};

use super::reach::Reach;
use super::{Refused, RefusedBy, Would};
use crate::lane::Lane;
use crate::permit::Rule;
use crate::price_book::{RidePrice, RideSubject};
use crate::searcher::{LaneSearch, Wanted};
use crate::{Route, RoutingError, fields, limits};

/// Every rule of the network that keeps something from serving the lane, and whether all of them have
/// been explained that should be.
pub(crate) fn refused_by_rules(
    searches: &mut LaneSearch,
    reach: &Reach,
    options: &[Route],
) -> Result<(Vec<Refused>, bool), RoutingError> {
    let lane = searches.lane;
    let mut refused = Vec::new();
    let mut explained = 0;
    let mut is_all_explained = true;
    let subjects: Vec<_> = searches.refusals.by_subject.keys().copied().collect();
    for subject in subjects {
        if matches!(subject, RestrictionSubject::Service(_)) || !reach.uses(lane, subject) {
            continue;
        }
        let mut rows = rules_of(searches, subject);
        if lane.query.explain && explained < limits::EXPLAINED_MAX {
            explained += 1;
            let lifted = Wanted { lifted: Some(subject), ..Wanted::default() };
            let routes = searches.routes(&lifted)?;
            for row in &mut rows {
                explain(row, &routes, options);
            }
        } else {
            is_all_explained &= !lane.query.explain;
        }
        refused.append(&mut rows);
    }
    for index in searches.refusals.by_clearance.clone() {
        let Some(mut row) = of_clearance(lane, reach, index) else { continue };
        if lane.query.explain && explained < limits::EXPLAINED_MAX {
            explained += 1;
            let routes = searches.routes(&Wanted { waived: Some(index), ..Wanted::default() })?;
            let asks = |route: &Route| fields::asked_by(lane, route, None).contains(&index);
            let routes: Vec<_> = routes.into_iter().filter(asks).collect();
            explain(&mut row, &routes, options);
        } else {
            is_all_explained &= !lane.query.explain;
        }
        refused.push(row);
    }
    for (&subject, &price) in &reach.unpriced {
        let subject = match subject {
            RideSubject::Line(line) => RestrictionSubject::Line(line),
            RideSubject::Leg(leg) => RestrictionSubject::Leg(leg),
        };
        match price {
            RidePrice::NoBand(tariff) => refused.push(of_band(lane, subject, tariff)),
            RidePrice::NoRate(currency) => refused.push(of_rate(lane, subject, currency)),
            RidePrice::Minor(_) | RidePrice::NoTariff => {}
        }
    }
    if let Err(none) = searches.prices.fixed_minor() {
        refused.push(of_band(lane, RestrictionSubject::Facility(none.zone), none.tariff));
    }
    Ok((refused, is_all_explained))
}

/// Every rule that keeps the lines a service may use from serving the lane, not explained.
pub(crate) fn behind_service(
    searches: &mut LaneSearch,
    service: ServiceIdx,
) -> Result<Vec<Refused>, RoutingError> {
    let reach = Reach::of(searches)?;
    let (lane, row) = (searches.lane, &searches.lane.snapshot.services[service]);
    let (mut refused, _) = refused_by_rules(searches, &reach, &[])?;
    let lines = &lane.snapshot.lines;
    refused.retain(|one| match one.subject {
        RestrictionSubject::Line(line) => row.fits_line(&lines[line].key),
        RestrictionSubject::Operator(operator) => {
            lines.iter().any(|line| line.operator == operator && row.fits_line(&line.key))
        }
        _ => true,
    });
    Ok(refused)
}

/// The rules by which a subject refuses the parcel, not yet explained.
pub(crate) fn rules_of(searches: &LaneSearch, subject: RestrictionSubject) -> Vec<Refused> {
    let rules = searches.refusals.by_subject.get(&subject).into_iter().flatten();
    rules.map(|&rule| of_rule(searches.lane, subject, rule)).collect()
}

/// A service without an offer.
pub(crate) fn of_service(
    lane: &Lane,
    service: ServiceIdx,
    by: RefusedBy,
    reason: String,
) -> Refused {
    let row = &lane.snapshot.services[service];
    let subject = RestrictionSubject::Service(service);
    let reason = Reason { rule: row.key.as_str(), text: reason, zh: "" };
    refused(subject, by, reason, &row.provenance.source)
}

/// A tariff without a band for the mass.
pub(crate) fn of_band(lane: &Lane, subject: RestrictionSubject, tariff: TariffIdx) -> Refused {
    let row = &lane.snapshot.tariffs[tariff];
    let grams = portolan_network::pricing::charged_mass(row, &lane.query.shipment).band_grams;
    let most = row.bands.iter().map(|band| band.to_grams).max_by_key(|to| to.unwrap_or(u32::MAX));
    let text = match most.flatten() {
        Some(most) if grams > u64::from(most) => {
            format!("{grams} g are over its greatest mass of {most} g")
        }
        _ => format!("{grams} g are in none of its bands of mass"),
    };
    let reason = Reason { rule: row.key.as_str(), text, zh: "" };
    refused(subject, RefusedBy::NoBand(tariff), reason, &row.provenance.source)
}

fn of_rate(
    lane: &Lane,
    subject: RestrictionSubject,
    currency: portolan_model::Currency,
) -> Refused {
    let text = format!(
        "its price in {currency} has no rate of exchange into {} on {}",
        lane.query.currency, lane.hand_in
    );
    let reason = Reason { rule: currency.code(), text, zh: "" };
    refused(subject, RefusedBy::NoRate(currency), reason, &lane.snapshot.source)
}

/// A field that is missing where a clearance is used, if some way uses it.
fn of_clearance(lane: &Lane, reach: &Reach, index: RequiredFieldIdx) -> Option<Refused> {
    let row = &lane.snapshot.required_fields[index];
    let is_met = reach.steps.iter().any(|&(leg, _)| {
        let leg = &lane.snapshot.legs[leg];
        leg.crosses_border && leg.clearance == row.clearance
    });
    let subject = match row.subject {
        Some(FieldSubject::Line(line)) => RestrictionSubject::Line(line),
        Some(FieldSubject::Operator(operator)) => RestrictionSubject::Operator(operator),
        // A service's own fields show where its offer would stand.
        Some(FieldSubject::Service(_) | FieldSubject::AnyService) => return None,
        _ => RestrictionSubject::Country(lane.to.country, Direction::To),
    };
    (is_met && reach.uses(lane, subject)).then(|| of_rule(lane, subject, Rule::Field(index)))
}

fn of_rule(lane: &Lane, subject: RestrictionSubject, rule: Rule) -> Refused {
    match rule {
        Rule::Restriction(index) => {
            let row = &lane.snapshot.restrictions[index];
            let text = row.reason.clone();
            let reason = Reason { rule: row.key.as_str(), text, zh: &row.reason_zh };
            refused(subject, RefusedBy::Restriction(index), reason, &row.provenance.source)
        }
        Rule::Field(index) => {
            let row = &lane.snapshot.required_fields[index];
            let text = row.reason.clone();
            let reason = Reason { rule: row.key.as_str(), text, zh: &row.reason_zh };
            refused(subject, RefusedBy::MissingField(index), reason, &row.provenance.source)
        }
    }
}

/// A rule in words.
struct Reason<'a> {
    rule: &'a str,
    text: String,
    zh: &'a str,
}

fn refused(
    subject: RestrictionSubject,
    by: RefusedBy,
    reason: Reason,
    source: &SourceNote,
) -> Refused {
    Refused {
        subject,
        by,
        rule: reason.rule.to_owned(),
        reason: reason.text,
        reason_zh: reason.zh.to_owned(),
        source: source.text.to_string(),
        estimated: source.estimated,
        would: None,
        cheaper: false,
        faster: false,
    }
}

/// Tells what the routes over a refused subject would have been, beside what there is.
fn explain(row: &mut Refused, routes: &[Route], options: &[Route]) {
    let price = |route: &Route| route.price.minor();
    row.would = routes.first().map(|cheapest| Would {
        price: Money::from_minor(price(cheapest), cheapest.price.currency()),
        date_p50: cheapest.date_p50,
        date_p90: cheapest.date_p90,
    });
    let cheaper = |route: &Route| {
        beats(
            options,
            |other| other.arrival_p90 <= route.arrival_p90,
            |other| price(route) < price(other),
        )
    };
    let faster = |route: &Route| {
        beats(
            options,
            |other| price(other) <= price(route),
            |other| route.arrival_p90 < other.arrival_p90,
        )
    };
    row.cheaper = routes.iter().any(cheaper);
    row.faster = routes.iter().any(faster);
}

/// Whether there are rivals among the options and all of them are beaten.
fn beats(
    options: &[Route],
    is_rival: impl Fn(&Route) -> bool,
    is_beaten: impl Fn(&Route) -> bool,
) -> bool {
    let mut rivals = options.iter().filter(|option| is_rival(option)).peekable();
    rivals.peek().is_some() && rivals.all(is_beaten)
}
