//! Operators, processes, legs, lines and service points as plain rows.

use super::{Record, hours, join, yes_no};
use crate::{
    Snapshot, Word,
    records::{Departure, Leg, Line, Runs, WeekdayMask},
};

impl Snapshot {
    pub(super) fn show_movement(&self, key: &str) -> Vec<Record> {
        let mut records = Vec::new();
        records.extend(self.find_operator(key).map(|index| {
            let row = &self.operators[index];
            Record::new("operator", &row.key, &row.provenance)
                .with("name", &&row.name)
                .with("name_zh", &&row.name_zh)
                .with("kind", &row.kind.as_str())
                .with("country", &row.country)
                .with("upu_code", &&row.upu_code)
                .with("iata_code", &&row.iata_code)
                .with("other_code", &&row.other_code)
                .with("tracking_adapter", &&row.tracking_adapter)
        }));
        records.extend(self.find_process(key).map(|index| {
            let row = &self.processes[index];
            let shifts = row.shifts.iter().map(|shift| {
                format!("{} {}-{}", weekdays(shift.weekdays), shift.opens, shift.closes)
            });
            Record::new("process", &row.key, &row.provenance)
                .with("facility", &&self.nodes[row.facility].key)
                .with("kind", &row.kind.as_str())
                .with("applies", &row.applies.as_str())
                .with_some("clearance", row.clearance.as_ref())
                .with("step", &row.step)
                .with("shifts", &shifts.collect::<Vec<_>>().join("|"))
                .with("p50_hours", &hours(row.p50_seconds))
                .with("p90_hours", &hours(row.p90_seconds))
                .with_some("capacity_pieces", row.capacity_pieces)
        }));
        records.extend(self.find_leg(key).map(|index| self.show_leg(&self.legs[index])));
        records.extend(self.find_line(key).map(|index| self.show_line(&self.lines[index])));
        records.extend(self.find_service_point(key).map(|index| {
            let row = &self.service_points[index];
            Record::new("service_point", &row.key, &row.provenance)
                .with("zone", &&self.nodes[row.zone].key)
                .with("operator", &&self.operators[row.operator].key)
                .with("kind", &row.kind.as_str())
                .with("name", &&row.name)
                .with("address", &&row.address)
                .with("postcode", &&row.postcode)
                .with("point", &row.point)
                .with("opens", &format!("{} {}-{}", weekdays(row.weekdays), row.opens, row.closes))
        }));
        records
    }

    fn show_leg(&self, row: &Leg) -> Record {
        let departures: Vec<String> = row.departures.iter().map(departure).collect();
        let lines = row.rides.iter().map(|ride| &self.lines[ride.line].key);
        Record::new("leg", &row.key, &row.provenance)
            .with("operator", &&self.operators[row.operator].key)
            .with("from", &&self.nodes[row.from].key)
            .with("to", &&self.nodes[row.to].key)
            .with("mode", &&row.mode)
            .with_some("clearance", row.clearance.as_ref())
            .with("distance_km", &row.distance_km)
            .with_some("headway_hours", row.headway_seconds.map(hours))
            .with("p50_hours", &hours(row.p50_seconds))
            .with("p90_hours", &hours(row.p90_seconds))
            .with_some("capacity_grams", row.capacity_grams)
            .with_some("capacity_pieces", row.capacity_pieces)
            .with("tracked", &yes_no(row.tracked))
            .with("loss_ppm", &row.loss_ppm)
            .with("damage_ppm", &row.damage_ppm)
            .with("departures", &departures.join("|"))
            .with("lines", &join(lines))
    }

    fn show_line(&self, row: &Line) -> Record {
        let legs = row.legs.iter().map(|leg| {
            let entry = if leg.entry { " entry" } else { "" };
            let exit = if leg.exit { " exit" } else { "" };
            format!("{} {}{entry}{exit}", leg.stage, self.legs[leg.leg].key)
        });
        Record::new("line", &row.key, &row.provenance)
            .with("name", &&row.name)
            .with("name_zh", &&row.name_zh)
            .with("operator", &&self.operators[row.operator].key)
            .with("export_mode", &row.export_mode.as_str())
            .with("description", &&row.description)
            .with("legs", &legs.collect::<Vec<_>>().join("|"))
    }
}

fn departure(row: &Departure) -> String {
    let days = match row.runs {
        Runs::Weekly(days) => weekdays(days),
        Runs::Once(date) => date.to_string(),
    };
    let skips = if row.skips_holidays { " not on holidays" } else { "" };
    format!("{days} {} cut-off {} h{skips}", row.departs, hours(row.cutoff_seconds))
}

fn weekdays(days: WeekdayMask) -> String {
    let digits = ('1'..='7').zip(0_u8..);
    digits.filter(|(_, day)| days.contains(*day)).map(|(digit, _)| digit).collect()
}
