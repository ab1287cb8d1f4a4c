//! Everything that can be bought as one, numbered: rides on lines and legs bought by themselves.

use std::collections::{HashMap, HashSet};

use portolan_model::Side;
use portolan_network::Snapshot;
use portolan_network::records::{CountryIdx, End, LineIdx, NodeIdx, TariffSubject};

use crate::price_book::RideSubject;
use crate::relabelling::Relabelling;

/// One thing bought, between its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fare {
    /// What is bought.
    pub subject: RideSubject,
    /// Where it begins; none where no tariff of it asks.
    pub from: Option<NodeIdx>,
    /// Where it ends.
    pub to: NodeIdx,
    /// Whether a change of operator is charged.
    pub is_relabelled: bool,
}

/// All fares met so far on a network.
#[derive(Debug)]
pub(crate) struct Fares {
    fares: Vec<Fare>,
    ids: HashMap<Fare, u32>,
    /// Who charges for a change of operator.
    pub relabelling: Relabelling,
    /// The subjects with a tariff that asks where a ride begins.
    asks_from: HashSet<TariffSubject>,
    /// The countries in which the rides of a subject may end for some tariff; none: anywhere.
    ends: HashSet<(TariffSubject, Option<CountryIdx>)>,
}

impl Fares {
    /// Reads the tariffs and surcharges of a network.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut asks_from = HashSet::new();
        let mut ends = HashSet::new();
        for tariff in snapshot.tariffs.iter().filter(|tariff| tariff.side == Side::Buy) {
            if tariff.from != End::Anywhere {
                asks_from.insert(tariff.subject);
            }
            let country = match tariff.to {
                End::Anywhere => None,
                End::Country(country) => Some(country),
                End::Place(node) => Some(snapshot.nodes[node].country),
            };
            ends.insert((tariff.subject, country));
        }
        let (fares, ids) = (Vec::new(), HashMap::new());
        Self { fares, ids, relabelling: Relabelling::of(snapshot), asks_from, ends }
    }

    /// Whether the price of a line may depend on where it was entered.
    pub fn asks_from(&self, line: LineIdx) -> bool {
        self.asks_from.contains(&TariffSubject::Line(line))
    }

    /// The number of a fare; none where no tariff of any day lets the ride end there.
    pub fn number(&mut self, snapshot: &Snapshot, fare: Fare) -> Option<u32> {
        let subject = fare.subject.tariff_subject();
        let country = snapshot.nodes[fare.to].country;
        let is_sold =
            self.ends.contains(&(subject, None)) || self.ends.contains(&(subject, Some(country)));
        if !is_sold {
            return None;
        }
        let next = u32::try_from(self.fares.len()).ok()?;
        Some(*self.ids.entry(fare).or_insert_with(|| {
            self.fares.push(fare);
            next
        }))
    }

    /// All of them by number.
    pub fn all(&self) -> &[Fare] {
        &self.fares
    }

    /// Bytes it takes, roughly.
    pub fn bytes(&self) -> usize {
        size_of_val::<[_]>(&self.fares)
            + self.ids.capacity() * size_of::<(Fare, u32)>()
            + self.ends.capacity() * size_of::<(TariffSubject, Option<CountryIdx>)>()
    }
}
