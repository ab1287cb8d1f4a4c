//! Rules 8 and 10: what is paid, and what may be carried.

use std::collections::BTreeSet;

use portolan_model::Side;
use portolan_network::RideEnd;
use portolan_network::pricing::{ChargeLine, PriceRequest, PricedUse, price_subject};
use portolan_network::records::{Direction, OperatorIdx, RestrictionSubject, TariffSubject};
use portolan_network::rules::{FieldQuestion, missing_fields, refusals};

use super::Check;
use crate::Ride;

impl Check<'_> {
    /// Every zone, ride and process is priced anew; the charges are those and no others.
    pub(super) fn charges(&mut self) {
        let mut expected = Vec::new();
        let zones: Vec<_> = self.from.places.iter().chain(&self.to.places).collect();
        for place in zones {
            if !self.snapshot.nodes[place.node].is_facility() {
                let subject = TariffSubject::Zone(place.node);
                expected.push(self.price(subject, &self.from, &self.to, None));
            }
        }
        for process in self.route.processes.iter() {
            let subject = TariffSubject::Process(process.process);
            expected.push(self.price(subject, &self.from, &self.to, None));
        }
        let mut previous = None;
        for ride in self.route.rides.iter() {
            let (lines, operator) = self.ride(ride, previous);
            let is_relabelled = previous.is_some_and(|last| last != operator);
            expected.push(lines);
            self.expect(ride.relabelled == is_relabelled, || {
                "a ride tells wrongly whether the operator changes".to_owned()
            });
            previous = Some(operator);
        }
        let Some(expected) = expected.into_iter().collect::<Option<Vec<_>>>() else {
            return self.faults.push("a part of it cannot be bought".to_owned());
        };
        let expected: Vec<ChargeLine> = expected.into_iter().flatten().collect();
        let total: i128 = expected.iter().map(|charge| i128::from(charge.amount.minor())).sum();
        let in_order = |charges: &[ChargeLine]| {
            let told = charges.iter().map(|charge| format!("{charge:?}"));
            let mut told: Vec<_> = told.collect();
            told.sort();
            told
        };
        let is_same = in_order(&expected) == in_order(&self.route.charges);
        self.expect(is_same, || "its charges are others".to_owned());
        let price = self.route.price;
        let is_sum = total == i128::from(price.minor()) && price.currency() == self.query.currency;
        self.expect(is_sum, || format!("its charges come to {total} minor units"));
    }

    /// The charges of one ride and who sells it.
    fn ride(
        &self,
        ride: &Ride,
        previous: Option<OperatorIdx>,
    ) -> (Option<Vec<ChargeLine>>, OperatorIdx) {
        let (first, last) = (self.route.legs[ride.first].leg, self.route.legs[ride.last].leg);
        let (from, to) = (self.snapshot.legs[first].from, self.snapshot.legs[last].to);
        let (subject, operator) = match ride.line {
            Some(line) => (TariffSubject::Line(line), self.snapshot.lines[line].operator),
            None => (TariffSubject::Leg(first), self.snapshot.legs[first].operator),
        };
        (
            self.price(
                subject,
                &self.end_at(from, &self.from),
                &self.end_at(to, &self.to),
                previous,
            ),
            operator,
        )
    }

    fn price(
        &self,
        subject: TariffSubject,
        from: &RideEnd,
        to: &RideEnd,
        previous: Option<OperatorIdx>,
    ) -> Option<Vec<ChargeLine>> {
        let request = PriceRequest {
            side: Side::Buy,
            tier: None,
            day: self.route.hand_in,
            currency: self.query.currency,
            shipment: &self.query.shipment,
            destination: &self.to,
        };
        let priced = PricedUse { subject, from, to, previous };
        price_subject(self.snapshot, &request, &priced).ok()
    }

    /// No restriction of anything used refuses the parcel, and no field is missing.
    pub(super) fn goods(&mut self) {
        let (snapshot, route) = (self.snapshot, self.route);
        for subject in self.subjects() {
            let shipment = &self.query.shipment;
            for row in refusals(snapshot, subject, shipment, &self.to, route.hand_in) {
                let key = &snapshot.restrictions[row].key;
                self.faults.push(format!("`{key}` refuses the parcel"));
            }
        }
        let Some(given) = self.query.given_fields else { return };
        let lines: Vec<_> = route.rides.iter().filter_map(|ride| ride.line).collect();
        let operators: Vec<_> = self.operators().into_iter().collect();
        let legs = route.legs.iter().map(|leg| &snapshot.legs[leg.leg]);
        let crossing = legs.filter(|leg| leg.crosses_border);
        let clearances: Vec<_> = crossing.filter_map(|leg| leg.clearance.clone()).collect();
        let question = FieldQuestion {
            country: self.to.country,
            lines: &lines,
            operators: &operators,
            service: None,
            clearances: &clearances,
            shipment: &self.query.shipment,
            day: route.hand_in,
        };
        for row in missing_fields(snapshot, &question, given) {
            let key = &snapshot.required_fields[row].key;
            self.faults.push(format!("`{key}` asks for a field that is not given"));
        }
    }

    /// Everything used that may refuse (rule 10), services aside.
    fn subjects(&self) -> BTreeSet<RestrictionSubject> {
        use RestrictionSubject::{Country, Facility, Leg, Line, Operator};
        let snapshot = self.snapshot;
        let mut subjects: BTreeSet<_> = self.operators().into_iter().map(Operator).collect();
        subjects.insert(Country(self.from.country, Direction::From));
        subjects.insert(Country(self.to.country, Direction::To));
        subjects.extend(self.route.rides.iter().filter_map(|ride| ride.line).map(Line));
        for taken in self.route.legs.iter() {
            subjects.insert(Leg(taken.leg));
            let leg = &snapshot.legs[taken.leg];
            for node in [leg.from, leg.to] {
                if snapshot.nodes[node].is_facility() {
                    subjects.insert(Facility(node));
                    subjects.insert(Country(snapshot.nodes[node].country, Direction::Through));
                }
            }
        }
        subjects
    }

    fn operators(&self) -> BTreeSet<OperatorIdx> {
        let snapshot = self.snapshot;
        let lines = self.route.rides.iter().filter_map(|ride| ride.line);
        let of_lines = lines.map(|line| snapshot.lines[line].operator);
        let legs = self.route.legs.iter().map(|leg| snapshot.legs[leg.leg].operator);
        of_lines.chain(legs).collect()
    }
}
