//! What is declared and paid duty on together: parcels of one consignor to one consignee.

use crate::{
    Address, ConsignmentId, CountryCode, FieldFault, HsCode, Mass, ModelError, Money, ParcelId,
    limits, names::named_enum, text,
};

#[cfg(test)]
mod tests;

named_enum! {
    /// Who pays duty and import tax.
    pub enum Incoterm("incoterm") {
        /// The recipient, on arrival.
        Ddu = "ddu",
        /// The sender, beforehand.
        Ddp = "ddp",
    }
}

/// One line of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsignmentItem {
    description: String,
    hs: HsCode,
    origin: CountryCode,
    quantity: u32,
    value: Money,
    mass: Mass,
}

/// What a declaration's line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsignmentItemInput {
    /// What it is, in English.
    pub description: String,
    /// Customs code.
    pub hs: HsCode,
    /// Where it was made.
    pub origin: CountryCode,
    /// How many pieces.
    pub quantity: u32,
    /// Value of all pieces.
    pub value: Money,
    /// Mass of all pieces.
    pub mass: Mass,
}

impl ConsignmentItem {
    /// Checks the description, that there is at least one piece and that the value is not negative.
    pub fn new(input: ConsignmentItemInput) -> Result<Self, ModelError> {
        let max = limits::DESCRIPTION_LENGTH_MAX;
        let description = text::line("description", &input.description, max)?;
        if input.quantity == 0 {
            let max = u32::MAX as usize;
            return Err(ModelError::Count { what: "pieces", found: 0, min: 1, max });
        }
        let value = input.value.not_negative("value")?;
        let ConsignmentItemInput { hs, origin, quantity, mass, .. } = input;
        Ok(Self { description, hs, origin, quantity, value, mass })
    }

    /// What it is, in English.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Customs code.
    pub const fn hs(&self) -> &HsCode {
        &self.hs
    }

    /// Where it was made.
    pub const fn origin(&self) -> CountryCode {
        self.origin
    }

    /// How many pieces.
    pub const fn quantity(&self) -> u32 {
        self.quantity
    }

    /// Value of all pieces.
    pub const fn value(&self) -> Money {
        self.value
    }

    /// Mass of all pieces.
    pub const fn mass(&self) -> Mass {
        self.mass
    }
}

/// The fields of a consignment, not yet checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsignmentInput {
    /// Its id.
    pub id: ConsignmentId,
    /// Who sends.
    pub consignor: Address,
    /// Who receives.
    pub consignee: Address,
    /// The parcels in it, each once.
    pub parcels: Vec<ParcelId>,
    /// Who pays duty.
    pub incoterm: Incoterm,
    /// What is declared, all of one currency.
    pub items: Vec<ConsignmentItem>,
}

/// A consignment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Consignment {
    id: ConsignmentId,
    consignor: Address,
    consignee: Address,
    parcels: Vec<ParcelId>,
    incoterm: Incoterm,
    items: Vec<ConsignmentItem>,
    total_value: Money,
}

impl Consignment {
    /// Checks counts, that no parcel is in it twice and that the values sum up in one currency; reports all
    /// faults together.
    pub fn new(input: ConsignmentInput) -> Result<Self, Vec<FieldFault>> {
        let parcels = checked_parcels(&input.parcels);
        let total = checked_total(&input.items);
        match (parcels, total) {
            (Ok(()), Ok(total_value)) => Ok(Self {
                id: input.id,
                consignor: input.consignor,
                consignee: input.consignee,
                parcels: input.parcels,
                incoterm: input.incoterm,
                items: input.items,
                total_value,
            }),
            (parcels, total) => {
                let parcels = parcels.err().map(|error| error.in_field("parcels"));
                let total = total.err().map(|error| error.in_field("items"));
                Err([parcels, total].into_iter().flatten().collect())
            }
        }
    }

    /// Its id.
    pub const fn id(&self) -> ConsignmentId {
        self.id
    }

    /// Who sends.
    pub const fn consignor(&self) -> &Address {
        &self.consignor
    }

    /// Who receives.
    pub const fn consignee(&self) -> &Address {
        &self.consignee
    }

    /// The parcels in it, at least one.
    pub fn parcels(&self) -> &[ParcelId] {
        &self.parcels
    }

    /// Who pays duty.
    pub const fn incoterm(&self) -> Incoterm {
        self.incoterm
    }

    /// What is declared, at least one item.
    pub fn items(&self) -> &[ConsignmentItem] {
        &self.items
    }

    /// The value of everything declared.
    pub const fn total_value(&self) -> Money {
        self.total_value
    }
}

fn checked_parcels(parcels: &[ParcelId]) -> Result<(), ModelError> {
    text::count("parcels", parcels.len(), 1..=limits::CONSIGNMENT_PARCELS_MAX)?;
    let distinct: std::collections::BTreeSet<_> = parcels.iter().collect();
    if distinct.len() == parcels.len() {
        return Ok(());
    }
    let what = "a parcel is in the consignment twice";
    Err(ModelError::Contradiction { what, mend: "name each parcel once" })
}

fn checked_total(items: &[ConsignmentItem]) -> Result<Money, ModelError> {
    let most = limits::CONSIGNMENT_PARCELS_MAX * limits::PARCEL_ITEMS_MAX;
    text::count("declared items", items.len(), 1..=most)?;
    Money::sum(items[0].value.currency(), items.iter().map(ConsignmentItem::value))
}
