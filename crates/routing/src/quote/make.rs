//! Options and offers of one parcel.
//!
//! One search answers the options; a service whose demands only cut that set short is served from it,
//! one with lines of its own or tracking gets a search of its own.

use std::collections::BTreeSet;

use jiff::civil;
use portolan_model::{Money, Side};
use portolan_network::pricing::{ChargeLine, NoPrice, PriceRequest, PricedUse, price_subject};
use portolan_network::records::{
    BestBy, LineIdx, RestrictionSubject, Service, ServiceIdx, ServiceTracking, TariffSubject,
};

use super::reach::Reach;
use super::refusal;
use super::{NOTE_DUTY, NOTE_EXPLAINED_PARTLY, Offer, Quote, Refused, RefusedBy, RouteOption};
use crate::lane::Lane;
use crate::price_book::total_minor;
use crate::searcher::{LaneSearch, Wanted};
use crate::{Route, RouteFilter, RoutingError, fields};

/// Answers a query in full.
pub(crate) fn quote_of(searches: &mut LaneSearch) -> Result<Quote, RoutingError> {
    let routes = searches.routes(&Wanted::default())?;
    let mut refused = Vec::new();
    let mut offers = Vec::new();
    for (service, row) in searches.lane.snapshot.services.entries() {
        // A service that is not sold there at all is no news to who asks for a quote.
        let is_meant = row.serves(searches.lane.to.country);
        if is_meant && searches.lane.is_valid(&row.provenance) {
            match offer_of(searches, Some(&routes), service)? {
                Ok(offer) => offers.push(offer),
                Err(why) => refused.extend(why),
            }
        }
    }
    offers.sort_by_cached_key(|offer: &Offer| (offer.price.minor(), offer.service));
    let reach = Reach::of(searches)?;
    let (by_rules, is_all_explained) = refusal::refused_by_rules(searches, &reach, &routes)?;
    refused.splice(0..0, by_rules);
    let mut notes = vec![NOTE_DUTY];
    if !is_all_explained {
        notes.push(NOTE_EXPLAINED_PARTLY);
    }
    let lane = searches.lane;
    let options = routes.into_iter().map(|route| RouteOption {
        services: services_of(searches, &route),
        requires: fields::asked_by(lane, &route, None),
        route,
    });
    Ok(Quote { hand_in: lane.hand_in, options: options.collect(), offers, refused, notes })
}

/// What one service offers, or every rule by which it does not, without looking at anything else.
pub(crate) fn offer_alone(
    searches: &mut LaneSearch,
    service: ServiceIdx,
) -> Result<Result<Offer, Vec<Refused>>, RoutingError> {
    let lane = searches.lane;
    if !lane.is_valid(&lane.snapshot.services[service].provenance) {
        let why = format!("it is not sold on {}", lane.hand_in);
        return Ok(Err(vec![refusal::of_service(lane, service, RefusedBy::NotInForce, why)]));
    }
    let mut refused = match offer_of(searches, None, service)? {
        Ok(offer) => return Ok(Ok(offer)),
        Err(refused) => refused,
    };
    if refused.iter().any(|one| one.by == RefusedBy::NoRoute) {
        // That nothing fits is no answer a seller can act on: what stands against its lines is.
        let mut behind = refusal::behind_service(searches, service)?;
        behind.append(&mut refused);
        refused = behind;
    }
    Ok(Err(refused))
}

/// What a service offers, or every rule by which it does not. `options` are all routes, where known.
fn offer_of(
    searches: &mut LaneSearch,
    options: Option<&[Route]>,
    service: ServiceIdx,
) -> Result<Result<Offer, Vec<Refused>>, RoutingError> {
    let lane = searches.lane;
    let row = &lane.snapshot.services[service];
    let refuse = |by, reason: String| Ok(Err(vec![refusal::of_service(lane, service, by, reason)]));
    let by_rules = refusal::rules_of(searches, RestrictionSubject::Service(service));
    if !by_rules.is_empty() {
        return Ok(Err(by_rules));
    }
    if !row.serves(lane.to.country) {
        let code = lane.snapshot.countries[lane.to.country].code;
        return refuse(RefusedBy::NotToCountry, format!("it is not sold to {code}"));
    }
    let sell = match sell_charges(lane, service) {
        Ok(sell) => sell,
        Err(NoPrice::NoTariff) => {
            return refuse(RefusedBy::NoSellTariff, "it has no price on this lane".to_owned());
        }
        Err(NoPrice::NoBand { tariff, .. }) => {
            let subject = RestrictionSubject::Service(service);
            return Ok(Err(vec![refusal::of_band(lane, subject, tariff)]));
        }
        Err(other) => return Err(other.into()),
    };
    let routes = routes_for(searches, options, service)?;
    let best = match best_of(lane, row, &routes) {
        Ok(best) => best.clone(),
        Err((by, reason)) => return refuse(by, reason),
    };
    let price = Money::from_minor(total_minor(&sell)?, lane.query.currency);
    let requires = fields::asked_by(lane, &best, Some(service));
    Ok(Ok(Offer { service, route: best, sell, price, requires }))
}

/// The Pareto set of what a service demands of lines, tracking and fields, as late and risky as it is.
fn routes_for(
    searches: &mut LaneSearch,
    options: Option<&[Route]>,
    service: ServiceIdx,
) -> Result<Vec<Route>, RoutingError> {
    let row = &searches.lane.snapshot.services[service];
    let filter = RouteFilter {
        lines: lines_of(searches.lane, row),
        tracked_all: row.tracked == ServiceTracking::All,
        ..RouteFilter::default()
    };
    let is_plain = filter == RouteFilter::default() && searches.lane.query.given_fields.is_none();
    if let Some(options) = options.filter(|_| is_plain) {
        return Ok(options.to_vec());
    }
    searches.routes(&Wanted { filter: &filter, service: Some(service), ..Wanted::default() })
}

/// The lines a service may use; `None` where it may use all.
fn lines_of(lane: &Lane, service: &Service) -> Option<BTreeSet<LineIdx>> {
    let lines = lane.snapshot.lines.entries();
    let fitting: BTreeSet<_> =
        lines.filter(|(_, line)| service.fits_line(&line.key)).map(|(index, _)| index).collect();
    (fitting.len() < lane.snapshot.lines.len()).then_some(fitting)
}

/// The best of a service's routes that keeps its promise, or why none does.
fn best_of<'r>(
    lane: &Lane,
    service: &Service,
    routes: &'r [Route],
) -> Result<&'r Route, (RefusedBy, String)> {
    let Some(earliest) = routes.iter().map(Route::days_p90).min() else {
        let why = "no route fits what it demands of lines and tracking";
        return Err((RefusedBy::NoRoute, why.to_owned()));
    };
    let in_time: Vec<_> =
        routes.iter().filter(|route| latest(lane, service) >= route.date_p90).collect();
    if in_time.is_empty() {
        let days = service.days_max_p90.unwrap_or_default();
        let why = format!("it promises {days} days, and the fastest route takes {earliest}");
        return Err((RefusedBy::TooLate, why));
    }
    let most = service.loss_ppm_max.map_or(u64::MAX, |ppm| u64::from(ppm) * 1_000);
    let safe = in_time.into_iter().filter(|route| u64::from(route.survival.loss_ppb()) <= most);
    let key = |route: &&Route| {
        let vector = route.vector();
        let first = match service.best_by {
            BestBy::Price => i128::from(vector.price_minor),
            BestBy::P50 => vector.arrival_p50.as_nanosecond(),
            BestBy::P90 => vector.arrival_p90.as_nanosecond(),
        };
        (first, vector)
    };
    safe.min_by_key(key).ok_or_else(|| {
        let ppm = service.loss_ppm_max.unwrap_or_default();
        (RefusedBy::TooRisky, format!("its routes lose more than {ppm} parcels of a million"))
    })
}

/// The last date a service may arrive on at p90.
fn latest(lane: &Lane, service: &Service) -> civil::Date {
    let days = service.days_max_p90.map(|days| jiff::Span::new().try_days(i64::from(days)));
    match days {
        Some(Ok(span)) => lane.hand_in.saturating_add(span),
        Some(Err(_)) | None => civil::Date::MAX,
    }
}

/// The services a route may serve, sold on this lane or not.
fn services_of(searches: &LaneSearch, route: &Route) -> Vec<ServiceIdx> {
    let lane = searches.lane;
    let admits = |&(index, row): &(ServiceIdx, &Service)| {
        let fits = |line: LineIdx| row.fits_line(&lane.snapshot.lines[line].key);
        let most = row.loss_ppm_max.map_or(u64::MAX, |ppm| u64::from(ppm) * 1_000);
        lane.is_valid(&row.provenance)
            && row.serves(lane.to.country)
            && !searches.refusals.by_subject.contains_key(&RestrictionSubject::Service(index))
            && route.rides.iter().filter_map(|ride| ride.line).all(fits)
            && (route.tracked || row.tracked == ServiceTracking::Any)
            && route.date_p90 <= latest(lane, row)
            && u64::from(route.survival.loss_ppb()) <= most
            && (lane.query.given_fields.is_none()
                || fields::asked_by(lane, route, Some(index)).is_empty())
    };
    lane.snapshot.services.entries().filter(admits).map(|(index, _)| index).collect()
}

/// What a merchant pays for a service on the lane.
fn sell_charges(lane: &Lane, service: ServiceIdx) -> Result<Vec<ChargeLine>, NoPrice> {
    let request = PriceRequest {
        side: Side::Sell,
        tier: Some(lane.query.tier),
        day: lane.hand_in,
        currency: lane.query.currency,
        shipment: &lane.query.shipment,
        destination: &lane.to,
    };
    let subject = TariffSubject::Service(service);
    let priced = PricedUse { subject, from: &lane.from, to: &lane.to, previous: None };
    price_subject(lane.snapshot, &request, &priced)
}
