//! What is declared to customs for one consignment.

use crate::CustomsError;
use portolan_model::{
    Code, Consignment, ConsignmentItem, CountryCode, Currency, HsCode, Mass, Money,
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

#[cfg(test)]
mod tests;

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Customs code; without one, what depends on it is not known.
    pub hs: Option<HsCode>,
    /// Where it was made, where known.
    pub origin: Option<CountryCode>,
    /// How many pieces, at least one.
    pub quantity: u32,
    /// Value of all pieces.
    pub value: Money,
    /// Mass of all pieces.
    pub mass: Mass,
}

impl From<&ConsignmentItem> for Item {
    fn from(item: &ConsignmentItem) -> Self {
        Self {
            hs: Some(item.hs().clone()),
            origin: Some(item.origin()),
            quantity: item.quantity(),
            value: item.value(),
            mass: item.mass(),
        }
    }
}

/// The fields of a declaration, not yet checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationInput {
    /// Where the goods are imported.
    pub destination: CountryCode,
    /// The goods, all values of one currency.
    pub items: Vec<Item>,
    /// What bringing them there costs, in the same currency.
    pub freight: Money,
    /// How many parcels they travel in, at least one.
    pub parcels: u32,
    /// How they are cleared (`postal`, `express`, `9610`, …), where known.
    pub clearance: Option<Code>,
    /// Registrations and numbers that go with them, such as `ioss_number`.
    pub given: BTreeSet<Code>,
    /// What the consignee has bought this year under a scheme with a yearly limit, where known.
    pub bought_this_year: Option<Money>,
}

/// A declaration: at least one line, one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    input: DeclarationInput,
    value: Decimal,
}

impl Declaration {
    /// Checks that there are goods, pieces, one currency and nothing below zero.
    pub fn new(input: DeclarationInput) -> Result<Self, CustomsError> {
        let currency = input.freight.currency();
        if input.items.is_empty() {
            return Err(CustomsError::NoGoods);
        }
        if input.parcels == 0 || input.items.iter().any(|item| item.quantity == 0) {
            return Err(CustomsError::NoPieces);
        }
        let amounts = || input.items.iter().map(|item| item.value).chain([input.freight]);
        if let Some(other) = amounts().find(|amount| amount.currency() != currency) {
            let (left, right) = (currency.to_string(), other.currency().to_string());
            return Err(CustomsError::Currencies { left, right });
        }
        if amounts().any(|amount| amount.is_negative()) {
            return Err(CustomsError::Negative);
        }
        let values = input.items.iter().map(|item| item.value);
        let value = Money::sum(currency, values).map_err(|_| CustomsError::Overflow)?;
        Ok(Self { input, value: value.to_decimal() })
    }

    /// The declaration of a booked consignment and its freight, in the currency of its values.
    pub fn of(
        consignment: &Consignment,
        freight: Money,
        clearance: Option<Code>,
        given: BTreeSet<Code>,
    ) -> Result<Self, CustomsError> {
        Self::new(DeclarationInput {
            destination: consignment.consignee().country(),
            items: consignment.items().iter().map(Item::from).collect(),
            freight,
            parcels: u32::try_from(consignment.parcels().len()).unwrap_or(u32::MAX),
            clearance,
            given,
            bought_this_year: None,
        })
    }

    /// Parts of what the law sees as one consignment, such as the parcels of one order to one consignee
    /// on one day, as one declaration: parting goods never parts their value. All freight is added, what
    /// is given for any part is given for the whole, and a clearance holds where all parts have it.
    pub fn join(parts: impl IntoIterator<Item = Self>) -> Result<Self, CustomsError> {
        let mut parts = parts.into_iter().map(|part| part.input);
        let mut whole = parts.next().ok_or(CustomsError::NoGoods)?;
        for part in parts {
            if part.destination != whole.destination {
                let (left, right) = (whole.destination.to_string(), part.destination.to_string());
                return Err(CustomsError::Destinations { left, right });
            }
            whole.freight = add(whole.freight, part.freight)?;
            whole.items.extend(part.items);
            whole.parcels = whole.parcels.saturating_add(part.parcels);
            whole.given.extend(part.given);
            whole.clearance = whole.clearance.filter(|own| part.clearance.as_ref() == Some(own));
            whole.bought_this_year = whole.bought_this_year.or(part.bought_this_year);
        }
        Self::new(whole)
    }

    /// Where the goods are imported.
    pub const fn destination(&self) -> CountryCode {
        self.input.destination
    }

    /// The goods.
    pub fn items(&self) -> &[Item] {
        &self.input.items
    }

    /// The currency of values and freight.
    pub const fn currency(&self) -> Currency {
        self.input.freight.currency()
    }

    /// The value of all goods.
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// What bringing them there costs.
    pub fn freight(&self) -> Decimal {
        self.input.freight.to_decimal()
    }

    /// How many parcels.
    pub const fn parcels(&self) -> u32 {
        self.input.parcels
    }

    /// How they are cleared.
    pub const fn clearance(&self) -> Option<&Code> {
        self.input.clearance.as_ref()
    }

    /// Registrations and numbers that go with them.
    pub const fn given(&self) -> &BTreeSet<Code> {
        &self.input.given
    }

    /// What the consignee has bought this year under the scheme.
    pub const fn bought_this_year(&self) -> Option<Money> {
        self.input.bought_this_year
    }
}

fn add(left: Money, right: Money) -> Result<Money, CustomsError> {
    if left.currency() != right.currency() {
        let (left, right) = (left.currency().to_string(), right.currency().to_string());
        return Err(CustomsError::Currencies { left, right });
    }
    left.checked_add(right).map_err(|_| CustomsError::Overflow)
}
