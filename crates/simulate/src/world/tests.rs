use super::*;
use crate::testing::{LONDON, PARIS, READY, network, parcel};
use jiff::SignedDuration;
use portolan_model::Milestone;
use portolan_model::scan::Reason;
use proptest::prelude::*;

fn end() -> Timestamp {
    "2028-06-30T00:00:00Z".parse().unwrap()
}

fn journey(seed: u64, booked: &Booked) -> (Vec<Happening>, Outcome) {
    let mut world = World::new(network(&[]), seed);
    world.enter(booked).unwrap();
    (world.advance(end()), world.find_outcome(&booked.parcel).unwrap())
}

fn milestones(happened: &[Happening]) -> Vec<Milestone> {
    happened.iter().map(|one| one.milestone).collect()
}

#[test]
fn a_parcel_goes_from_door_to_door_and_each_step_has_its_teller() {
    let (happened, outcome) = journey(1, &parcel(1, READY, PARIS));
    let told: Vec<String> = happened
        .iter()
        .map(|one| {
            let teller = one.teller.as_ref().map_or("-", |key| key.as_str());
            format!("{} {teller}", one.milestone.as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            "accepted cnpost",
            "arrived_at_origin_facility cnpost",
            "departed_origin_facility cnpost",
            "handed_to_transport cnpost",
            "presented_to_export_customs cnpost",
            "released_by_export_customs cnpost",
            "departed_by_transport cnpost",
            "arrived_by_transport cnpost",
            "presented_to_import_customs cnpost",
            "released_by_import_customs cnpost",
            "arrived_at_inward_office laposte",
            "departed_inward_office laposte",
            "out_for_delivery laposte",
            "delivered laposte",
        ]
    );
    assert_eq!(outcome, Outcome::Delivered(happened.last().unwrap().at));
    assert!(happened.is_sorted_by_key(|one| one.at));
    assert_eq!(happened[0].mass.unwrap().grams(), 500);
}

#[test]
fn what_nobody_tracks_nobody_tells() {
    let (happened, outcome) = journey(1, &parcel(1, READY, LONDON));
    let last = happened.last().unwrap();
    assert_eq!((last.milestone, &last.teller), (Milestone::Delivered, &None));
    assert!(matches!(outcome, Outcome::Delivered(_)));
    // Brought by its sender: taken over where it is handed in, not where it came from.
    assert_eq!(milestones(&happened)[0], Milestone::Accepted);
    assert_eq!(happened[0].place.text.as_ref().unwrap().as_str(), "Hangzhou sorting centre");
    let given: Vec<_> = happened
        .iter()
        .filter(|one| one.milestone == Milestone::HandedToLastCarrier)
        .map(|one| one.teller.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(given, ["cnpost"]);
}

#[test]
fn a_missed_cut_off_waits_for_the_next_departure() {
    // Flights leave on Monday, Wednesday and Friday; every parcel leaves on one of them.
    for serial in 0..60 {
        let (happened, _) = journey(5, &parcel(serial, READY, PARIS));
        let Some(left) =
            happened.iter().find(|one| one.milestone == Milestone::DepartedByTransport)
        else {
            continue;
        };
        let local = left.offset.to_datetime(left.at);
        assert_eq!((local.hour(), local.minute()), (23, 30));
        assert!([1, 3, 5].contains(&local.weekday().to_monday_one_offset()), "{local}");
        let cleared =
            happened.iter().find(|one| one.milestone == Milestone::ReleasedByExportCustoms);
        assert!(cleared.unwrap().at <= left.at - SignedDuration::from_hours(3));
    }
}

#[test]
fn parcels_of_one_departure_are_late_together() {
    // Fifty weeks of flights, eight parcels on each.
    let mut world = World::new(network(&[]), 11);
    let mut flights: BTreeMap<Timestamp, Vec<f64>> = BTreeMap::new();
    for week in 0..50 {
        let ready = READY.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(168 * week);
        for serial in 0..8 {
            let serial = u32::try_from(week).unwrap() * 100 + serial;
            world.enter(&parcel(serial, &ready.to_string(), PARIS)).unwrap();
        }
    }
    let mut departed: BTreeMap<String, Timestamp> = BTreeMap::new();
    for one in world.advance(end()) {
        if one.milestone == Milestone::DepartedByTransport {
            departed.insert(one.parcel, one.at);
        } else if one.milestone == Milestone::ArrivedByTransport {
            let left = departed[&one.parcel];
            flights.entry(left).or_default().push((one.at - left).total(jiff::Unit::Hour).unwrap());
        }
    }
    let flights: Vec<Vec<f64>> = flights.into_values().filter(|hours| hours.len() > 3).collect();
    assert!(flights.len() >= 40, "{}", flights.len());
    let means: Vec<f64> = flights.iter().map(|hours| mean(hours)).collect();
    let within = mean(&flights.iter().map(|hours| variance(hours)).collect::<Vec<_>>());
    let between = variance(&means);
    // 80 % of the variance is shared: within a departure there is about a quarter of what is between.
    assert!(within < between * 0.5, "within {within}, between {between}");
    assert!(within > 0.0);
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred values")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    mean(&values.iter().map(|value| (value - middle).powi(2)).collect::<Vec<_>>())
}

#[test]
fn a_lost_parcel_is_silent_from_then_on() {
    let lossy = "leg,operator,from,to,mode,clearance,distance_km,headway_hours,p50_hours,p90_hours,\
        capacity_grams,capacity_pieces,tracked,loss_ppm,damage_ppm,source,estimated\n\
        fly-cdg,airchina,hgh,cdg,air,postal,9300,,14,20,,,yes,500000,50,rule:test,yes\n";
    let snapshot = network(&[("legs.csv", lossy)]);
    let mut world = World::new(snapshot, 3);
    for serial in 0..400 {
        world.enter(&parcel(serial, READY, PARIS)).unwrap();
    }
    let happened = world.advance(end());
    let lost = (0..400).filter(|serial| {
        let parcel = format!("par_{serial}");
        let last = happened.iter().rfind(|one| one.parcel == parcel).unwrap().milestone;
        let is_lost = matches!(world.find_outcome(&parcel), Some(Outcome::Lost(_)));
        let expected = if is_lost { Milestone::DepartedByTransport } else { Milestone::Delivered };
        assert_eq!(last, expected, "{parcel}");
        is_lost
    });
    let lost = lost.count();
    assert!((160..240).contains(&lost), "{lost}");
}

#[test]
fn some_first_tries_fail_and_the_next_delivery_day_brings_it() {
    let mut world = World::new(network(&[]), 3);
    for serial in 0..300 {
        world.enter(&parcel(serial, READY, PARIS)).unwrap();
    }
    let happened = world.advance(end());
    let failed: Vec<_> =
        happened.iter().filter(|one| one.milestone == Milestone::DeliveryFailed).collect();
    assert!((8..40).contains(&failed.len()), "{}", failed.len());
    for one in failed {
        assert_eq!(one.reason, Some(Reason::AddresseeAbsent));
        let mut of_parcel = happened.iter().filter(|other| other.parcel == one.parcel);
        let delivered = of_parcel.find(|other| other.milestone == Milestone::Delivered).unwrap();
        let day = |other: &Happening| other.offset.to_datetime(other.at).date();
        assert!(day(delivered) > day(one));
    }
    let hours = happened.iter().filter(|one| one.milestone == Milestone::Delivered);
    let is_by_day = |one: &Happening| one.offset.to_datetime(one.at).hour() >= 9;
    assert!(hours.clone().all(is_by_day));
}

#[test]
fn what_a_network_does_not_know_is_refused_by_name() {
    let mut world = World::new(network(&[]), 1);
    let refused = |world: &mut World, booked: &Booked| world.enter(booked).unwrap_err().code();
    let mut unknown = parcel(1, READY, PARIS);
    unknown.legs[2].leg = "fly-moon".to_owned();
    assert_eq!(refused(&mut world, &unknown), "route_unknown");
    let mut unknown = parcel(1, READY, PARIS);
    unknown.legs[2].line = Some("moonline".to_owned());
    assert_eq!(refused(&mut world, &unknown), "route_unknown");
    let apart = parcel(1, READY, &["collect", "fly-cdg"]);
    assert_eq!(refused(&mut world, &apart), "route_apart");
    assert_eq!(refused(&mut world, &parcel(1, READY, &[])), "route_legs");
    let mut unnumbered = parcel(1, READY, PARIS);
    unnumbered.identifiers.clear();
    assert_eq!(refused(&mut world, &unnumbered), "parcel_unnumbered");
    assert!(world.next_at().is_none() && !world.has("par_1"));
}

#[test]
fn a_parcel_called_off_stays_where_it_is() {
    let mut world = World::new(network(&[]), 1);
    world.enter(&parcel(1, READY, PARIS)).unwrap();
    world.enter(&parcel(2, READY, PARIS)).unwrap();
    world.withdraw("par_1");
    world.withdraw("par_9");
    let happened = world.advance(end());
    assert!(!happened.is_empty() && happened.iter().all(|one| one.parcel == "par_2"));
}

#[test]
fn a_parcel_that_no_departure_takes_is_stranded_and_not_invented() {
    let mut late = parcel(1, READY, PARIS);
    late.ready = Timestamp::MAX;
    assert!(matches!(journey(1, &late).1, Outcome::Stranded(_)));
    late.ready = Timestamp::MIN;
    let _ = journey(1, &late);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A parcel's journey hangs on seed and parcel alone: not on who else moves, nor in which order they
    /// came, nor in how many steps the world is advanced.
    #[test]
    fn the_world_hangs_on_seed_and_parcels_alone(
        seed in any::<u64>(),
        mut serials in prop::collection::btree_set(0..9_999_u32, 1..8).prop_map(Vec::from_iter),
        steps in 1..20_i64,
    ) {
        let snapshot = network(&[]);
        let whole = |serials: &[u32]| {
            let mut world = World::new(Arc::clone(&snapshot), seed);
            for &serial in serials {
                world.enter(&parcel(serial, READY, PARIS)).unwrap();
            }
            world
        };
        let expected = whole(&serials).advance(end());
        serials.reverse();
        let mut world = whole(&serials);
        let mut found = Vec::new();
        for step in 1..=steps {
            let until = READY.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(50 * step);
            found.extend(world.advance(until));
        }
        found.extend(world.advance(end()));
        prop_assert_eq!(&found, &expected);
        let alone = whole(&serials[..1]).advance(end());
        let name = format!("par_{}", serials[0]);
        let of_one: Vec<Happening> =
            expected.into_iter().filter(|one| one.parcel == name).collect();
        prop_assert_eq!(alone, of_one);
    }
}
