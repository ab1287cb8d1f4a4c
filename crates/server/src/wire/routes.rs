//! A route of the search as it is shown: names, places and local times instead of indices.

use crate::wire::amounts::{degrees, money, zoned};
use jiff::{Timestamp, civil};
use portolan_api::duty::Duty;
use portolan_api::quotes::{
    Arrival, Charge, Guarantee, Incoterm, QuotedRoute, RequiredField, RouteLeg as WireLeg,
    RouteLine, RouteOperator, Stop,
};
use portolan_model::Money;
use portolan_network::pricing::ChargeLine;
use portolan_network::records::{
    Field, LineIdx, NodeIdx, OperatorIdx, RequiredFieldIdx, ServiceIdx, TariffSubject,
};
use portolan_network::{Snapshot, Word as _};
use portolan_routing::{Offer, Route, RouteLeg, RouteOption};

/// What a route says of duty where nobody asked: a quote does.
fn duty_not_asked() -> Duty {
    Duty::not_known("not_asked", "duty and tax are told with a quote")
}

/// An option at cost, with the service it stands for.
pub fn option(
    snapshot: &Snapshot,
    option: &RouteOption,
    service: Option<ServiceIdx>,
    actual_grams: u32,
) -> QuotedRoute {
    let route = &option.route;
    let mut shown = base(snapshot, route, &route.charges, route.price);
    if let Some(service) = service {
        name_service(&mut shown, snapshot, service);
    }
    shown.services = keys_of(snapshot, &option.services);
    shown.requires = required(snapshot, &option.requires);
    shown.charged_mass_grams = charged_grams(&route.charges, actual_grams);
    shown
}

/// An offer at the sell price.
pub fn offer(snapshot: &Snapshot, offer: &Offer, actual_grams: u32) -> QuotedRoute {
    let mut shown = base(snapshot, &offer.route, &offer.sell, offer.price);
    name_service(&mut shown, snapshot, offer.service);
    shown.services = keys_of(snapshot, &[offer.service]);
    shown.requires = required(snapshot, &offer.requires);
    shown.charged_mass_grams = charged_grams(&offer.sell, actual_grams);
    shown.guarantees = guarantees(snapshot, offer);
    shown
}

fn name_service(shown: &mut QuotedRoute, snapshot: &Snapshot, service: ServiceIdx) {
    let row = &snapshot.services[service];
    shown.service = Some(row.key.to_string());
    shown.service_name = Some(row.name.clone());
    shown.service_name_zh = Some(row.name_zh.clone()).filter(|name| !name.is_empty());
}

fn base(snapshot: &Snapshot, route: &Route, charges: &[ChargeLine], price: Money) -> QuotedRoute {
    let loss_ppb = route.survival.loss_ppb();
    QuotedRoute {
        service: None,
        service_name: None,
        service_name_zh: None,
        services: Vec::new(),
        lines: lines(snapshot, route),
        operators: operators(snapshot, route),
        price: money(price),
        charges: charges.iter().map(|line| charge(snapshot, line)).collect(),
        p50: arrival(snapshot, route, route.arrival_p50, route.date_p50),
        p90: arrival(snapshot, route, route.arrival_p90, route.date_p90),
        promise: None,
        loss: route.loss(),
        loss_percent: percent_of_ppb(loss_ppb),
        tracked: route.tracked,
        legs: route.legs.iter().map(|leg| shown_leg(snapshot, leg)).collect(),
        charged_mass_grams: 0,
        requires: Vec::new(),
        incoterm: Incoterm::Ddu,
        duty: duty_not_asked(),
        guarantees: Vec::new(),
        estimated: is_estimated(snapshot, route, charges),
    }
}

/// Parts per billion as percent with two decimals, rounded to the nearest.
fn percent_of_ppb(ppb: u32) -> String {
    let hundredths = (u64::from(ppb) + 50_000) / 100_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn charged_grams(charges: &[ChargeLine], actual_grams: u32) -> u32 {
    let most = charges.iter().map(|line| line.charged_grams).max().unwrap_or_default();
    u32::try_from(most).unwrap_or(u32::MAX).max(actual_grams)
}

fn keys_of(snapshot: &Snapshot, services: &[ServiceIdx]) -> Vec<String> {
    services.iter().map(|&service| snapshot.services[service].key.to_string()).collect()
}

/// The lines ridden, in order.
pub fn lines_of(route: &Route) -> Vec<LineIdx> {
    let mut lines: Vec<LineIdx> = route.rides.iter().filter_map(|ride| ride.line).collect();
    lines.dedup();
    lines
}

fn lines(snapshot: &Snapshot, route: &Route) -> Vec<RouteLine> {
    let shown = |line: LineIdx| {
        let row = &snapshot.lines[line];
        RouteLine {
            line: row.key.to_string(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            operator: snapshot.operators[row.operator].key.to_string(),
        }
    };
    lines_of(route).into_iter().map(shown).collect()
}

/// Who sells and who carries, in order, each once.
fn operators(snapshot: &Snapshot, route: &Route) -> Vec<RouteOperator> {
    let mut seen: Vec<OperatorIdx> = Vec::new();
    for leg in route.legs.iter() {
        let seller = leg.line.map(|line| snapshot.lines[line].operator);
        let carrier = snapshot.legs[leg.leg].operator;
        for operator in seller.into_iter().chain([carrier]) {
            if !seen.contains(&operator) {
                seen.push(operator);
            }
        }
    }
    let shown = |operator: OperatorIdx| {
        let row = &snapshot.operators[operator];
        RouteOperator {
            operator: row.key.to_string(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
        }
    };
    seen.into_iter().map(shown).collect()
}

fn charge(snapshot: &Snapshot, line: &ChargeLine) -> Charge {
    let source = line.source(snapshot);
    Charge {
        kind: line.kind_name().to_owned(),
        label: label_of(snapshot, line.subject),
        amount: money(line.amount),
        subject: line.subject_key(snapshot).to_owned(),
        source: source.text.to_string(),
        estimated: source.estimated,
    }
}

fn label_of(snapshot: &Snapshot, subject: TariffSubject) -> String {
    match subject {
        TariffSubject::Line(line) => snapshot.lines[line].name.clone(),
        TariffSubject::Leg(leg) => {
            let leg = &snapshot.legs[leg];
            format!("{} to {}", snapshot.nodes[leg.from].name, snapshot.nodes[leg.to].name)
        }
        TariffSubject::Zone(zone) => snapshot.nodes[zone].name.clone(),
        TariffSubject::Process(process) => {
            let process = &snapshot.processes[process];
            let kind = process.kind.as_str().replace('_', " ");
            format!("{kind} at {}", snapshot.nodes[process.facility].name)
        }
        TariffSubject::Service(service) => snapshot.services[service].name.clone(),
    }
}

fn arrival(snapshot: &Snapshot, route: &Route, at: Timestamp, date: civil::Date) -> Arrival {
    let clock = &snapshot.nodes[route.destination].clock;
    let days = route.hand_in.until(date).map_or(0, |span| span.get_days());
    Arrival {
        date: date.to_string(),
        instant: zoned(at, clock.name()),
        days: u32::try_from(days).unwrap_or_default(),
    }
}

fn shown_leg(snapshot: &Snapshot, leg: &RouteLeg) -> WireLeg {
    let row = &snapshot.legs[leg.leg];
    let operator = &snapshot.operators[row.operator];
    let (from, to) = (snapshot.nodes[row.from].clock.name(), snapshot.nodes[row.to].clock.name());
    WireLeg {
        leg: row.key.to_string(),
        mode: row.mode.to_string(),
        operator: operator.key.to_string(),
        operator_name: operator.name.clone(),
        from: stop(snapshot, row.from),
        to: stop(snapshot, row.to),
        line: leg.line.map(|line| snapshot.lines[line].key.to_string()),
        departs: zoned(leg.departs_p50, from),
        arrives: zoned(leg.arrives_p50, to),
        departs_p90: zoned(leg.departs_p90, from),
        arrives_p90: zoned(leg.arrives_p90, to),
        tracked: row.tracked,
        estimated: row.provenance.source.estimated,
    }
}

fn stop(snapshot: &Snapshot, node: NodeIdx) -> Stop {
    let row = &snapshot.nodes[node];
    let (lat, lon) = degrees(row.point);
    Stop {
        key: row.key.to_string(),
        name: row.name.clone(),
        country: snapshot.countries[row.country].code.to_string(),
        lat,
        lon,
    }
}

/// Data that is asked for, each field once.
pub fn required(snapshot: &Snapshot, rows: &[RequiredFieldIdx]) -> Vec<RequiredField> {
    let mut seen: Vec<Field> = Vec::new();
    let mut shown = Vec::new();
    for &row in rows {
        let row = &snapshot.required_fields[row];
        if !seen.contains(&row.field) {
            seen.push(row.field);
            shown.push(RequiredField {
                field: row.field.as_str().to_owned(),
                reason: row.reason.clone(),
                source: row.provenance.source.text.to_string(),
            });
        }
    }
    shown
}

fn guarantees(snapshot: &Snapshot, offer: &Offer) -> Vec<Guarantee> {
    let country = snapshot.nodes[offer.route.destination].country;
    let holds = |row: &&portolan_network::records::Guarantee| {
        row.service == offer.service
            && row.countries.as_ref().is_none_or(|countries| countries.contains(&country))
            && row.provenance.valid.contains(offer.route.hand_in)
    };
    let shown = |row: &portolan_network::records::Guarantee| Guarantee {
        guarantee: row.key.to_string(),
        cause: row.cause.as_str().to_owned(),
        days: row.days,
        pays: row.pays.as_str().to_owned(),
        percent: row.percent.normalize().to_string(),
        cap: row
            .cap
            .and_then(|(amount, currency)| Money::from_decimal_half_up(amount, currency).ok())
            .map(money),
    };
    snapshot.guarantees.iter().filter(holds).map(shown).collect()
}

fn is_estimated(snapshot: &Snapshot, route: &Route, charges: &[ChargeLine]) -> bool {
    let leg = |leg: &RouteLeg| snapshot.legs[leg.leg].provenance.source.estimated;
    let line = |line: &LineIdx| snapshot.lines[*line].provenance.source.estimated;
    let process = |step: &portolan_routing::RouteProcess| {
        snapshot.processes[step.process].provenance.source.estimated
    };
    route.legs.iter().any(leg)
        || lines_of(route).iter().any(line)
        || route.processes.iter().any(process)
        || charges.iter().any(|charge| charge.source(snapshot).estimated)
}

#[cfg(test)]
mod tests {
    use super::percent_of_ppb;

    #[test]
    fn percents_are_rounded_to_the_nearest_hundredth() {
        assert_eq!(percent_of_ppb(0), "0.00");
        assert_eq!(percent_of_ppb(49_999), "0.00");
        assert_eq!(percent_of_ppb(50_000), "0.01");
        assert_eq!(percent_of_ppb(12_345_678), "1.23");
        assert_eq!(percent_of_ppb(1_000_000_000), "100.00");
    }
}
