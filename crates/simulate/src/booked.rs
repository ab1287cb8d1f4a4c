//! A parcel as it enters the world: what its server tells of it.

use jiff::Timestamp;
use portolan_model::{CountryCode, Identifier, Mass};
use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LineIdx};
use thiserror::Error;

use crate::limits;

/// A booked parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// What the server calls it.
    pub parcel: String,
    /// What it is known by, the label's number first.
    pub identifiers: Vec<Identifier>,
    /// When it is handed over, or its sender sets out with it.
    pub ready: Timestamp,
    /// Its mass.
    pub mass: Option<Mass>,
    /// The legs it was booked on, in order.
    pub legs: Vec<BookedLeg>,
}

/// One leg of a booked route, by its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedLeg {
    /// The leg.
    pub leg: String,
    /// The line it is ridden on; none where it is bought by itself.
    pub line: Option<String>,
}

/// Why a parcel cannot move in this world.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EntryFault {
    /// It has no number to be told by.
    #[error("parcel {parcel} has no number: nothing could be told of it")]
    Unnumbered {
        /// The parcel.
        parcel: String,
    },
    /// It has no legs, or more than a route may have.
    #[error("parcel {parcel} has {legs} legs: from 1 to {max} make a route", max = limits::LEGS_MAX)]
    Legs {
        /// The parcel.
        parcel: String,
        /// How many.
        legs: usize,
    },
    /// The network does not have what it was booked on.
    #[error(
        "parcel {parcel}: the network has no {what} `{key}`: give the network it was booked on"
    )]
    Unknown {
        /// The parcel.
        parcel: String,
        /// `leg` or `line`.
        what: &'static str,
        /// Its key.
        key: String,
    },
    /// A leg does not begin where the one before ends.
    #[error("parcel {parcel}: leg `{leg}` does not begin where the leg before it ends")]
    Apart {
        /// The parcel.
        parcel: String,
        /// The leg's key.
        leg: String,
    },
}

impl EntryFault {
    /// Its stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unnumbered { .. } => "parcel_unnumbered",
            Self::Legs { .. } => "route_legs",
            Self::Unknown { .. } => "route_unknown",
            Self::Apart { .. } => "route_apart",
        }
    }
}

/// A route found in the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) legs: Vec<(LegIdx, Option<LineIdx>)>,
    pub(crate) number: Identifier,
    pub(crate) destination: CountryCode,
    pub(crate) origin: CountryCode,
}

impl Booked {
    /// Finds its route in a network.
    pub(crate) fn find_way(&self, snapshot: &Snapshot) -> Result<Way, EntryFault> {
        let parcel = || self.parcel.clone();
        let number = self.identifiers.first().cloned();
        let number = number.ok_or_else(|| EntryFault::Unnumbered { parcel: parcel() })?;
        let unknown =
            |what, key: &str| EntryFault::Unknown { parcel: parcel(), what, key: key.to_owned() };
        let mut legs: Vec<(LegIdx, Option<LineIdx>)> = Vec::with_capacity(self.legs.len());
        for booked in &self.legs {
            let leg = snapshot.find_leg(&booked.leg).ok_or_else(|| unknown("leg", &booked.leg))?;
            let line = booked
                .line
                .as_ref()
                .map(|key| snapshot.find_line(key).ok_or_else(|| unknown("line", key)));
            if legs
                .last()
                .is_some_and(|&(last, _)| snapshot.legs[last].to != snapshot.legs[leg].from)
            {
                return Err(EntryFault::Apart { parcel: parcel(), leg: booked.leg.clone() });
            }
            legs.push((leg, line.transpose()?));
        }
        let (Some(&(first, _)), Some(&(last, _))) = (legs.first(), legs.last()) else {
            return Err(EntryFault::Legs { parcel: parcel(), legs: 0 });
        };
        if legs.len() > limits::LEGS_MAX {
            return Err(EntryFault::Legs { parcel: parcel(), legs: legs.len() });
        }
        let country = |node| snapshot.countries[snapshot.nodes[node].country].code;
        let (origin, destination) =
            (country(snapshot.legs[first].from), country(snapshot.legs[last].to));
        Ok(Way { legs, number, destination, origin })
    }
}
