//! The traffic of a consolidator: some hundred thousand parcels are under way, each is told of twenty times.
//! They enter in lots, the bags they travel in, and until they are out of those the same is told of all of a
//! lot at once; the last mile is told of one by one. Without locality every scan is of any parcel under way.

use jiff::{SignedDuration, Timestamp};
use portolan_bench::Numbers;

/// Parcels under way at once.
const UNDER_WAY: usize = 100_000;
/// Scans of one parcel.
const SCANS: u8 = 20;
/// Of those, the scans that are of all parcels of a lot at once.
const SCANS_IN_LOTS: u8 = 14;
/// Parcels of a lot: of a bag.
const LOT: u64 = 40;
/// Scans of single parcels that are mixed: of hundreds of lots that are in their last mile at a time.
const SINGLY_WAITING: usize = 20_000;
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

/// Which parcels are told of together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Locality {
    /// Those of a bag until it is opened.
    Lots,
    /// None.
    None,
}

/// Where the traffic stands.
#[derive(Debug, Clone)]
pub struct Traffic {
    numbers: Numbers,
    /// Parcels of a lot.
    lot: u64,
    /// The lots under way: the first parcel of each, and its next scan.
    under_way: Vec<Telling>,
    /// The parcels that entered.
    next: u64,
    /// What will be told of single parcels, in any order.
    singly: Vec<Telling>,
    /// What is told next, the last first.
    at_once: Vec<Telling>,
}

impl Traffic {
    /// The traffic of a seed.
    pub fn new(seed: u64, locality: Locality) -> Self {
        let lot = if locality == Locality::Lots { LOT } else { 1 };
        let numbers = Numbers::new(seed);
        let (under_way, singly, at_once) = (Vec::new(), Vec::new(), Vec::new());
        Self { numbers, lot, under_way, next: 0, singly, at_once }
    }

    /// Parcels that were told of.
    pub const fn parcels(&self) -> u64 {
        self.next
    }

    /// The next scan.
    pub fn next(&mut self) -> Telling {
        loop {
            if let Some(told) = self.at_once.pop() {
                return told;
            }
            self.go_on();
        }
    }

    /// One lot goes one scan further.
    fn go_on(&mut self) {
        if self.under_way.len() < UNDER_WAY / usize::try_from(self.lot).unwrap_or(1) {
            self.under_way.push(Telling { parcel: self.next, nth: 0 });
            self.next += self.lot;
        }
        let place = self.numbers.below(self.under_way.len());
        let told = self.under_way[place];
        if told.nth + 1 == SCANS {
            self.under_way[place] = Telling { parcel: self.next, nth: 0 };
            self.next += self.lot;
        } else {
            self.under_way[place].nth += 1;
        }
        let lot = (0..self.lot).map(|n| Telling { parcel: told.parcel + n, nth: told.nth });
        if told.nth < SCANS_IN_LOTS {
            self.at_once.extend(lot);
            return;
        }
        self.singly.extend(lot);
        while self.singly.len() > SINGLY_WAITING {
            let place = self.numbers.below(self.singly.len());
            self.at_once.push(self.singly.swap_remove(place));
        }
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
