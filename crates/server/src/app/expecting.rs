//! A route as it was sold, read for what is to be expected of the parcel on it.

#[cfg(test)]
mod tests;

use jiff::Zoned;
use portolan_api::quotes::{QuotedRoute, RouteLeg, Stop};
use portolan_model::{Code, CountryCode, GeoPoint};
use portolan_tracking::plan::{Plan, PlannedLeg, PlannedPlace, PlannedTime};
use std::collections::BTreeMap;

/// The plan of a route; none where it has no legs or its instants cannot be read.
pub fn plan_of(route: &QuotedRoute) -> Option<Plan> {
    let leg = |leg: &RouteLeg| {
        Some(PlannedLeg {
            from: place_of(&leg.from),
            to: place_of(&leg.to),
            operator_name: leg.operator_name.clone(),
            is_tracked: leg.tracked,
            leaves: time_of(&leg.departs, &leg.departs_p90)?,
            reaches: time_of(&leg.arrives, &leg.arrives_p90)?,
        })
    };
    let legs: Vec<PlannedLeg> = route.legs.iter().map(leg).collect::<Option<_>>()?;
    let arrival = time_of(&route.p50.instant, &route.p90.instant)?;
    Plan::new(legs, arrival, route.loss, operators_of(route))
}

/// Who sells or runs a part of a route, each with its name.
fn operators_of(route: &QuotedRoute) -> BTreeMap<Code, String> {
    let legs = route.legs.iter().map(|leg| (&leg.operator, &leg.operator_name));
    let all = route.operators.iter().map(|one| (&one.operator, &one.name)).chain(legs);
    all.filter_map(|(key, name)| Some((Code::parse(key).ok()?, name.clone()))).collect()
}

fn time_of(p50: &str, p90: &str) -> Option<PlannedTime> {
    let zoned = |text: &str| text.parse::<Zoned>().ok();
    Some(PlannedTime { p50: zoned(p50)?, p90: zoned(p90)?.timestamp() })
}

fn place_of(stop: &Stop) -> PlannedPlace {
    let position = GeoPoint::parse(&format!("{:.6}", stop.lat), &format!("{:.6}", stop.lon)).ok();
    let country = CountryCode::parse(&stop.country).ok();
    PlannedPlace { name: stop.name.clone(), country, position }
}
