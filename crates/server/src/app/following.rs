//! A parcel followed: its chains read, folded into one timeline, and what is to be expected of it.

use jiff::{Timestamp, civil};
use portolan_model::{CountryCode, GeoPoint, Milestone};
use portolan_tracking::outlook::Exception;
use portolan_tracking::timeline::Timeline;

/// What may be told of a parcel to whoever knows one of its numbers: nothing personal beyond the city.
#[derive(Debug, Clone)]
pub struct Followed {
    /// The number as asked for.
    pub number: String,
    /// What happened.
    pub timeline: Timeline,
    /// Its other public numbers.
    pub other_numbers: Vec<String>,
    /// The service's name.
    pub service: Option<String>,
    /// Where it comes from.
    pub origin_country: Option<CountryCode>,
    /// Where it goes.
    pub destination_country: Option<CountryCode>,
    /// The city it goes to.
    pub destination_city: Option<String>,
    /// The date at the destination that was promised.
    pub promised_on: Option<civil::Date>,
    /// When it will probably arrive: the dates of the p50 and of the p90, at the destination.
    pub window: Option<(civil::Date, civil::Date)>,
    /// The probability that it is lost, where silence says anything of it.
    pub loss_probability: Option<f64>,
    /// What is due next, in order.
    pub next: Vec<NextStep>,
    /// The places on its way, in order.
    pub stops: Vec<Stop>,
    /// What is wrong with it now.
    pub exceptions: Vec<Exception>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// What.
    pub milestone: Milestone,
    /// The name of who will do it.
    pub operator: Option<String>,
    /// About when, at the place.
    pub about: Option<civil::Date>,
}

/// A place on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<CountryCode>,
    /// Where it is.
    pub position: GeoPoint,
    /// When the parcel was seen there, if it was.
    pub seen_at: Option<Timestamp>,
}
