//! The promise of a route: a date with its probability, why that date, and why not an earlier one.
//!
//! Probabilities are of arriving at all: what is lost arrives by no date. Dates are civil dates at the
//! destination, kept until their end.

use crate::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A route's promise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Promise {
    /// The first date by which it has arrived with a probability of 0.9 at least. Where losses alone keep it
    /// from that, the date by which nine in ten of those that arrive have.
    pub date: String,
    /// The probability of having arrived by the end of that date, 0 to 1.
    pub probability: f64,
    /// Calendar days from the hand-in day to the date.
    pub days: u32,
    /// The probability for every date on which it may arrive, ascending; empty of a booked parcel.
    pub by_date: Vec<DateProbability>,
    /// Where the hours go, in the order of the way: the medians sum to the median arrival, and with the
    /// spreads to an arrival about the promise. Empty of a booked parcel.
    pub parts: Vec<PromisePart>,
    /// Why it is not promised earlier; absent where there is nothing to compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not_faster: Option<WhyNotFaster>,
    /// Which times were used: `published` by the network alone, or `learned` for some of its parts.
    pub times: String,
}

/// A date with a probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DateProbability {
    /// The date at the destination.
    pub date: String,
    /// The probability of having arrived by its end.
    pub probability: f64,
}

/// One stage of the way and its hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PromisePart {
    /// `leg`, `process` or `delivery`.
    pub kind: String,
    /// Key of the leg, the process or the destination.
    pub key: String,
    /// Of a leg its mode, of a process what is done: `import_customs`, `sorting`, …; else empty.
    pub what: String,
    /// Name of the place it leaves, or where it is done.
    pub from: String,
    /// Name of the place it reaches; of what is done in one place the same.
    pub to: String,
    /// Hours of waiting with everything at its median: for a departure, for working hours, for a day of
    /// delivery.
    pub waiting_hours: f64,
    /// Hours of transit or work, likewise.
    pub moving_hours: f64,
    /// Hours it takes longer, waiting included, in the cases that arrive about when it is promised; below 0
    /// where a delay before it spares a wait.
    pub spread_hours: f64,
}

/// Why a route is not promised earlier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WhyNotFaster {
    /// The next faster route of the same list, the cheapest of its date; absent where none is faster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<FasterRoute>,
    /// The place in `parts` of what takes most hours, spread included.
    pub binding_part: u32,
}

/// A faster route and what it costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FasterRoute {
    /// Its place in the same list of the quote, from 0.
    pub index: u32,
    /// Key of its service, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The date it promises.
    pub date: String,
    /// Days earlier.
    pub days_earlier: u32,
    /// What it costs.
    pub price: Money,
    /// How much more that is; below zero where it is cheaper and worse in something else.
    pub extra: Money,
}

/// A point of the curve of price against date: nothing cheaper is promised by the date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CurvePoint {
    /// The date promised.
    pub date: String,
    /// The probability of having arrived by its end.
    pub probability: f64,
    /// The lowest price for it.
    pub price: Money,
    /// The place of the route in its list, from 0.
    pub index: u32,
}
