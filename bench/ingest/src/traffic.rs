//! The traffic of a consolidator: parcels enter one after the other, each is told of twenty times while
//! some hundred thousand are under way, in no order among those.

use jiff::{SignedDuration, Timestamp};
use portolan_bench::Numbers;

/// Parcels under way at once.
const UNDER_WAY: usize = 100_000;
/// Scans of one parcel.
const SCANS: u8 = 20;
/// Codes of the layout, in the order they come in.
const CODES: [&str; 8] = ["OR10", "PU10", "SC10", "LH10", "LH20", "IC20", "LM10", "LM40"];
/// Places they come from.
const PLACES: [&str; 6] = ["HANGZHOU", "SHANGHAI", "LIEGE", "WARSAW", "LODZ", "KRAKOW"];

/// A scan that is to be told: of which parcel, and which of its scans.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    /// The parcel, from 0.
    pub parcel: u64,
    /// The scan, from 0.
    pub nth: u8,
}

/// Where the traffic stands.
#[derive(Debug, Clone)]
pub struct Traffic {
    numbers: Numbers,
    under_way: Vec<Telling>,
    next: u64,
}

impl Traffic {
    /// The traffic of a seed.
    pub fn new(seed: u64) -> Self {
        Self { numbers: Numbers::new(seed), under_way: Vec::new(), next: 0 }
    }

    /// Parcels that were told of.
    pub const fn parcels(&self) -> u64 {
        self.next
    }

    /// The next scan.
    pub fn next(&mut self) -> Telling {
        if self.under_way.len() < UNDER_WAY {
            self.under_way.push(Telling { parcel: self.next, nth: 0 });
            self.next += 1;
        }
        let place = self.numbers.below(self.under_way.len());
        let told = self.under_way[place];
        if told.nth + 1 == SCANS {
            self.under_way[place] = Telling { parcel: self.next, nth: 0 };
            self.next += 1;
        } else {
            self.under_way[place].nth += 1;
        }
        told
    }
}

/// A parcel's number.
pub fn number(parcel: u64) -> String {
    format!("YW{parcel:09}YP")
}

/// The checkpoints of a message, as the layout of the adapter `yanwen` has them.
fn checkpoint(told: Telling) -> String {
    let start = Timestamp::from_second(1_790_000_000).unwrap_or_default();
    let hours = i64::try_from(told.parcel / 500).unwrap_or(0) + i64::from(told.nth) * 9;
    let at = start + SignedDuration::from_hours(hours);
    let at = at.strftime("%Y-%m-%dT%H:%M:%S");
    let code = CODES[usize::from(told.nth) % CODES.len()];
    let place = PLACES[usize::from(told.nth) % PLACES.len()];
    format!(
        "{{\"time_stamp\":\"{at}\",\"time_zone\":\"+08:00\",\"tracking_status\":\"{code}\",\
         \"message\":\"Handled at the sorting centre of the carrier, hub {}\",\
         \"location\":\"{place}\",\"is_last_mile_checkpoint\":false}}",
        told.nth
    )
}

/// One parcel of a message.
fn result(told: Telling) -> String {
    let number = number(told.parcel);
    format!(
        "{{\"tracking_number\":\"{number}\",\"waybill_number\":\"{number}\",\
         \"tracking_status\":\"LM10\",\"origin_country\":\"CN\",\"destination_country\":\"PL\",\
         \"last_mile_tracking_expected\":true,\"checkpoints\":[{}]}}",
        checkpoint(told)
    )
}

/// A message about some scans.
pub fn message(told: &[Telling]) -> Vec<u8> {
    let results: Vec<String> = told.iter().map(|told| result(*told)).collect();
    let results = results.join(",");
    format!("{{\"code\":0,\"message\":\"success\",\"result\":[{results}]}}").into_bytes()
}
