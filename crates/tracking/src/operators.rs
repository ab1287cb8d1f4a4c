//! Operators by the names they are told under: one operator, however a carrier or a document spells it.
//!
//! A network names an operator by its own key (`4px`), a carrier's messages by their adapter's (`fourpx`).
//! Who compares them, for custody, hand-overs and what is off a route, must compare operators and not
//! spellings. The network says which adapter an operator speaks by; where it says nothing, equal names are
//! taken for the same, a dash and an underscore being the same.

use std::collections::BTreeMap;

use portolan_model::{Code, Scan};

use crate::adapter::Adapter;
use crate::timeline::HandOver;

#[cfg(test)]
mod tests;

/// An operator as a network names it.
#[derive(Debug, Clone, Copy)]
pub struct NamedOperator<'n> {
    /// Its key.
    pub key: &'n Code,
    /// Its name.
    pub name: &'n str,
    /// The adapter that reads its messages; empty where the network names none.
    pub tracking_adapter: &'n str,
}

impl NamedOperator<'_> {
    /// How surely an adapter is this operator's: it names the adapter, is named like it, or is named by it.
    /// None where nothing says so.
    pub fn speaks_by(&self, adapter: &Adapter) -> Option<Speaks> {
        let (key, name) = (self.key.as_str(), adapter.name().as_str());
        if is_same_key(self.tracking_adapter, name) {
            Some(Speaks::ByItsOwnWord)
        } else if is_same_key(key, name) {
            Some(Speaks::ByItsName)
        } else if is_same_key(key, adapter.operator().as_str()) {
            Some(Speaks::ByTheAdapter)
        } else {
            None
        }
    }
}

/// What says that an operator speaks by an adapter; the first goes before the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaks {
    /// The operator's row names the adapter.
    ByItsOwnWord,
    /// Both have the same name.
    ByItsName,
    /// The adapter names the operator.
    ByTheAdapter,
}

/// The operators of a network, found by any name they are told under.
#[derive(Debug, Clone, Default)]
pub struct OperatorNames {
    /// Every operator of the network, with its name.
    names: BTreeMap<Code, String>,
    /// The same by their keys with every dash an underscore; none where two would be the same.
    spellings: BTreeMap<String, Option<Code>>,
    /// Names of adapters and of what they call their operators.
    told: BTreeMap<Code, Code>,
}

impl OperatorNames {
    /// Reads the operators of a network, and the adapters that messages come by.
    pub fn new<'n>(
        operators: impl IntoIterator<Item = NamedOperator<'n>>,
        adapters: impl IntoIterator<Item = &'n Adapter>,
    ) -> Self {
        let operators: Vec<NamedOperator<'n>> = operators.into_iter().collect();
        let mut found = Self::default();
        for one in &operators {
            found.names.insert(one.key.clone(), one.name.to_owned());
            let spelling = found.spellings.entry(spelled(one.key.as_str()));
            spelling.and_modify(|known| *known = None).or_insert_with(|| Some(one.key.clone()));
        }
        for adapter in adapters {
            let spoken =
                operators.iter().filter_map(|one| Some((one.speaks_by(adapter)?, one.key)));
            let Some(first) = spoken.clone().map(|(how, _)| how).min() else { continue };
            let mut first = spoken.filter(|(how, _)| *how == first).map(|(_, key)| key);
            // An adapter that two operators name tells of neither more than of the other.
            if let (Some(key), None) = (first.next(), first.next()) {
                for name in [adapter.name(), adapter.operator()] {
                    found.told.entry(name.clone()).or_insert_with(|| key.clone());
                }
            }
        }
        found
    }

    /// The network's key of an operator that is told under a name; the name itself where the network has
    /// no such operator.
    pub fn key_of<'c>(&'c self, told: &'c Code) -> &'c Code {
        if self.names.contains_key(told) {
            return told;
        }
        let spelled = || self.spellings.get(&spelled(told.as_str()))?.as_ref();
        self.told.get(told).or_else(spelled).unwrap_or(told)
    }

    /// Whether the network has an operator of this key.
    pub fn is_known(&self, key: &Code) -> bool {
        self.names.contains_key(key)
    }

    /// The name of an operator of the network.
    pub fn name_of(&self, key: &Code) -> Option<&str> {
        self.names.get(key).map(String::as_str)
    }

    /// The scan with its holder under the network's key; who told it stays as it was.
    #[must_use]
    pub fn settle_scan(&self, scan: Scan) -> Scan {
        let key = self.key_of(scan.holder());
        if key == scan.holder() {
            return scan;
        }
        Scan { operator: Some(key.clone()), ..scan }
    }

    /// The hand-over with both its parties under the network's keys.
    #[must_use]
    pub fn settle_hand_over(&self, hand_over: HandOver) -> HandOver {
        let key_of = |told: &Code| self.key_of(told).clone();
        let (giver, taker) = (key_of(&hand_over.giver), key_of(&hand_over.taker));
        HandOver { giver, taker, ..hand_over }
    }
}

/// Whether two keys are the same but for dashes and underscores; an empty one is the same as none.
fn is_same_key(one: &str, other: &str) -> bool {
    !one.is_empty() && spelled(one) == spelled(other)
}

/// A key with every dash an underscore.
fn spelled(key: &str) -> String {
    key.replace('-', "_")
}
